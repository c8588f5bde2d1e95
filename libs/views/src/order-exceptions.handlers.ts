import { KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { orderExceptions, type OrderExceptionRow } from '@dealtrail/orders';
import { ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { OrderExceptions } from './exception-costs.queries.js';
import { labelsOf, lowest } from './labels.js';

/** An exception as people see it in a list; its alternatives and tasks are on the page of its order. */
export interface ShownException extends Omit<OrderExceptionRow, 'rowId' | 'alternatives' | 'tasks' | 'assigned'> {
  readonly customerName?: string;
  readonly ownerName: string;
  /** The answer came too late, or has not come by when it was due, whether or not that is on record yet. */
  readonly overdue: boolean;
}

/** The same in SQL. */
export const isLate = (now: Instant): RawBuilder<boolean> =>
  sql<boolean>`("overdueAt" is not null or coalesce("state" = 'open' and "respondedAt" is null and "dueAt" < ${now}, false))`;

const late = ({ overdueAt, state, respondedAt, dueAt }: OrderExceptionRow, now: Instant): boolean =>
  overdueAt !== undefined || (state === 'open' && respondedAt === undefined && dueAt !== undefined && dueAt < now);

@QueryHandler(OrderExceptions)
export class OrderExceptionsHandler implements IQueryHandler<OrderExceptions, Page<ShownException>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OrderExceptions): Promise<Page<ShownException>> {
    const { actor } = question.metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const now = askedAt(question);
    const mine = actor.kind === 'staff' ? [actor.id] : [];
    const page = await this.store.list(orderExceptions, question, {
      where: (query) => {
        const matching = filtered(query, question, now);
        if (reach === 'all') return matching;
        return matching.where(sql<boolean>`("ownerId" = any(${[...reach]}) or "assigned" && ${mine})`);
      },
      sortable: ['happenedAt', 'dueAt', 'costAccepted'],
      defaultSort: '-happenedAt',
    });
    const { items } = page;
    const customers = items.map(({ customerId }) => customerId);
    const labels = await labelsOf(
      this.store,
      question,
      customers,
      items.map(({ ownerId }) => ownerId),
    );
    return {
      ...page,
      items: items.map((row) => {
        const { rowId: _id, alternatives: _, tasks: _tasks, assigned: _assigned, ...listed } = row;
        const names = { customerName: labels.customer(row.customerId), ownerName: labels.person(row.ownerId) };
        return { ...listed, ...names, overdue: late(row, now) };
      }),
      position: lowest(page.position, labels.position),
    };
  }
}

function filtered(
  query: RowQuery<OrderExceptionRow>,
  { state, kind, ownerId, orderId, customerId, overdue }: OrderExceptions,
  now: Instant,
): RowQuery<OrderExceptionRow> {
  const equal = { state, kind, ownerId, orderId, customerId };
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  if (overdue === undefined) return query;
  return query.where(overdue ? isLate(now) : sql<boolean>`not ${isLate(now)}`);
}
