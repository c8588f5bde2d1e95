import { DomainError, KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import { dayAfter, dayOf, type Day } from '@dealtrail/calendar';
import { customerRegister } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { deliveries } from './deliveries.projection.js';
import type { DeliveryRow } from './delivery.row.js';
import { DeliveryCalendar, NextThreeDays } from './delivery-views.queries.js';
import { orderContents } from './order-contents.projection.js';
import { shownDelivery, type OfOrder, type ShownDelivery } from './shown-delivery.js';
import { withoutNulls } from './without-nulls.js';

/** What one answer holds: what people look through, a quarter of a year at most. */
const mostDays = 92;
const mostRows = 5_000;

interface DeliveriesAnswer {
  readonly from: Day;
  readonly to: Day;
  readonly items: readonly ShownDelivery[];
  readonly position: string;
}

@QueryHandler(DeliveryCalendar)
export class DeliveryCalendarHandler implements IQueryHandler<DeliveryCalendar, DeliveriesAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DeliveryCalendar): Promise<DeliveriesAnswer> {
    const { from, to } = question;
    if (to > dayAfter(from, mostDays - 1)) throw new DomainError('too-many-days', 'refused', { days: mostDays });
    const { now, today } = moment(question, this.known.now());
    const when = sql`delivery."scheduledOn" between ${from} and ${to} and delivery."status" <> 'cancelled'`;
    return { from, to, ...(await askedDeliveries(this.store, this.known.now(), question, when, { now, today })) };
  }
}

@QueryHandler(NextThreeDays)
export class NextThreeDaysHandler implements IQueryHandler<NextThreeDays, DeliveriesAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: NextThreeDays): Promise<DeliveriesAnswer> {
    const { now, today } = moment(question, this.known.now());
    const to = dayAfter(today, 3);
    const when = sql`((delivery."status" in ('scheduled', 'dispatched') and delivery."scheduledOn" <= ${to})
      or (delivery."status" = 'delivered' and delivery."signOffDueAt" is not null))`;
    const answer = await askedDeliveries(this.store, this.known.now(), question, when, { now, today });
    return { from: today, to, ...answer };
  }
}

interface Moment {
  readonly now: Instant;
  readonly today: Day;
}

function moment(question: DeliveryCalendar | NextThreeDays, { policies }: Known): Moment {
  const now = askedAt(question);
  return { now, today: dayOf(now, policies.inForce('calendar', now).value.zone) };
}

/** Deliveries in reach of orders that go on, by day, with their names. */
async function askedDeliveries(
  store: ReadStore,
  { staff }: Known,
  question: DeliveryCalendar | NextThreeDays,
  when: RawBuilder<unknown>,
  asked: Moment,
): Promise<{ readonly items: readonly ShownDelivery[]; readonly position: string }> {
  const reach = reachOf(permissionOf(question), question.metadata.actor, staff);
  const { ownerId } = question;
  const conditions = [
    when,
    sql`not (content."cancelled" and delivery."deliveredOn" is null)`,
    ...(reach === 'all' ? [] : [sql`content."ownerId" = any(${[...reach]})`]),
    ...(ownerId === undefined ? [] : [sql`content."ownerId" = ${ownerId}`]),
  ];
  const projections = [deliveries, orderContents, staffRegister, customerRegister];
  const { answer, position } = await store.ask(projections, question, (tables) => named(tables, conditions));
  if (answer.length > mostRows) throw new DomainError('download-too-long', 'refused', { rows: mostRows });
  return {
    items: answer.map(({ customerName, ownerName, ...row }) =>
      shownDelivery(
        row,
        { customer: (id) => (id === undefined ? undefined : (customerName ?? id)), person: (id) => ownerName ?? id },
        asked,
      ),
    ),
    position,
  };
}

type Named = DeliveryRow & OfOrder & { readonly customerName?: string; readonly ownerName?: string };

async function named(tables: Tables, conditions: readonly RawBuilder<unknown>[]): Promise<readonly Named[]> {
  const table = (projection: Parameters<Tables['table']>[0]) => sql.raw(tables.table(projection));
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select delivery.*, content."number", content."orderNumber", content."customerId", content."ownerId",
      customer."name" as "customerName", person."name" as "ownerName"
    from ${table(deliveries)} as delivery
    join ${table(orderContents)} as content on content."orderId" = delivery."orderId"
    left join ${table(customerRegister)} as customer on customer."customerId" = content."customerId"
    left join ${table(staffRegister)} as person on person."staffId" = content."ownerId"
    where ${sql.join(conditions, sql` and `)}
    order by delivery."scheduledOn", content."orderNumber", delivery."orderId", delivery."delivery" limit ${mostRows + 1}`.execute(
    tables.db,
  );
  return rows.map(withoutNulls) as unknown as readonly Named[];
}
