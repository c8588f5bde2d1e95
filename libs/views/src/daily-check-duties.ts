import type { Position } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import { dailyChecks, orderChecks, trackedOrders, type CheckStandIn } from '@dealtrail/orders';
import type { Tables } from '@dealtrail/read-store';
import { sql, type RawBuilder } from 'kysely';

/** The projections that say who had to check what. */
export const dutyProjections = [dailyChecks, trackedOrders, orderChecks] as const;

/** An order that has to be checked on a day. All but `lateAt` and `lateBy` stands once the day is closed. */
export interface Duty {
  /** `<checker>/<order id>/<day>`: a page goes on after it. */
  readonly duty: string;
  readonly day: Day;
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string | null;
  readonly ownerId: string;
  /** The owner, or who stood in for them. */
  readonly checkerId: string;
  readonly checkedAt: string | null;
  readonly checkedBy: string | null;
  readonly lateAt: string | null;
  readonly lateBy: string | null;
}

/** Beyond every position: what is not closed is read to its end. */
const ever: Position = Number.MAX_SAFE_INTEGER;

/**
 * `select` of every duty on the workdays `from` to `to`. An order has one when it was placed before the day's end, had not ended
 * by then and was not held all day long, as was on record at the position at which the day was closed: what is written
 * later, whatever day it is dated, changes no list. `standIns` are of now, for days that are not closed.
 */
export function dutiesOn(
  tables: Tables,
  { from, to }: { readonly from: Day; readonly to: Day },
  standIns: readonly CheckStandIn[],
): RawBuilder<unknown> {
  const table = (projection: (typeof dutyProjections)[number]) => sql.raw(tables.table(projection));
  return sql`
    with days as (
      select "day", "startsAt", "endsAt", coalesce("closedPosition", ${ever}::bigint) as "closing",
        case when "closedPosition" is null then ${JSON.stringify(standIns)}::json else "standIns" end as "standIns"
      from ${table(dailyChecks)} where "workday" and "day" >= ${from} and "day" <= ${to}
    ), open as (
      select "day", "closing", "standIns", "orderId", "number", "customerId", (
          select owned->>'ownerId' from json_array_elements("owners") with ordinality as each(owned, n)
          where (owned->>'position')::bigint <= "closing" order by n desc limit 1
        ) as "ownerId"
      from days join ${table(trackedOrders)} as tracked
        on "placedPosition" <= "closing" and "placedAt" < "endsAt"
        and ("endedAt" is null or "endedAt" >= "endsAt" or "endedPosition" > "closing")
      where not exists (
        select from json_array_elements("holds") as hold
        where (hold->>'position')::bigint <= "closing" and hold->>'at' <= "startsAt"
          and (hold->>'releasedAt' is null or hold->>'releasedAt' >= "endsAt"
            or (hold->>'releasedPosition')::bigint > "closing")
      )
    ), answered as (
      select open.*, coalesce((
          select one->>'standInId' from json_array_elements("standIns") as one where one->>'staffId' = "ownerId" limit 1
        ), "ownerId") as "checkerId"
      from open
    )
    select "checkerId" || '/' || answered."orderId" || '/' || answered."day" as "duty", answered."day",
      answered."orderId", "number", "customerId", "ownerId", "checkerId",
      case when "inTime" then "at" end as "checkedAt", case when "inTime" then "by" end as "checkedBy",
      case when not "inTime" then "at" end as "lateAt", case when not "inTime" then "by" end as "lateBy"
    from answered
    left join lateral (
      select "at", "by", not "late" and "position" <= "closing" as "inTime" from ${table(orderChecks)}
      where "checkKey" = answered."orderId" || '/' || answered."day"
    ) as given on true`;
}
