import { KnownKeeper, permissionOf, reachOf, type Instant, type Reach } from '@dealtrail/event-sourcing';
import { dayAfter, defaultZone, startOfDay, type CalendarContent } from '@dealtrail/calendar';
import { reviewSteps } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { ApprovalTimes, type ApprovalGrouping } from './approval-times.queries.js';
import { approvalTimes, type ApprovalTimesGroup, type DecidedStep, type StepSum } from './approval-times.js';
import { askedAt } from './deal-views.handlers.js';
import { Organisation } from './organisation.js';
import { departmentNames, type StepDepartment } from './step-departments.js';

export interface ApprovalTimesAnswer {
  readonly groupBy: ApprovalGrouping;
  readonly groups: readonly ApprovalTimesGroup[];
  readonly total: ApprovalTimesGroup;
  readonly position: string;
}

@QueryHandler(ApprovalTimes)
export class ApprovalTimesHandler implements IQueryHandler<ApprovalTimes, ApprovalTimesAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ApprovalTimes): Promise<ApprovalTimesAnswer> {
    const { groupBy } = question;
    const { staff, policies } = this.known.now();
    const reach = reachOf(permissionOf(question), question.metadata.actor, staff);
    const now = askedAt(question);
    const projections = [reviewSteps, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => {
      const organisation = await Organisation.from(tables);
      const steps = await countedSteps(tables, question, reach, organisation);
      return { organisation, sums: await sumsOf(tables, steps, now), others: await otherLimits(tables, steps) };
    });
    const { organisation, sums, others } = answer;
    const labels: Readonly<Record<ApprovalGrouping, (key: string) => string | undefined>> = {
      step: (key) => departmentNames[key as StepDepartment],
      reviewer: (key) => organisation.nameOf(key),
      unit: (key) => organisation.unitName(key),
      month: (key) => key,
    };
    const nameOf = (part: string | null) =>
      part === null ? { key: undefined } : { key: part, label: labels[groupBy](part) };
    const calendarOf = (version: number): CalendarContent =>
      (policies.version('calendar', version) ?? policies.inForce('calendar', now)).value;
    return { groupBy, ...approvalTimes(sums, others, nameOf, calendarOf), position };
  }
}

const who = sql`coalesce("decidedBy", "reviewerId")`;

/** `select` of the steps that count, each with the part it belongs to. */
async function countedSteps(
  tables: Tables,
  { groupBy, from, to, department, reviewerId }: ApprovalTimes,
  reach: Reach,
  organisation: Organisation,
): Promise<RawBuilder<unknown>> {
  const table = sql.raw(tables.table(reviewSteps));
  const parts: Readonly<Record<ApprovalGrouping, () => RawBuilder<unknown> | Promise<RawBuilder<unknown>>>> = {
    step: () => sql`"department"`,
    reviewer: () => who,
    month: () => sql`to_char("since"::timestamptz at time zone ${sql.lit(defaultZone)}, 'YYYY-MM')`,
    unit: async () => {
      const { rows } = await sql<{ id: string }>`select distinct ${who} as id from ${table}`.execute(tables.db);
      const people = rows.map(({ id }) => id);
      const units = people.map((id) => organisation.unitOf(id, 'department')?.unitId ?? null);
      return sql`(${units}::text[])[array_position(${people}::text[], ${who})]`;
    },
  };
  const conditions = [
    sql`true`,
    ...(reach === 'all' ? [] : [sql`${who} = any(${[...reach]})`]),
    ...(from === undefined ? [] : [sql`"since" >= ${startOfDay(from)}`]),
    ...(to === undefined ? [] : [sql`"since" < ${startOfDay(dayAfter(to))}`]),
    ...(department === undefined ? [] : [sql`"department" = ${department}`]),
    ...(reviewerId === undefined ? [] : [sql`${who} = ${reviewerId}`]),
  ];
  const part = await parts[groupBy]();
  return sql`select ${part} as part, step.* from ${table} as step where ${sql.join(conditions, sql` and `)}`;
}

/** One sum for each part and one over all. */
async function sumsOf({ db }: Tables, steps: RawBuilder<unknown>, now: Instant): Promise<readonly StepSum[]> {
  const decided = sql`filter (where "state" = 'decided')`;
  const late = sql`case "state" when 'decided' then "late"
    else "overdueAt" is not null or ("state" = 'open' and "dueAt" < ${now}) end`;
  const { rows } = await sql<StepSum>`
    select part, grouping(part) = 1 as "isTotal", count(*)::int as steps,
      count(*) filter (where "state" = 'open')::int as open,
      count(*) ${decided}::int as decided,
      count(*) filter (where "state" = 'decided' and not "late")::int as "inTime",
      count(*) filter (where ${late})::int as late,
      count(*) filter (where "state" = 'decided' and not "late" and "workingDays" <= 2)::int as "withinTwoDays",
      count(distinct "contractId" || '/' || "round")::int as rounds,
      count(*) filter (where "state" = 'decided' and "verdict" = 'returned')::int as returned,
      count(*) filter (where "state" = 'decided' and "verdict" = 'rejected')::int as rejected,
      (sum("workingMs") ${decided})::text as "sumMs",
      (percentile_disc(array[0.5, 0.75, 0.9, 0.95, 1]) within group (order by "workingMs") ${decided})::text[]
        as percentiles
    from (${steps}) as counted
    group by grouping sets ((part), ())`.execute(db);
  return rows;
}

/** Steps with a limit other than two days, of which their own being kept or not does not tell. */
async function otherLimits({ db }: Tables, steps: RawBuilder<unknown>): Promise<readonly DecidedStep[]> {
  const { rows } = await sql<DecidedStep>`
    select part, "since", "closedAt", "calendarVersion" from (${steps}) as counted
    where "state" = 'decided' and (("workingDays" < 2 and "late") or ("workingDays" > 2 and not "late"))`.execute(db);
  return rows;
}
