import { KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import { dayAfter, startOfDay } from '@dealtrail/calendar';
import { caseRegister, type CaseRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { contains, ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { all } from './case-conditions.js';
import { readable } from './case-reading.js';
import { CaseRegister } from './case-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { customersCalled, labelsOf, lowest, type Labels } from './labels.js';
import { orderNumbersOf, type OrderNumbers } from './order-labels.js';

/** A case as people see it in a list: with names, and with what depends on when it is asked. */
export interface ShownCase extends Omit<
  CaseRow,
  'known' | 'assigned' | 'holders' | 'openSincePosition' | 'endedPosition'
> {
  readonly customerName?: string;
  readonly orderNumber?: string;
  readonly ownerName: string;
  readonly sellerName?: string;
  readonly responsibleNames: readonly string[];
  /** The due instant of a clock that goes on has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
}

function shown(row: CaseRow, labels: Labels, orders: OrderNumbers, now: Instant): ShownCase {
  const {
    known: _,
    assigned: _assigned,
    holders: _holders,
    openSincePosition: _since,
    endedPosition: _end,
    ...listed
  } = row;
  return {
    ...listed,
    customerName: labels.customer(row.customerId),
    orderNumber: orders.of(row.orderId),
    ownerName: labels.person(row.ownerId),
    ...(row.sellerId !== undefined && { sellerName: labels.person(row.sellerId) }),
    responsibleNames: row.responsible.map(labels.person),
    overdue: row.overdue || (row.nextDueAt !== undefined && now > row.nextDueAt),
  };
}

@QueryHandler(CaseRegister)
export class CaseRegisterHandler implements IQueryHandler<CaseRegister, Page<ShownCase>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CaseRegister): Promise<Page<ShownCase>> {
    const { actor } = question.metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const now = askedAt(question);
    const customers = await customersCalled(this.store, question.text, question);
    const matching = filters(question, customers, now);
    const page = await this.store.list(caseRegister, question, {
      where: (query) => matching(query).where(all(readable(reach, actor))),
      sortable: ['reportedAt', 'nextDueAt', 'closedAt', 'number', 'responseMs', 'solutionMs', 'closingMs'],
      defaultSort: '-reportedAt',
    });
    const { items } = page;
    const labels = await labelsOf(
      this.store,
      question,
      items.map(({ customerId }) => customerId),
      items.flatMap(({ ownerId, sellerId = ownerId, responsible }) => [ownerId, sellerId, ...responsible]),
    );
    const orders = await orderNumbersOf(
      this.store,
      question,
      items.map(({ orderId }) => orderId),
    );
    return {
      ...page,
      items: items.map((row) => shown(row, labels, orders, now)),
      position: [labels.position, orders.position].reduce(lowest, page.position),
    };
  }
}

/** The question's own filters. */
function filters(question: CaseRegister, customers: readonly string[], now: Instant) {
  const { status, kind, ownerId, sellerId, customerId, orderId, productId, channel, priority } = question;
  const { category, group, cause, open, overdue, late, escalated, responsibleId, from, to, text = '' } = question;
  const { moreToTell } = question;
  return (query: RowQuery<CaseRow>): RowQuery<CaseRow> => {
    const equal = { status, kind, ownerId, sellerId, customerId, orderId, productId, channel, priority };
    for (const [column, value] of Object.entries({ ...equal, category, group, cause }))
      if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
    if (open !== undefined) query = query.where('status', open ? 'not in' : 'in', ['closed', 'merged']);
    if (responsibleId !== undefined) query = query.where(sql<boolean>`"responsible" @> ${[responsibleId]}`);
    if (overdue !== undefined) {
      const missed = sql<boolean>`("overdue" or coalesce("nextDueAt" < ${now}, false))`;
      query = query.where(overdue ? missed : sql<boolean>`not ${missed}`);
    }
    if (late !== undefined)
      query = query.where(
        sql<boolean>`(${sql.ref(`${late}Late`)} or coalesce(${sql.ref(`${late}DueAt`)} < ${now}, false))`,
      );
    if (escalated !== undefined) query = query.where('openEscalations', escalated ? '>' : '=', 0);
    if (moreToTell !== undefined) query = query.where('moreToTell', '=', moreToTell);
    if (from !== undefined) query = query.where('reportedAt', '>=', startOfDay(from));
    if (to !== undefined) query = query.where('reportedAt', '<', startOfDay(dayAfter(to)));
    if (text === '') return query;
    return query.where((is) =>
      is.or([
        contains('number', text),
        contains('subject', text),
        ...(customers.length > 0 ? [is('customerId', 'in', [...customers])] : []),
      ]),
    );
  };
}
