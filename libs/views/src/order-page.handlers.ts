import { ensureFound, KnownKeeper, permissionOf } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ensureMayReadOrder, orderPages, running, type OrderPageRow } from '@dealtrail/orders';
import { ReadStore } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { dealLabelsOf } from './contract-labels.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';
import { contractNumbersOf } from './order-labels.js';
import { OrderPage } from './order-views.queries.js';

/** An order with all of it. */
export interface OrderPageAnswer extends Omit<OrderPageRow, 'assigned'> {
  readonly customerName?: string;
  readonly contractNumber?: string;
  readonly dealNumber?: string;
  readonly dealTitle?: string;
  /** The names of everybody it mentions, by id. */
  readonly people: Readonly<Record<string, string>>;
  /** Who answers for a running promise, and until when the first is due. */
  readonly waitingFor: readonly string[];
  readonly nextDueAt?: string;
  /** The due instant of a running promise has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
  /** Decimal. */
  readonly position: string;
}

@QueryHandler(OrderPage)
export class OrderPageHandler implements IQueryHandler<OrderPage, OrderPageAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OrderPage): Promise<OrderPageAnswer> {
    const { row, position } = await this.store.find(orderPages, question.orderId, question);
    ensureFound(row, 'order-not-found');
    ensureMayReadOrder(permissionOf(question), question.metadata.actor, row, this.known.now().staff);
    const { assigned: _, ...page } = row;
    const { contractId, dealId, customerId } = row.order;
    const ids = [...peopleIn(row)];
    const labels = await labelsOf(this.store, question, [customerId], ids);
    const deals = await dealLabelsOf(this.store, question, [dealId]);
    const contracts = await contractNumbersOf(this.store, question, [contractId]);
    const promises = running(row.order);
    return {
      ...page,
      customerName: labels.customer(customerId),
      contractNumber: contracts.of(contractId),
      dealNumber: deals.of(dealId)?.number,
      dealTitle: deals.of(dealId)?.title,
      people: Object.fromEntries(ids.map((id) => [id, labels.person(id)])),
      waitingFor: [...new Set(promises.map(({ responsibleId }) => responsibleId))],
      nextDueAt: promises.map(({ clock }) => clock.dueAt).sort()[0],
      overdue: promises.some(({ overdue, clock }) => overdue || askedAt(question) > clock.dueAt),
      position: [labels.position, deals.position, contracts.position].reduce(lowest, position),
    };
  }
}

/** Everybody a page names. */
function peopleIn({ ownerId, assigned, order, checks, happened }: OrderPageRow): Set<string> {
  const said = happened.flatMap(({ type, said: { by, from, to, responsibleId, assigneeId } }) => [
    by,
    responsibleId,
    assigneeId,
    ...(type === 'OrderReassigned' || type === 'OrderMilestoneEscalated' ? [from, to] : []),
  ]);
  const named = [ownerId, order.placed.placedBy, ...assigned, ...checks.map(({ by }) => by), ...said];
  return new Set(named.filter((id) => typeof id === 'string'));
}
