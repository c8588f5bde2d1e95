import { KnownKeeper, permissionOf, reachOf, type Reach } from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { deliveries } from './deliveries.projection.js';
import { deliveryPerformance, type DeliveryGroup, type DeliverySum } from './delivery-performance.js';
import { DeliveryPerformance, type DeliveryGrouping, type DeliveryLevel } from './delivery-views.queries.js';
import { orderContents } from './order-contents.projection.js';
import { Organisation } from './organisation.js';

export interface DeliveryPerformanceAnswer {
  readonly level: DeliveryLevel;
  readonly groupBy: DeliveryGrouping;
  readonly groups: readonly DeliveryGroup[];
  readonly total: DeliveryGroup;
  readonly position: string;
}

@QueryHandler(DeliveryPerformance)
export class DeliveryPerformanceHandler implements IQueryHandler<DeliveryPerformance, DeliveryPerformanceAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DeliveryPerformance): Promise<DeliveryPerformanceAnswer> {
    const { level, groupBy } = question;
    const { staff, policies } = this.known.now();
    const reach = reachOf(permissionOf(question), question.metadata.actor, staff);
    const now = askedAt(question);
    const today = dayOf(now, policies.inForce('calendar', now).value.zone);
    const projections = [deliveries, orderContents, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => ({
      organisation: await Organisation.from(tables),
      sums: await sumsOf(tables, question, reach, today),
    }));
    const nameOf = (part: string | null) => ({
      key: part ?? undefined,
      label: part === null ? undefined : groupBy === 'owner' ? answer.organisation.nameOf(part) : part,
    });
    return { level, groupBy, ...deliveryPerformance(answer.sums, nameOf), position };
  }
}

const partOf: Readonly<Record<DeliveryGrouping, RawBuilder<unknown>>> = {
  owner: sql`"ownerId"`,
  vendor: sql`"vendor"`,
  country: sql`"country"`,
  mode: sql`"mode"`,
  month: sql`left("due", 7)`,
};

const unitOf: Readonly<Record<DeliveryLevel, RawBuilder<unknown>>> = {
  line: sql`"deliveryKey" || '/' || "lineId"`,
  delivery: sql`"deliveryKey"`,
  order: sql`"orderId"`,
};

/**
 * Each line of each delivery that stands, with its promised day and its share of what the line is worth: shares add up to all of it.
 * What was refused has none: it is delivered again.
 */
const promisedLines = (tables: Tables, conditions: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  with ordered as (
    select "orderId", "ownerId", "vendor", "country", "mode", "currency", "cancelled", line.*
    from ${sql.raw(tables.table(orderContents))}
    cross join lateral json_to_recordset("lines") as line("lineId" text, "quantity" numeric, "amount" numeric)
  ), delivered as (
    select "orderId", "delivery", "deliveryKey", "scheduledOn", "deliveredOn", "recordedOn", line."lineId",
      stands as sent, coalesce(line."promisedOn", "scheduledOn") as due,
      sum(stands) over (partition by "orderId", line."lineId" order by "delivery") as reached
    from ${sql.raw(tables.table(deliveries))}
    cross join lateral json_to_recordset("lines") as line("lineId" text, "quantity" numeric, "promisedOn" text)
    cross join lateral (
      select case when "status" <> 'refused' then line."quantity" else coalesce(sum("quantity"), 0) end as stands
      from json_to_recordset("taken") as part("lineId" text, "quantity" numeric) where part."lineId" = line."lineId"
    ) as kept
    where "status" <> 'cancelled'
  )
  select delivered.*, "ownerId", "vendor", "country", "mode", "currency",
    round("amount" * reached / "quantity") - round("amount" * (reached - sent) / "quantity") as amount
  from delivered join ordered using ("orderId", "lineId")
  where not ("cancelled" and "deliveredOn" is null) and ${conditions}`;

/** One sum for each part and one over all, of each currency. */
async function sumsOf(
  tables: Tables,
  { level, groupBy, from, to, ownerId }: DeliveryPerformance,
  reach: Reach,
  today: Day,
): Promise<readonly DeliverySum[]> {
  const conditions = sql.join(
    [
      sql`true`,
      ...(reach === 'all' ? [] : [sql`"ownerId" = any(${[...reach]})`]),
      ...(ownerId === undefined ? [] : [sql`"ownerId" = ${ownerId}`]),
      ...(from === undefined ? [] : [sql`due >= ${from}`]),
      ...(to === undefined ? [] : [sql`due <= ${to}`]),
    ],
    sql` and `,
  );
  // 0 early, 1 on the day, 2 still open, 3 late: a unit is as the worst of its lines.
  const { rows } = await sql<DeliverySum>`
    with units as (
      select ${partOf[groupBy]} as part, grouping(${partOf[groupBy]}) = 1 as total, "currency", sum(amount) as amount,
        max(case when "deliveredOn" < due then 0 when "deliveredOn" = due then 1
          when "deliveredOn" is null and due >= ${today} then 2 else 3 end) as worst,
        bool_or("deliveredOn" is null and due < ${today}) as overdue,
        min("recordedOn"::date - "deliveredOn"::date) as soonest,
        max("recordedOn"::date - "deliveredOn"::date) as latest
      from (${promisedLines(tables, conditions)}) as line
      group by grouping sets (
        (${unitOf[level]}, "currency", ${partOf[groupBy]}),
        (${unitOf[level]}, "currency"))
    )
    select part, total as "isTotal", "currency",
      count(*)::text as counted,
      count(*) filter (where worst = 0)::text as early,
      count(*) filter (where worst = 1)::text as "onDay",
      count(*) filter (where worst = 2)::text as open,
      count(*) filter (where worst = 3)::text as late,
      count(*) filter (where overdue)::text as overdue,
      count(*) filter (where soonest >= 0 and latest = 0)::text as "sameDay",
      count(*) filter (where soonest >= 0 and latest = 1)::text as "nextDay",
      count(*) filter (where soonest >= 0 and latest > 1)::text as later,
      count(*) filter (where soonest < 0)::text as before,
      sum(amount)::text as amount,
      coalesce(sum(amount) filter (where worst = 3), 0)::text as "lateAmount"
    from units group by total, part, "currency"`.execute(tables.db);
  return rows;
}
