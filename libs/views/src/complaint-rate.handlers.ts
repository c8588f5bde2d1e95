import { KnownKeeper, permissionOf, reachOf, type Reach } from '@dealtrail/event-sourcing';
import { caseRegister } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { orderRegister } from '@dealtrail/orders';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all, among, inPeriod, monthOf, teamOf } from './case-conditions.js';
import { addressOf, withinMonth, type GroupName, type Parameters } from './case-groups.js';
import { ComplaintRate, type RateGrouping } from './case-reports.queries.js';
import { complaintRate, type ComplaintRateGroup, type ComplaintSum } from './complaint-rate.js';
import { Organisation } from './organisation.js';
import { placedDay } from './placed-day.js';

export interface ComplaintRateAnswer {
  readonly groupBy: RateGrouping;
  readonly groups: readonly ComplaintRateGroup[];
  readonly total: ComplaintRateGroup;
  readonly position: string;
}

@QueryHandler(ComplaintRate)
export class ComplaintRateHandler implements IQueryHandler<ComplaintRate, ComplaintRateAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ComplaintRate): Promise<ComplaintRateAnswer> {
    const { groupBy, from, to, sellerId, sellerTeamId, customerId, asOf } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const projections = [caseRegister, orderRegister, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => {
      const organisation = await Organisation.from(tables);
      return { organisation, sums: await sumsOf(tables, question, reach, organisation) };
    });
    const { organisation, sums } = answer;
    const labels: Readonly<Record<RateGrouping, (key: string) => string | undefined>> = {
      seller: (key) => organisation.nameOf(key),
      team: (key) => organisation.unitName(key),
      month: (key) => key,
    };
    const nameOf = (part: string | null): GroupName =>
      part === null ? { key: undefined } : { key: part, label: labels[groupBy](part) };
    const filters = {
      kind: 'complaint',
      merged: false,
      sold: true,
      from,
      to,
      sellerId,
      sellerTeamId,
      customerId,
      asOf,
    };
    const those: Readonly<Record<RateGrouping, (key: string) => Parameters>> = {
      seller: (key) => ({ sellerId: key }),
      team: (key) => ({ sellerTeamId: key }),
      month: (key) => withinMonth(key, filters),
    };
    const none = { seller: 'sellerId', team: 'sellerTeam', month: undefined } as const;
    const listOf = (part: string | null | undefined) =>
      addressOf('/reports/cases', {
        ...filters,
        ...(part === null ? { without: none[groupBy] } : part === undefined ? {} : those[groupBy](part)),
      });
    const ordersOf = (part: string | null | undefined): string | undefined => {
      if (part === null && groupBy === 'seller') return undefined;
      const narrowed = { ...filters, ...(typeof part === 'string' && those[groupBy](part)) };
      return addressOf('/orders', {
        ...{ led: true, placedFrom: narrowed.from, placedTo: narrowed.to, ownerId: narrowed.sellerId },
        ...{ ownerTeamId: narrowed.sellerTeamId, customerId, asOf },
        ...(part === null && { without: 'ownerTeam' }),
      });
    };
    return { groupBy, ...complaintRate(sums, nameOf, listOf, ordersOf), position };
  }
}

const parts: Readonly<Record<RateGrouping, RawBuilder<unknown>>> = {
  seller: sql`seller`,
  team: sql`belongs.unit`,
  month: sql`month`,
};

/** One sum for each part and one over all; what only one of complaints and orders is of is a part too. */
async function sumsOf(
  tables: Tables,
  { groupBy, from, to, sellerId, sellerTeamId, customerId }: ComplaintRate,
  reach: Reach,
  organisation: Organisation,
): Promise<readonly ComplaintSum[]> {
  const whose = (person: RawBuilder<unknown>): readonly RawBuilder<boolean>[] => [
    ...(reach === 'all' ? [] : [among(person, [...reach])]),
    ...(sellerId === undefined ? [] : [sql<boolean>`${person} = ${sellerId}`]),
    ...(sellerTeamId === undefined ? [] : [among(person, organisation.peopleOf('team', sellerTeamId).people)]),
    ...(customerId === undefined ? [] : [sql<boolean>`"customerId" = ${customerId}`]),
  ];
  const complaints = [
    sql<boolean>`"kind" = 'complaint'`,
    sql<boolean>`"status" <> 'merged'`,
    ...inPeriod(sql`"reportedAt"`, from, to),
    ...whose(sql`"sellerId"`),
  ];
  const orders = [
    ...(from === undefined ? [] : [sql<boolean>`day >= ${from}`]),
    ...(to === undefined ? [] : [sql<boolean>`day <= ${to}`]),
    ...whose(sql`"ownerId"`),
  ];
  const { rows } = await sql<ComplaintSum>`
    with counted as (
      select "sellerId" as seller, ${monthOf(sql`"reportedAt"`)} as month, 1 as complaint,
        case when "orderId" is null then 0 else 1 end as about, 0 as ordered
      from ${sql.raw(tables.table(caseRegister))} where ${all(complaints)}
      union all
      select "ownerId", left(day, 7), 0, 0, 1 from ${sql.raw(tables.table(orderRegister))}
      cross join lateral (select ${placedDay} as day) as placed
      where ${all(orders)}
    )
    select part, grouping(part) = 1 as "isTotal", coalesce(sum(complaint), 0)::int as complaints,
      coalesce(sum(about), 0)::int as "aboutOrders", coalesce(sum(ordered), 0)::int as orders
    from (select counted.*, ${parts[groupBy]} as part from counted ${teamOf(sql`seller`, organisation)}) as parted
    group by grouping sets ((part), ())`.execute(tables.db);
  return rows;
}
