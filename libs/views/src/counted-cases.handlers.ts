import { KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import { caseRecurrences, caseRegister, type CaseRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import {
  all,
  among,
  clockColumns,
  clockSql,
  conditionsOf,
  isOpenCase,
  isOverdue,
  outcomeOf,
} from './case-conditions.js';
import { ageSql } from './open-case-ages.js';
import { CountedCases, type CaseLack } from './counted-cases.queries.js';
import { standardClocks, type ClockOutcome, type StandardClock } from './case-words.js';
import { askedAt } from './deal-views.handlers.js';
import { hours } from './hours.js';
import { labelsOf, lowest, type Labels } from './labels.js';
import { Organisation } from './organisation.js';

type Told =
  | 'caseId'
  | 'number'
  | 'kind'
  | 'status'
  | 'subject'
  | 'channel'
  | 'priority'
  | 'group'
  | 'customerId'
  | 'orderId'
  | 'productId'
  | 'ownerId'
  | 'sellerId'
  | 'reportedAt'
  | 'responseOf'
  | 'solutionOf'
  | 'closingOf'
  | 'closedAt'
  | 'overdue'
  | 'handovers'
  | 'reopened'
  | 'cause'
  | 'prevention'
  | 'mergedInto';

/** A case that a figure counts, with what became of its three clocks; hours of counted time of what ended, as decimal text. */
export interface CountedCase extends Pick<CaseRow, Told> {
  readonly customerName?: string;
  readonly ownerName: string;
  readonly sellerName?: string;
  readonly responseOutcome: ClockOutcome;
  readonly responseHours?: string;
  readonly solutionOutcome: ClockOutcome;
  readonly solutionHours?: string;
  readonly closingOutcome: ClockOutcome;
  readonly closingHours?: string;
}

@QueryHandler(CountedCases)
export class CountedCasesHandler implements IQueryHandler<CountedCases, Page<CountedCase>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CountedCases): Promise<Page<CountedCase>> {
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const now = askedAt(question);
    const { clock, recurred } = question;
    const person = clock === undefined ? sql`"ownerId"` : clockSql(clock).of;
    const { answer, position } = await this.store.ask(
      [staffRegister, unitRegister, ...(recurred === undefined ? [] : [caseRecurrences])],
      question,
      async (tables) => {
        const organisation = await Organisation.from(tables);
        const sold = question.sold === true && reach !== 'all' ? [among(sql`"sellerId"`, [...reach])] : [];
        const brought = recurred === undefined ? [] : await recurring(tables);
        return [
          ...conditionsOf(question, reach, organisation, person),
          ...own(question, organisation, person, brought),
          ...sold,
        ];
      },
    );
    const page = await this.store.list(caseRegister, question, {
      where: (query) => query.where(all(answer)),
      sortable: ['reportedAt', 'closedAt', 'responseMs', 'solutionMs', 'closingMs', 'nextDueAt', 'handovers'],
      defaultSort: '-reportedAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.flatMap(({ ownerId, sellerId = ownerId }) => [ownerId, sellerId]),
    );
    return {
      ...page,
      items: page.items.map((row) => shown(row, labels, now)),
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}

/** The cases that brought their cause back. */
async function recurring(tables: Tables): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct unnest("recurringIds") as id from ${sql.raw(tables.table(caseRecurrences))}`.execute(tables.db);
  return rows.map(({ id }) => id);
}

/** What only this list asks for. */
function own(
  question: CountedCases,
  organisation: Organisation,
  person: RawBuilder<unknown>,
  brought: readonly string[],
): readonly RawBuilder<boolean>[] {
  const now = askedAt(question);
  const {
    clock,
    outcome,
    status,
    open,
    merged,
    age,
    overdue,
    reopened,
    cause,
    caused,
    recurred,
    sellerTeamId,
    without,
  } = question;
  const is = (condition: RawBuilder<boolean>, wanted: boolean | undefined): readonly RawBuilder<boolean>[] =>
    wanted === undefined ? [] : [wanted ? condition : sql<boolean>`not coalesce(${condition}, false)`];
  const inTeams = (people: RawBuilder<unknown>, unitId?: string) =>
    among(people, organisation.peopleOf('team', unitId).people);
  const lacks: Readonly<Record<CaseLack, RawBuilder<boolean>>> = {
    team: sql`not ${inTeams(person)}`,
    sellerTeam: sql`not coalesce(${inTeams(sql`"sellerId"`)}, false)`,
    group: sql`"group" is null`,
    productId: sql`"productId" is null`,
    customerId: sql`"customerId" is null`,
    sellerId: sql`"sellerId" is null`,
  };
  const clocks = clock === undefined ? standardClocks : [clock];
  const outcomes = clocks.map((one) => sql<boolean>`${outcomeOf(clockSql(one), now)} = ${outcome}`);
  return [
    ...(outcome === undefined ? [] : [sql<boolean>`(${sql.join(outcomes, sql` or `)})`]),
    ...(status === undefined ? [] : [sql<boolean>`"status" = ${status}`]),
    ...is(isOpenCase, open),
    ...is(sql`"status" = 'merged'`, merged),
    ...(age === undefined ? [] : [isOpenCase, sql<boolean>`${ageSql(now)} = ${age}`]),
    ...is(isOverdue(now), overdue),
    ...is(sql`"reopened" > 0`, reopened),
    ...(cause === undefined ? [] : [sql<boolean>`"cause" = ${cause}`]),
    ...is(sql`"cause" is not null`, caused),
    ...is(among(sql`"caseId"`, brought), recurred),
    ...(sellerTeamId === undefined ? [] : [inTeams(sql`"sellerId"`, sellerTeamId)]),
    ...(without === undefined ? [] : [lacks[without]]),
  ];
}

const outcomeIn = (row: CaseRow, clock: StandardClock, now: Instant): { outcome: ClockOutcome; ended?: string } => {
  const { due, ms, late, ended } = clockColumns[clock];
  if (row[ended] !== undefined) return { outcome: row[late] ? 'late' : 'inTime', ended: hours(row[ms]) };
  const dueAt = row[due];
  if (row[late] || (dueAt !== undefined && dueAt < now)) return { outcome: 'overdue' };
  return { outcome: row.status === 'merged' ? 'merged' : 'open' };
};

function shown(row: CaseRow, labels: Labels, now: Instant): CountedCase {
  const { caseId, number, kind, status, subject, channel, priority, group, customerId, orderId, productId } = row;
  const { ownerId, sellerId, reportedAt, responseOf, solutionOf, closingOf, closedAt } = row;
  const { handovers, reopened, cause, prevention, mergedInto } = row;
  const [response, solution, closing] = [
    outcomeIn(row, 'response', now),
    outcomeIn(row, 'solution', now),
    outcomeIn(row, 'closing', now),
  ];
  return {
    ...{ caseId, number, kind, status, subject, channel, priority, group, customerId, orderId, productId },
    ...{ ownerId, sellerId, reportedAt, responseOf, solutionOf, closingOf, closedAt },
    ...{ handovers, reopened, cause, prevention, mergedInto },
    customerName: labels.customer(customerId),
    ownerName: labels.person(ownerId),
    sellerName: sellerId && labels.person(sellerId),
    ...{ responseOutcome: response.outcome, responseHours: response.ended },
    ...{ solutionOutcome: solution.outcome, solutionHours: solution.ended },
    ...{ closingOutcome: closing.outcome, closingHours: closing.ended },
    overdue: row.overdue || (row.nextDueAt !== undefined && row.nextDueAt < now),
  };
}
