import { KnownKeeper, permissionOf, reachOf, type Reach } from '@dealtrail/event-sourcing';
import { caseRecurrences, caseRegister } from '@dealtrail/cases';
import { customerRegister } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { caseCauses, type CaseCausesGroup, type CauseSum } from './case-causes.js';
import { all, conditionsOf, isOpenCase, isOverdue, teamOf } from './case-conditions.js';
import { addressOf, withTotal, type Part } from './case-groups.js';
import { customerNames, filtersOf, groupings, listOf, nameOf, type CaseGrouping, type Names } from './case-report.js';
import { CaseCauses, OpenCaseAges, type AgeGrouping, type CauseGrouping } from './case-reports.queries.js';
import { caseAges } from './case-words.js';
import type { CaseReport } from './counted-cases.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { hours } from './hours.js';
import { ageSql, type OpenCaseAgesGroup } from './open-case-ages.js';
import { Organisation } from './organisation.js';

const projections = [caseRegister, caseRecurrences, customerRegister, staffRegister, unitRegister];

/** Sums over the cases that a report counts, each with the part it belongs to, and what the parts are called. */
async function sumsOver<S extends Part>(
  store: ReadStore,
  known: Known,
  question: CaseReport & { readonly groupBy: CaseGrouping },
  counts: {
    /** What is counted, of rows `counted` that have `part`; and what else makes a group. */
    readonly sums: RawBuilder<unknown>;
    readonly besides?: RawBuilder<unknown>;
    readonly where: RawBuilder<boolean>;
    readonly columns: (tables: Tables) => RawBuilder<unknown>;
  },
): Promise<{ readonly sums: readonly S[]; readonly names: Names; readonly position: string }> {
  const { groupBy } = question;
  const reach: Reach = reachOf(permissionOf(question), question.metadata.actor, known.staff);
  const { answer, position } = await store.ask(projections, question, async (tables) => {
    const organisation = await Organisation.from(tables);
    const person = sql`"ownerId"`;
    const conditions = [counts.where, ...conditionsOf(question, reach, organisation, person)];
    const besides = counts.besides ? sql`, ${counts.besides}` : sql``;
    const { rows } = await sql<S>`
      with counted as (
        select ${groupings[groupBy].part(person)} as part, ${counts.columns(tables)}
        from ${sql.raw(tables.table(caseRegister))} ${teamOf(person, organisation)} where ${all(conditions)}
      )
      select part, grouping(part) = 1 as "isTotal"${besides}, ${counts.sums}
      from counted group by grouping sets ((part${besides}), (${counts.besides ?? sql``}))`.execute(tables.db);
    const customers = groupBy === 'customer' ? rows.map(({ part }) => part) : [];
    return { sums: rows, organisation, customers: await customerNames(tables, customers) };
  });
  const { causes } = known.policies.inForce('case-handling', askedAt(question)).value;
  const cause = (id: string) => causes.find((one) => one.id === id)?.zh;
  const { sums, organisation, customers } = answer;
  return { sums, names: { organisation, customers, cause }, position };
}

/** A report over cases, with one row for all of them or one for all of each cause. */
interface Answer<Grouping, Group> {
  readonly groupBy: Grouping;
  readonly groups: readonly Group[];
  readonly position: string;
}

@QueryHandler(CaseCauses)
export class CaseCausesHandler implements IQueryHandler<CaseCauses, Answer<CauseGrouping, CaseCausesGroup>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(
    question: CaseCauses,
  ): Promise<Answer<CauseGrouping, CaseCausesGroup> & { readonly totals: readonly CaseCausesGroup[] }> {
    const { groupBy } = question;
    const { sums, names, position } = await sumsOver<CauseSum>(this.store, this.known.now(), question, {
      where: sql`"status" <> 'merged'`,
      columns: (tables) => sql`"cause", "kind", "status", "reopened",
        "caseId" in (select unnest("recurringIds") from ${sql.raw(tables.table(caseRecurrences))}) as recurred`,
      besides: sql`"cause"`,
      sums: sql`count(*)::int as cases, count(*) filter (where "kind" = 'complaint')::int as complaints,
        count(*) filter (where "status" = 'closed')::int as closed,
        count(*) filter (where "reopened" > 0)::int as reopened, count(*) filter (where recurred)::int as recurred`,
    });
    const filters = { ...filtersOf(question), merged: false };
    const report = caseCauses(
      sums,
      (part) => nameOf(groupBy, part, names),
      names.cause,
      (part, cause) =>
        addressOf('/reports/cases', {
          ...listOf(groupBy, part, filters),
          ...(cause === null ? { caused: false } : { cause }),
        }),
    );
    return { groupBy, ...report, position };
  }
}

@QueryHandler(OpenCaseAges)
export class OpenCaseAgesHandler implements IQueryHandler<OpenCaseAges, Answer<AgeGrouping, OpenCaseAgesGroup>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(
    question: OpenCaseAges,
  ): Promise<Answer<AgeGrouping, OpenCaseAgesGroup> & { readonly total: OpenCaseAgesGroup }> {
    const { groupBy } = question;
    const now = askedAt(question);
    type Sum = Part &
      Omit<OpenCaseAgesGroup, 'key' | 'label' | 'oldestHours' | 'list'> & { readonly oldest: string | null };
    const { sums, names, position } = await sumsOver<Sum>(this.store, this.known.now(), question, {
      where: isOpenCase,
      columns: () => sql`"status", "reportedAt", ${ageSql(now)} as age, ${isOverdue(now)} as late`,
      sums: sql`count(*)::int as open, ${sql.join(
        caseAges.map((age) => sql`count(*) filter (where age = ${sql.lit(age)})::int as ${sql.id(age)}`),
      )}, count(*) filter (where late)::int as overdue, count(*) filter (where "status" = 'waiting')::int as waiting,
        count(*) filter (where "status" = 'resolved')::int as resolved, min("reportedAt") as oldest`,
    });
    const filters = { ...filtersOf(question), open: true };
    const report = withTotal(sums, ({ part, isTotal, oldest, ...counts }) => ({
      ...(isTotal ? { key: undefined } : nameOf(groupBy, part, names)),
      ...counts,
      oldestHours: oldest === null ? undefined : hours(Date.parse(now) - Date.parse(oldest)),
      list: addressOf('/reports/cases', listOf(groupBy, isTotal ? undefined : part, filters)),
    }));
    return { groupBy, ...report, position };
  }
}
