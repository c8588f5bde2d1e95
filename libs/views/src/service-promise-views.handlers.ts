import { KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import { servicePromises, type ServicePromiseRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { contains, ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { ServicePromises } from './case-lists.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { customersCalled, labelsOf, lowest, type Labels } from './labels.js';

/** A promise as people see it. */
export interface ShownPromise extends ServicePromiseRow {
  readonly customerName?: string;
  readonly sellerName: string;
  /** Open, and its day is over. */
  readonly overdue: boolean;
}

export const shownPromise = (row: ServicePromiseRow, labels: Labels, today: Day): ShownPromise => ({
  ...row,
  customerName: labels.customer(row.customerId),
  sellerName: labels.person(row.sellerId),
  overdue: row.state === 'open' && row.dueOn !== undefined && row.dueOn < today,
});

@QueryHandler(ServicePromises)
export class ServicePromisesHandler implements IQueryHandler<ServicePromises, Page<ShownPromise>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ServicePromises): Promise<Page<ShownPromise>> {
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const today = dayOf(askedAt(question));
    const customers = await customersCalled(this.store, question.text, question);
    const page = await this.store.list(servicePromises, question, {
      where: (query) => {
        const matching = filtered(query, question, customers, today);
        return reach === 'all' ? matching : matching.where(sql<boolean>`"sellerId" = any(${[...reach]})`);
      },
      sortable: ['registeredAt', 'dueOn', 'endedAt', 'number'],
      defaultSort: '-registeredAt',
    });
    const { items } = page;
    const labels = await labelsOf(
      this.store,
      question,
      items.map(({ customerId }) => customerId),
      items.map(({ sellerId }) => sellerId),
    );
    return {
      ...page,
      items: items.map((row) => shownPromise(row, labels, today)),
      position: lowest(page.position, labels.position),
    };
  }
}

function filtered(
  query: RowQuery<ServicePromiseRow>,
  question: ServicePromises,
  customers: readonly string[],
  today: Day,
): RowQuery<ServicePromiseRow> {
  const { state, customerId, sellerId, dealId, contractId, orderId, source, caseId, overdue, text = '' } = question;
  const equal = { state, customerId, sellerId, dealId, contractId, orderId, source };
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  if (caseId !== undefined) query = query.where(sql<boolean>`"cases" @> ${[caseId]}`);
  if (overdue !== undefined) {
    const missed = sql<boolean>`("state" = 'open' and coalesce("dueOn" < ${today}, false))`;
    query = query.where(overdue ? missed : sql<boolean>`not ${missed}`);
  }
  if (text === '') return query;
  return query.where((is) =>
    is.or([
      contains('text', text),
      contains('number', text),
      ...(customers.length > 0 ? [is('customerId', 'in', [...customers])] : []),
    ]),
  );
}
