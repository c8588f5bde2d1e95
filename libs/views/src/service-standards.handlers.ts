import { KnownKeeper, permissionOf, reachOf, type Instant, type Reach } from '@dealtrail/event-sourcing';
import { caseRegister } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { all, clockSql, conditionsOf, outcomeOf, teamOf } from './case-conditions.js';
import { addressOf } from './case-groups.js';
import { filtersOf, groupings, listOf, nameOf } from './case-report.js';
import { ServiceStandards, type StandardGrouping } from './case-reports.queries.js';
import { standardClocks } from './case-words.js';
import { askedAt } from './deal-views.handlers.js';
import { Organisation } from './organisation.js';
import { serviceStandards, type ServiceStandardsReport, type StandardSum } from './service-standards.js';

export interface ServiceStandardsAnswer extends ServiceStandardsReport {
  readonly groupBy: StandardGrouping;
  readonly position: string;
}

@QueryHandler(ServiceStandards)
export class ServiceStandardsHandler implements IQueryHandler<ServiceStandards, ServiceStandardsAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ServiceStandards): Promise<ServiceStandardsAnswer> {
    const { groupBy } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const projections = [caseRegister, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => {
      const organisation = await Organisation.from(tables);
      return { organisation, sums: await sumsOf(tables, question, reach, organisation) };
    });
    const names = { organisation: answer.organisation, customers: new Map<string, string>(), cause: () => undefined };
    const filters = filtersOf(question);
    const report = serviceStandards(
      answer.sums,
      (part) => nameOf(groupBy, part, names),
      (clock, part) => addressOf('/reports/cases', { ...listOf(groupBy, part, filters), clock }),
    );
    return { groupBy, ...report, position };
  }
}

const hourMs = 3_600_000;
const standardMs = { response: hourMs, solution: 24 * hourMs, closing: 72 * hourMs } as const;

/** One sum for each part and clock, and one over all for each clock. */
async function sumsOf(
  tables: Tables,
  question: ServiceStandards,
  reach: Reach,
  organisation: Organisation,
): Promise<readonly StandardSum[]> {
  const now: Instant = askedAt(question);
  const person = sql`standard.person`;
  const clocks = standardClocks.map((clock) => {
    const { of, due, ms, late, ended } = clockSql(clock);
    return sql`(${sql.lit(clock)}, ${of}, ${due}, ${ms}, ${late}, ${ended}, ${sql.lit(standardMs[clock])})`;
  });
  const outcome = outcomeOf({ due: sql`due`, late: sql`late`, ended: sql`ended` }, now);
  const { rows } = await sql<StandardSum>`
    with counted as (
      select ${groupings[question.groupBy].part(person)} as part, clock, ${outcome} as outcome,
        case when ended is not null then ms end as ms, ended is not null and ms <= goal as within
      from ${sql.raw(tables.table(caseRegister))}
      cross join lateral (values ${sql.join(clocks)}) as standard(clock, person, due, ms, late, ended, goal)
      ${teamOf(person, organisation)}
      where ${all(conditionsOf(question, reach, organisation, person))}
    )
    select part, clock, grouping(part) = 1 as "isTotal", count(*)::int as cases,
      count(*) filter (where outcome = 'inTime')::int as "inTime",
      count(*) filter (where outcome = 'late')::int as late,
      count(*) filter (where outcome = 'open')::int as open,
      count(*) filter (where outcome = 'overdue')::int as overdue,
      count(*) filter (where outcome = 'merged')::int as merged,
      count(*) filter (where within)::int as "withinStandard",
      sum(ms)::text as "sumMs",
      (percentile_disc(array[0.5, 0.75, 0.9, 0.95, 1]) within group (order by ms) filter (where ms is not null))::text[]
        as percentiles
    from counted group by grouping sets ((clock, part), (clock))`.execute(tables.db);
  return rows;
}
