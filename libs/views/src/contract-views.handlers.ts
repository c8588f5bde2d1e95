import { InvalidInput, KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import { dayAfter, startOfDay } from '@dealtrail/calendar';
import { contractRegister, type ContractRow } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { contains, ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { dealLabelsOf, type DealLabels } from './contract-labels.js';
import { ContractRegister } from './contract-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { customersCalled, labelsOf, lowest, type Labels } from './labels.js';

/** A contract as people see it: with names, and with what depends on when it is asked. */
export interface ShownContract extends Omit<ContractRow, 'assigned' | 'assignedBefore'> {
  readonly customerName?: string;
  readonly ownerName: string;
  readonly dealNumber?: string;
  readonly dealTitle?: string;
  readonly waitingForNames: readonly string[];
  /** The due instant of an open step has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
}

function shown(
  { assigned: _, assignedBefore: _before, ...row }: ContractRow,
  labels: Labels,
  deals: DealLabels,
  now: Instant,
): ShownContract {
  return {
    ...row,
    customerName: labels.customer(row.customerId),
    ownerName: labels.person(row.ownerId),
    dealNumber: deals.of(row.dealId)?.number,
    dealTitle: deals.of(row.dealId)?.title,
    waitingForNames: row.waitingFor.map(labels.person),
    overdue: row.overdue || (row.nextDueAt !== undefined && now > row.nextDueAt),
  };
}

@QueryHandler(ContractRegister)
export class ContractRegisterHandler implements IQueryHandler<ContractRegister, Page<ShownContract>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ContractRegister): Promise<Page<ShownContract>> {
    const { actor } = question.metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const now = askedAt(question);
    const customers = await customersCalled(this.store, question.text, question);
    const matching = filters(question, customers, now);
    const page = await this.store.list(contractRegister, question, {
      where: (query) =>
        reach === 'all'
          ? matching(query)
          : matching(query).where(
              sql<boolean>`("ownerId" = any(${[...reach]}) or "assigned" && ${actor.kind === 'staff' ? [actor.id] : []})`,
            ),
      sortable: ['draftedAt', 'submittedAt', 'nextDueAt', 'approvedAt', 'signedOn', 'amount', 'title', 'number'],
      defaultSort: '-draftedAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.flatMap(({ ownerId, waitingFor }) => [ownerId, ...waitingFor]),
    );
    const deals = await dealLabelsOf(
      this.store,
      question,
      page.items.map(({ dealId }) => dealId),
    );
    return {
      ...page,
      items: page.items.map((row) => shown(row, labels, deals, now)),
      position: [labels.position, deals.position].reduce(lowest, page.position),
    };
  }
}

/** The question's own filters; bounds of an amount without its currency would compare what cannot be compared. */
function filters(question: ContractRegister, customers: readonly string[], now: Instant) {
  const { status, ownerId, customerId, dealId, currency, reviewerId, overdue, text = '' } = question;
  const { amountFrom, amountTo, submittedFrom, submittedTo } = question;
  if ((amountFrom ?? amountTo) !== undefined && currency === undefined)
    throw new InvalidInput([
      { field: 'currency', code: 'missing', message: 'must be given with bounds of the amount' },
    ]);
  return (query: RowQuery<ContractRow>): RowQuery<ContractRow> => {
    const equal = { status, ownerId, customerId, dealId, currency };
    for (const [column, value] of Object.entries(equal))
      if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
    if (reviewerId !== undefined) query = query.where(sql<boolean>`"waitingFor" @> ${[reviewerId]}`);
    if (overdue !== undefined) {
      const late = sql<boolean>`("overdue" or coalesce("nextDueAt" < ${now}, false))`;
      query = query.where(overdue ? late : sql<boolean>`not ${late}`);
    }
    if (amountFrom !== undefined) query = query.where('amount', '>=', amountFrom);
    if (amountTo !== undefined) query = query.where('amount', '<=', amountTo);
    if (submittedFrom !== undefined) query = query.where('submittedAt', '>=', startOfDay(submittedFrom));
    if (submittedTo !== undefined) query = query.where('submittedAt', '<', startOfDay(dayAfter(submittedTo)));
    if (text === '') return query;
    return query.where((is) =>
      is.or([
        contains('title', text),
        contains('number', text),
        ...(customers.length > 0 ? [is('customerId', 'in', [...customers])] : []),
      ]),
    );
  };
}
