import { KnownKeeper, permissionOf, reachOf, type Instant, type Reach } from '@dealtrail/event-sourcing';
import { dayAfter, defaultZone, startOfDay } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { orderExceptions, type ExceptionKind } from '@dealtrail/orders';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { ExceptionCosts, type ExceptionGrouping } from './exception-costs.queries.js';
import { isLate } from './order-exceptions.handlers.js';
import { Organisation } from './organisation.js';

/** Exceptions that have something in common, in one currency; costs in its minor units. */
export interface ExceptionCostsGroup {
  /** Absent for exceptions that have none of it: by alternative, those without one. */
  readonly key?: string;
  readonly label?: string;
  readonly currency?: string;
  readonly exceptions: number;
  readonly open: number;
  readonly closed: number;
  /** Apology or alternative came too late, or not yet. */
  readonly late: number;
  /** Alternatives; of those offered some have no answer yet. */
  readonly offered: number;
  readonly accepted: number;
  readonly declined: number;
  readonly costOffered: number;
  readonly costAccepted: number;
}

export interface ExceptionCostsAnswer {
  readonly groupBy: ExceptionGrouping;
  readonly groups: readonly ExceptionCostsGroup[];
  /** One for each currency. */
  readonly totals: readonly ExceptionCostsGroup[];
  readonly position: string;
}

const kindNames: Readonly<Record<ExceptionKind, string>> = {
  'production-delay': '生產延誤',
  'logistics-blocked': '物流受阻',
  quality: '質量問題',
  quantity: '數量短缺',
  documents: '文檔缺失',
  refused: '客戶拒簽',
  other: '其他',
};

@QueryHandler(ExceptionCosts)
export class ExceptionCostsHandler implements IQueryHandler<ExceptionCosts, ExceptionCostsAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ExceptionCosts): Promise<ExceptionCostsAnswer> {
    const { groupBy } = question;
    const { staff, policies } = this.known.now();
    const reach = reachOf(permissionOf(question), question.metadata.actor, staff);
    const now = askedAt(question);
    const projections = [orderExceptions, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => ({
      organisation: await Organisation.from(tables),
      sums: await sumsOf(tables, question, reach, now),
    }));
    const catalogue = policies.inForce('order-delivery', now).value.alternatives;
    const labels: Readonly<Record<ExceptionGrouping, (key: string) => string | undefined>> = {
      kind: (key) => kindNames[key as ExceptionKind],
      month: (key) => key,
      owner: (key) => answer.organisation.nameOf(key),
      alternative: (key) => catalogue.find(({ id }) => id === key)?.zh,
    };
    const shown = answer.sums.map(({ part, isTotal, currency, costOffered, costAccepted, ...counts }) => ({
      isTotal,
      group: {
        ...(part !== null && { key: part, label: labels[groupBy](part) }),
        ...(currency !== null && { currency }),
        ...counts,
        ...{ costOffered: Number(costOffered), costAccepted: Number(costAccepted) },
      },
    }));
    const groups = shown.filter(({ isTotal }) => !isTotal).map(({ group }) => group);
    const totals = shown.filter(({ isTotal }) => isTotal).map(({ group }) => group);
    return { groupBy, groups, totals, position };
  }
}

type Sum = Omit<ExceptionCostsGroup, 'key' | 'label' | 'currency' | 'costOffered' | 'costAccepted'> & {
  readonly part: string | null;
  readonly isTotal: boolean;
  readonly currency: string | null;
  /** Decimal text. */
  readonly costOffered: string;
  readonly costAccepted: string;
};

const parts: Readonly<Record<ExceptionGrouping, RawBuilder<unknown>>> = {
  kind: sql`"kind"`,
  month: sql`to_char("happenedAt"::timestamptz at time zone ${sql.lit(defaultZone)}, 'YYYY-MM')`,
  owner: sql`"ownerId"`,
  alternative: sql`offer.one ->> 'kind'`,
};

/** One sum for each part and currency and one over all of a currency; a row for each alternative, or for an exception without. */
async function sumsOf(
  tables: Tables,
  { groupBy, from, to, kind, ownerId }: ExceptionCosts,
  reach: Reach,
  now: Instant,
): Promise<readonly Sum[]> {
  const table = sql.raw(tables.table(orderExceptions));
  const conditions = [
    sql`true`,
    ...(reach === 'all' ? [] : [sql`"ownerId" = any(${[...reach]})`]),
    ...(from === undefined ? [] : [sql`"happenedAt" >= ${startOfDay(from)}`]),
    ...(to === undefined ? [] : [sql`"happenedAt" < ${startOfDay(dayAfter(to))}`]),
    ...(kind === undefined ? [] : [sql`"kind" = ${kind}`]),
    ...(ownerId === undefined ? [] : [sql`"ownerId" = ${ownerId}`]),
  ];
  const { rows } = await sql<Sum>`
    select part, grouping(part) = 1 as "isTotal", "currency",
      count(distinct "rowId")::int as exceptions,
      count(distinct "rowId") filter (where "state" = 'open')::int as open,
      count(distinct "rowId") filter (where "state" = 'closed')::int as closed,
      count(distinct "rowId") filter (where is_late)::int as late,
      count(cost)::int as offered,
      count(cost) filter (where answer = 'accepted')::int as accepted,
      count(cost) filter (where answer = 'declined')::int as declined,
      coalesce(sum(cost), 0)::text as "costOffered",
      coalesce(sum(cost) filter (where answer = 'accepted'), 0)::text as "costAccepted"
    from (
      select ${parts[groupBy]} as part, "rowId", "state", "currency", ${isLate(now)} as is_late,
        (offer.one ->> 'cost')::bigint as cost, offer.one ->> 'answer' as answer
      from ${table} as exception left join lateral json_array_elements("alternatives"::json) as offer(one) on true
      where ${sql.join(conditions, sql` and `)}
    ) as counted
    group by grouping sets ((part, "currency"), ("currency"))
    order by part nulls last, "currency" nulls last`.execute(tables.db);
  return rows;
}
