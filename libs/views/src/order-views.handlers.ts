import { KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { orderRegister, type OrderRow } from '@dealtrail/orders';
import { contains, ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { sql, type RawBuilder } from 'kysely';
import { all, among, ofTeam, teamless } from './case-conditions.js';
import { dealLabelsOf, type DealLabels } from './contract-labels.js';
import { caseLeaders } from './counted-cases.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { customersCalled, labelsOf, lowest, type Labels } from './labels.js';
import { contractNumbersOf } from './order-labels.js';
import { OrderRegister } from './order-views.queries.js';
import { Organisation } from './organisation.js';
import { placedDay } from './placed-day.js';

/** An order as people see it in a list: with names, and with what depends on when it is asked. */
export interface ShownOrder extends Omit<OrderRow, 'order' | 'assigned' | 'openSincePosition' | 'endedPosition'> {
  readonly customerName?: string;
  readonly ownerName: string;
  readonly contractNumber?: string;
  readonly dealNumber?: string;
  readonly dealTitle?: string;
  readonly waitingForNames: readonly string[];
  /** The due instant of a running promise has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
}

interface Names {
  readonly labels: Labels;
  readonly deals: DealLabels;
  readonly contracts: { readonly of: (contractId: string | undefined) => string | undefined };
}

function shown(row: OrderRow, { labels, deals, contracts }: Names, now: Instant): ShownOrder {
  const { order: _, assigned: _assigned, openSincePosition: _since, endedPosition: _ended, ...listed } = row;
  return {
    ...listed,
    customerName: labels.customer(row.customerId),
    ownerName: labels.person(row.ownerId),
    contractNumber: contracts.of(row.contractId),
    dealNumber: deals.of(row.dealId)?.number,
    dealTitle: deals.of(row.dealId)?.title,
    waitingForNames: row.waitingFor.map(labels.person),
    overdue: row.overdue || (row.nextDueAt !== undefined && now > row.nextDueAt),
  };
}

@QueryHandler(OrderRegister)
export class OrderRegisterHandler implements IQueryHandler<OrderRegister, Page<ShownOrder>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OrderRegister): Promise<Page<ShownOrder>> {
    const { actor } = question.metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const now = askedAt(question);
    const customers = await customersCalled(this.store, question.text, question);
    const matching = filters(question, customers, now);
    const counted = await this.counted(question);
    const mine = actor.kind === 'staff' ? [actor.id] : [];
    const page = await this.store.list(orderRegister, question, {
      where: (query) => {
        const asked = matching(query).where(counted.where);
        return reach === 'all'
          ? asked
          : asked.where(sql<boolean>`("ownerId" = any(${[...reach]}) or "assigned" && ${mine})`);
      },
      sortable: ['placedOn', 'placedAt', 'nextDueAt', 'nextDeliveryOn', 'amount', 'number', 'orderNumber'],
      defaultSort: '-placedAt',
    });
    const { items } = page;
    const labels = await labelsOf(
      this.store,
      question,
      items.map(({ customerId }) => customerId),
      items.flatMap(({ ownerId, waitingFor }) => [ownerId, ...waitingFor]),
    );
    const deals = await dealLabelsOf(
      this.store,
      question,
      items.map(({ dealId }) => dealId),
    );
    const contracts = await contractNumbersOf(
      this.store,
      question,
      items.map(({ contractId }) => contractId),
    );
    return {
      ...page,
      items: items.map((row) => shown(row, { labels, deals, contracts }, now)),
      position: [labels.position, deals.position, contracts.position, ...counted.position].reduce(
        lowest,
        page.position,
      ),
    };
  }

  /** What narrows them to those a figure counts. */
  private async counted(question: OrderRegister): Promise<{ where: RawBuilder<boolean>; position: readonly string[] }> {
    const { placedFrom, placedTo, ownerTeamId, without, led } = question;
    const { staff } = this.known.now();
    const reach = led === true ? reachOf({ roles: caseLeaders }, question.metadata.actor, staff) : 'all';
    const owner = sql`"ownerId"`;
    const where = [
      ...(reach === 'all' ? [] : [among(owner, [...reach])]),
      ...(placedFrom === undefined ? [] : [sql<boolean>`${placedDay} >= ${placedFrom}`]),
      ...(placedTo === undefined ? [] : [sql<boolean>`${placedDay} <= ${placedTo}`]),
    ];
    if (ownerTeamId === undefined && without === undefined) return { where: all(where), position: [] };
    const asked = await this.store.ask([staffRegister, unitRegister], question, Organisation.from);
    const teams = [
      ...ofTeam(owner, ownerTeamId, asked.answer),
      ...(without === undefined ? [] : [teamless(owner, asked.answer)]),
    ];
    return { where: all([...where, ...teams]), position: [asked.position] };
  }
}

/** The question's own filters. */
function filters(question: OrderRegister, customers: readonly string[], now: Instant) {
  const { status, ownerId, customerId, contractId, dealId, responsibleId, overdue, text = '' } = question;
  const { moreToTell, deliveryFrom, deliveryTo } = question;
  return (query: RowQuery<OrderRow>): RowQuery<OrderRow> => {
    const equal = { status, ownerId, customerId, contractId, dealId };
    for (const [column, value] of Object.entries(equal))
      if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
    if (responsibleId !== undefined) query = query.where(sql<boolean>`"waitingFor" @> ${[responsibleId]}`);
    if (overdue !== undefined) {
      const late = sql<boolean>`("overdue" or coalesce("nextDueAt" < ${now}, false))`;
      query = query.where(overdue ? late : sql<boolean>`not ${late}`);
    }
    if (moreToTell !== undefined) query = query.where('moreToTell', '=', moreToTell);
    if (deliveryFrom !== undefined) query = query.where('nextDeliveryOn', '>=', deliveryFrom);
    if (deliveryTo !== undefined) query = query.where('nextDeliveryOn', '<=', deliveryTo);
    if (text === '') return query;
    return query.where((is) =>
      is.or([
        contains('orderNumber', text),
        contains('number', text),
        ...(customers.length > 0 ? [is('customerId', 'in', [...customers])] : []),
      ]),
    );
  };
}
