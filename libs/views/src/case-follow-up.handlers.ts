import { KnownKeeper, permissionOf, reachOf, type Reach } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import { caseEscalations, caseResponsibility, servicePromises } from '@dealtrail/cases';
import { customerRegister } from '@dealtrail/customers';
import type { AnyProjection } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Question, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all, monthOf, teamOf } from './case-conditions.js';
import {
  escalationsIn,
  holdingsIn,
  msBetween,
  promiseOutcome,
  promisesIn,
  stretches,
  stretchesIn,
  toldAt,
} from './case-follow-up-conditions.js';
import {
  escalationGroup,
  handOverGroup,
  promiseGroup,
  type EscalationGroup,
  type EscalationSum,
  type HandOverGroup,
  type HoldingSum,
  type PromisesKeptGroup,
  type PromiseSum,
} from './case-follow-up.js';
import {
  EscalationReport,
  HandOverCounts,
  PromisesKept,
  type EscalationGrouping,
  type HoldingGrouping,
  type PromiseGrouping,
} from './case-follow-up.queries.js';
import { addressOf, withinMonth, withTotal, type GroupName, type Parameters, type Part } from './case-groups.js';
import { customerNames } from './case-report.js';
import {
  caseKindNames,
  clockNames,
  departmentNames,
  originNames,
  promiseOutcomes,
  sourceNames,
  type CaseDepartment,
  type CaseKind,
  type ClockKind,
  type HoldingOrigin,
  type PromiseSource,
} from './case-words.js';
import { askedAt } from './deal-views.handlers.js';
import { Organisation } from './organisation.js';

/** A report with a row for each part and one for all. */
export interface PartedAnswer<Grouping, Group> {
  readonly groupBy: Grouping;
  readonly groups: readonly Group[];
  readonly total: Group;
  readonly position: string;
}

/** One way to group: what the part is, what it is called, and which filters of the list leave its rows. */
interface Grouping {
  readonly part: RawBuilder<unknown>;
  readonly label: (
    key: string,
    organisation: Organisation,
    customers: ReadonlyMap<string, string>,
  ) => string | undefined;
  readonly filter: (key: string, period: Period) => Parameters;
  readonly none?: Parameters;
}
interface Period {
  readonly from?: string;
  readonly to?: string;
}

const person = (column: string, filter: string): Grouping => ({
  part: sql.ref(column),
  label: (key, organisation) => organisation.nameOf(key),
  filter: (key) => ({ [filter]: key }),
});
const team: Grouping = {
  part: sql`belongs.unit`,
  label: (key, organisation) => organisation.unitName(key),
  filter: (key) => ({ teamId: key }),
  none: { without: 'team' },
};
const word = (column: string, filter: string, label: (key: string) => string | undefined): Grouping => ({
  part: sql.ref(column),
  label,
  filter: (key) => ({ [filter]: key }),
});
const month = (instant: RawBuilder<unknown>): Grouping => ({
  part: monthOf(instant),
  label: (key) => key,
  filter: withinMonth,
});
const kind = word('kind', 'kind', (key) => caseKindNames[key as CaseKind]);

/** What the three reports have in common: ask, sum, name, and say where each figure's rows are listed. */
abstract class Parted<Q extends Question & Period & { readonly groupBy: string }, S extends Part, G extends GroupName> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  protected abstract readonly projection: AnyProjection;
  protected abstract readonly path: string;
  protected abstract readonly groupings: Readonly<Record<Q['groupBy'], Grouping>>;
  protected abstract sums(
    tables: Tables,
    question: Q,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly S[]>;
  protected abstract group(name: GroupName, sum: S, list: string): G;

  protected async answer(question: Q): Promise<PartedAnswer<Q['groupBy'], G>> {
    const groupBy: Q['groupBy'] = question.groupBy;
    const { part, label, filter, none } = this.groupings[groupBy];
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const projections = [this.projection, customerRegister, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => {
      const organisation = await Organisation.from(tables);
      const sums = await this.sums(tables, question, part, reach, organisation);
      const customers = groupBy === 'customer' ? sums.map((sum) => sum.part) : [];
      return { sums, organisation, customers: await customerNames(tables, customers) };
    });
    const { metadata: _, minPosition: _at, groupBy: _by, ...filters } = question;
    const report = withTotal(answer.sums, (sum) => {
      const { part: key, isTotal } = sum;
      const name = key === null ? {} : { key, label: label(key, answer.organisation, answer.customers) };
      const more = isTotal ? {} : key === null ? none : filter(key, question);
      return this.group(name, sum, addressOf(this.path, { ...(filters as Parameters), ...more }));
    });
    return { groupBy, ...report, position };
  }
}

const tookOf = (ms: RawBuilder<unknown>): RawBuilder<unknown> => sql`sum(${ms})::text as "sumMs",
  count(${ms})::int as measured,
  (percentile_disc(array[0.5, 0.9, 1]) within group (order by ${ms}) filter (where ${ms} is not null))::text[] as percentiles`;

@QueryHandler(EscalationReport)
export class EscalationReportHandler
  extends Parted<EscalationReport, EscalationSum, EscalationGroup>
  implements IQueryHandler<EscalationReport, PartedAnswer<EscalationGrouping, EscalationGroup>>
{
  protected readonly projection = caseEscalations;
  protected readonly path = '/reports/escalations/list';
  protected readonly group = escalationGroup;
  protected readonly groupings = {
    told: person('to', 'toldId'),
    responsible: person('responsibleId', 'responsibleId'),
    team,
    clock: word('clockKind', 'clock', (key) => clockNames[key as ClockKind]),
    kind,
    month: month(sql`"dueAt"`),
  };

  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: EscalationReport): Promise<PartedAnswer<EscalationGrouping, EscalationGroup>> {
    return this.answer(question);
  }

  protected async sums(
    tables: Tables,
    question: EscalationReport,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly EscalationSum[]> {
    const now = askedAt(question);
    const { rows } = await sql<EscalationSum>`
      with counted as (
        select ${part} as part, "caseId", "state",
          case when "state" = 'acknowledged' then ${msBetween(toldAt, sql`"acknowledgedAt"`)} end as took,
          case when "state" = 'open' then ${msBetween(toldAt, sql`${now}`)} end as waits
        from ${sql.raw(tables.table(caseEscalations))} ${teamOf(sql`"responsibleId"`, organisation)}
        where ${all(escalationsIn(question, reach, organisation))}
      )
      select part, grouping(part) = 1 as "isTotal", count(*)::int as escalations,
        count(distinct "caseId")::int as cases, count(*) filter (where "state" = 'acknowledged')::int as acknowledged,
        max(waits)::text as "longestOpenMs", ${tookOf(sql`took`)}
      from counted group by grouping sets ((part), ())`.execute(tables.db);
    return rows;
  }
}

@QueryHandler(HandOverCounts)
export class HandOverCountsHandler
  extends Parted<HandOverCounts, HoldingSum, HandOverGroup>
  implements IQueryHandler<HandOverCounts, PartedAnswer<HoldingGrouping, HandOverGroup>>
{
  protected readonly projection = caseResponsibility;
  protected readonly path = '/reports/hand-overs/list';
  protected readonly group = handOverGroup;
  protected readonly groupings = {
    person: person('staffId', 'personId'),
    team,
    department: {
      ...word('stretch.department', 'department', (key) => departmentNames[key as CaseDepartment]),
      none: { handedOver: false },
    },
    came: word('stretch.came', 'came', (key) => originNames[key as HoldingOrigin]),
    kind,
    month: month(sql`stretch."from"`),
  };

  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: HandOverCounts): Promise<PartedAnswer<HoldingGrouping, HandOverGroup>> {
    return this.answer(question);
  }

  protected async sums(
    tables: Tables,
    question: HandOverCounts,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly HoldingSum[]> {
    const until = sql`coalesce(stretch."to", ${askedAt(question)})`;
    const conditions = [...holdingsIn(question, reach, organisation), ...stretchesIn(question)];
    const { rows } = await sql<HoldingSum>`
      with counted as (
        select ${part} as part, "caseId", stretch."came", stretch."department", stretch."to" as ended,
          ${msBetween(sql`stretch."from"`, until)} as held
        from ${sql.raw(tables.table(caseResponsibility))} cross join lateral ${stretches}
        ${teamOf(sql`"staffId"`, organisation)}
        where ${all(conditions)}
      )
      select part, grouping(part) = 1 as "isTotal", count(*)::int as stretches, count(distinct "caseId")::int as cases,
        count(*) filter (where "came" = 'reported')::int as reported,
        count(*) filter (where "came" = 'assigned')::int as assigned,
        count(*) filter (where "came" = 'handedOver')::int as "handedOver",
        count(*) filter (where "came" = 'reassigned')::int as reassigned,
        count(*) filter (where "came" in ('reopened', 'unmerged'))::int as reopened,
        count(*) filter (where "department" = 'customerService')::int as "toService",
        count(*) filter (where "department" = 'technical')::int as "toTechnical",
        count(*) filter (where ended is null)::int as "goOn", ${tookOf(sql`held`)}
      from counted group by grouping sets ((part), ())`.execute(tables.db);
    return rows;
  }
}

@QueryHandler(PromisesKept)
export class PromisesKeptHandler
  extends Parted<PromisesKept, PromiseSum, PromisesKeptGroup>
  implements IQueryHandler<PromisesKept, PartedAnswer<PromiseGrouping, PromisesKeptGroup>>
{
  protected readonly projection = servicePromises;
  protected readonly path = '/reports/promises-kept/list';
  protected readonly group = promiseGroup;
  protected readonly groupings = {
    seller: person('sellerId', 'sellerId'),
    team,
    customer: {
      part: sql`"customerId"`,
      label: (key: string, _: Organisation, customers: ReadonlyMap<string, string>) => customers.get(key) ?? key,
      filter: (key: string) => ({ customerId: key }),
    },
    source: word('source', 'source', (key) => sourceNames[key as PromiseSource]),
    month: month(sql`"registeredAt"`),
  };

  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: PromisesKept): Promise<PartedAnswer<PromiseGrouping, PromisesKeptGroup>> {
    return this.answer(question);
  }

  protected async sums(
    tables: Tables,
    question: PromisesKept,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly PromiseSum[]> {
    const counts = promiseOutcomes.map(
      (outcome) => sql`count(*) filter (where outcome = ${sql.lit(outcome)})::int as ${sql.id(outcome)}`,
    );
    const { rows } = await sql<PromiseSum>`
      with counted as (
        select ${part} as part, ${promiseOutcome(dayOf(askedAt(question)))} as outcome
        from ${sql.raw(tables.table(servicePromises))} ${teamOf(sql`"sellerId"`, organisation)}
        where ${all(promisesIn(question, reach, organisation))}
      )
      select part, grouping(part) = 1 as "isTotal", count(*)::int as promises, ${sql.join(counts)}
      from counted group by grouping sets ((part), ())`.execute(tables.db);
    return rows;
  }
}
