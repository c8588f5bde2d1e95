import { authorise, EventStore, KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { dayOf, daysBetween, startOfDay, type Day } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import {
  readReceivable,
  receipts,
  receivables,
  writeOffs,
  type ReceiptRow,
  type ReceivablePageContent,
  type ReceivableRow,
  type WriteOffRow,
} from '@dealtrail/payments';
import { contains, ReadStore, type ListQuestion, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { askedAt } from './deal-views.handlers.js';
import { customersCalled, labelsOf, lowest } from './labels.js';
import { ReceiptRegister, ReceivablePage, ReceivableRegister, WriteOffRegister } from './receivable-views.queries.js';

interface Named {
  readonly customerName?: string;
  readonly ownerName: string;
}
export type ShownReceipt = ReceiptRow & Named;
export type ShownWriteOff = WriteOffRow & Named;
/** An instalment as people see it. */
export interface ShownReceivable extends ReceivableRow, Named {
  /** Days since it was due, of one that is open. */
  readonly overdueDays?: number;
}

/** Rows with the names of their customers and owners, joined when asked. */
async function named<R extends { readonly customerId?: string; readonly ownerId: string }>(
  store: ReadStore,
  question: ListQuestion,
  page: Page<R>,
): Promise<Page<R & Named>> {
  const { items } = page;
  const customers = items.map(({ customerId }) => customerId);
  const owners = items.map(({ ownerId }) => ownerId);
  const labels = await labelsOf(store, question, customers, owners);
  const names = ({ customerId, ownerId }: R): Named => ({
    customerName: labels.customer(customerId),
    ownerName: labels.person(ownerId),
  });
  return {
    ...page,
    items: items.map((row) => ({ ...row, ...names(row) })),
    position: lowest(labels.position, page.position),
  };
}

/** Keeps to the rows that have these values, where they are given. */
function equalTo<R extends object>(query: RowQuery<R>, values: Readonly<Record<string, unknown>>): RowQuery<R> {
  for (const [column, value] of Object.entries(values))
    if (value !== undefined) query = query.where(column as never, '=', value as never);
  return query;
}

const overdueDays = ({ open, dueOn }: ReceivableRow, today: Day): number | undefined =>
  open > 0 && dueOn < today ? daysBetween(startOfDay(dueOn), startOfDay(today)) : undefined;

@QueryHandler(ReceivableRegister)
export class ReceivableRegisterHandler implements IQueryHandler<ReceivableRegister, Page<ShownReceivable>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ReceivableRegister): Promise<Page<ShownReceivable>> {
    const { ownerId, customerId, contractId, currency, open, overdue, dueFrom, dueTo, text = '' } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const today = dayOf(askedAt(question));
    const customers = await customersCalled(this.store, text, question);
    const page = await this.store.list(receivables, question, {
      reach: { column: 'ownerId', reach },
      where: (query) => {
        query = equalTo(query, { ownerId, customerId, contractId, currency });
        if (open !== undefined) query = query.where('open', open ? '>' : '=', 0);
        if (overdue === true) query = query.where('open', '>', 0).where('dueOn', '<', today);
        if (overdue === false) query = query.where((is) => is.or([is('open', '=', 0), is('dueOn', '>=', today)]));
        if (dueFrom !== undefined) query = query.where('dueOn', '>=', dueFrom);
        if (dueTo !== undefined) query = query.where('dueOn', '<=', dueTo);
        if (text === '') return query;
        const inCustomers = customers.length > 0;
        return query.where((is) =>
          is.or([
            contains('number', text),
            contains('label', text),
            ...(inCustomers ? [is('customerId', 'in', customers)] : []),
          ]),
        );
      },
      sortable: ['dueOn', 'amount', 'open', 'number'],
      defaultSort: 'dueOn',
    });
    const shown = await named(this.store, question, page);
    return { ...shown, items: shown.items.map((row) => ({ ...row, overdueDays: overdueDays(row, today) })) };
  }
}

@QueryHandler(ReceiptRegister)
export class ReceiptRegisterHandler implements IQueryHandler<ReceiptRegister, Page<ShownReceipt>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ReceiptRegister): Promise<Page<ShownReceipt>> {
    const { ownerId, customerId, contractId, currency, unallocated, reversed, receivedFrom, receivedTo } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const page = await this.store.list(receipts, question, {
      reach: { column: 'ownerId', reach },
      where: (query) => {
        query = equalTo(query, { ownerId, customerId, contractId, currency, reversed });
        if (unallocated !== undefined) query = query.where('unallocated', unallocated ? '>' : '=', 0);
        if (receivedFrom !== undefined) query = query.where('receivedOn', '>=', receivedFrom);
        return receivedTo === undefined ? query : query.where('receivedOn', '<=', receivedTo);
      },
      sortable: ['receivedOn', 'amount', 'unallocated'],
      defaultSort: '-receivedOn',
    });
    return named(this.store, question, page);
  }
}

@QueryHandler(WriteOffRegister)
export class WriteOffRegisterHandler implements IQueryHandler<WriteOffRegister, Page<ShownWriteOff>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: WriteOffRegister): Promise<Page<ShownWriteOff>> {
    const { state, approver, ownerId, contractId } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const page = await this.store.list(writeOffs, question, {
      reach: { column: 'ownerId', reach },
      where: (query) => equalTo(query, { state, approver, ownerId, contractId }),
      sortable: ['requestedAt', 'amount'],
      defaultSort: '-requestedAt',
    });
    return named(this.store, question, page);
  }
}

/** An account with names. */
export type ReceivablePageAnswer = ReceivablePageContent & Named;

@QueryHandler(ReceivablePage)
export class ReceivablePageHandler implements IQueryHandler<ReceivablePage, ReceivablePageAnswer> {
  constructor(
    private readonly log: EventStore,
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ReceivablePage): Promise<ReceivablePageAnswer> {
    const page = await readReceivable(this.log, question.contractId, question.asOf);
    const { customerId, ownerId } = page;
    authorise(permissionOf(question), question.metadata.actor, { owners: [ownerId] }, this.known.now().staff);
    const labels = await labelsOf(this.store, { asOf: question.asOf }, [customerId], [ownerId]);
    return { ...page, customerName: labels.customer(customerId), ownerName: labels.person(ownerId) };
  }
}
