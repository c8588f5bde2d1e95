import type { Instant, Reach } from '@dealtrail/event-sourcing';
import { dayAfter, defaultZone, startOfDay, type Day } from '@dealtrail/calendar';
import { sql, type RawBuilder } from 'kysely';
import type { CaseFilters } from './counted-cases.queries.js';
import type { StandardClock } from './case-words.js';
import type { Organisation } from './organisation.js';

/** Of each of the three clocks the columns of `caseRegister` that say what became of it. */
export const clockColumns = {
  response: { of: 'responseOf', due: 'responseDueAt', ms: 'responseMs', late: 'responseLate', ended: 'respondedAt' },
  solution: { of: 'solutionOf', due: 'solutionDueAt', ms: 'solutionMs', late: 'solutionLate', ended: 'solvedAt' },
  closing: { of: 'closingOf', due: 'closingDueAt', ms: 'closingMs', late: 'closingLate', ended: 'closedAt' },
} as const satisfies Readonly<Record<StandardClock, Readonly<Record<string, string>>>>;

type ClockSql = Readonly<Record<'due' | 'late' | 'ended', RawBuilder<unknown>>>;

/** One of `clockOutcomes`: past its due instant is late before its breach is on record. */
export const outcomeOf = ({ due, late, ended }: ClockSql, now: Instant): RawBuilder<string> => sql`case
  when ${ended} is not null then case when ${late} then 'late' else 'inTime' end
  when ${late} or coalesce(${due} < ${now}, false) then 'overdue'
  when "status" = 'merged' then 'merged' else 'open' end`;

export const clockSql = (clock: StandardClock): ClockSql & Readonly<Record<'of' | 'ms', RawBuilder<unknown>>> => {
  const { of, due, ms, late, ended } = clockColumns[clock];
  return { of: sql.ref(of), due: sql.ref(due), ms: sql.ref(ms), late: sql.ref(late), ended: sql.ref(ended) };
};

/** A clock that has not ended is past its due instant, on record or not. */
export const isOverdue = (now: Instant): RawBuilder<boolean> =>
  sql`("overdue" or coalesce("nextDueAt" < ${now}, false))`;

/** Neither closed nor a duplicate of another. */
export const isOpenCase: RawBuilder<boolean> = sql`"status" in ('open', 'waiting', 'resolved')`;

/** `YYYY-MM` in Shanghai. */
export const monthOf = (instant: RawBuilder<unknown>): RawBuilder<string> =>
  sql`to_char(${instant}::timestamptz at time zone ${sql.lit(defaultZone)}, 'YYYY-MM')`;

/** From the first instant of a day to the last of another, in Shanghai. */
export const inPeriod = (instant: RawBuilder<unknown>, from?: Day, to?: Day): readonly RawBuilder<boolean>[] => [
  ...(from === undefined ? [] : [sql<boolean>`${instant} >= ${startOfDay(from)}`]),
  ...(to === undefined ? [] : [sql<boolean>`${instant} < ${startOfDay(dayAfter(to))}`]),
];

/** Whoever one answers for has a case, follows it, or answers or answered for one of its clocks. */
const within = (reach: Reach): readonly RawBuilder<boolean>[] =>
  reach === 'all'
    ? []
    : [sql<boolean>`array["ownerId", "sellerId", "responseOf", "solutionOf", "closingOf"] && ${[...reach]}::text[]`];

export const all = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;

/** What the filters all reports share ask of a row of `caseRegister`; `person`: whose it is, for `personId` and `teamId`. */
export function conditionsOf(
  filters: CaseFilters,
  reach: Reach,
  organisation: Organisation,
  person: RawBuilder<unknown> = sql`"ownerId"`,
): readonly RawBuilder<boolean>[] {
  const { from, to, kind, channel, priority, group, productId, customerId, sellerId, personId, teamId } = filters;
  const equal = Object.entries({ kind, channel, priority, group, productId, customerId, sellerId });
  return [
    ...within(reach),
    ...inPeriod(sql`"reportedAt"`, from, to),
    ...equal.flatMap(([column, value]) => (value === undefined ? [] : [sql<boolean>`${sql.ref(column)} = ${value}`])),
    ...(personId === undefined ? [] : [sql<boolean>`${person} = ${personId}`]),
    ...(teamId === undefined ? [] : [among(person, organisation.peopleOf('team', teamId).people)]),
  ];
}

/** One of these people. */
export const among = (person: RawBuilder<unknown>, people: readonly string[]): RawBuilder<boolean> =>
  sql`${person} = any(${[...people]}::text[])`;

/** `join` that says in `belongs.unit` which team a person belongs to; null where none. */
export function teamOf(person: RawBuilder<unknown>, organisation: Organisation): RawBuilder<unknown> {
  const { people, units } = organisation.peopleOf('team');
  return sql`left join unnest(${[...people]}::text[], ${[...units]}::text[]) as belongs(member, unit) on member = ${person}`;
}

/** Columns that must be these, where something is said of them. */
export const equal = (columns: Readonly<Record<string, string | undefined>>): readonly RawBuilder<boolean>[] =>
  Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [sql<boolean>`${sql.ref(column)} = ${value}`],
  );

/** Of this team, where one is said. */
export const ofTeam = (
  person: RawBuilder<unknown>,
  teamId: string | undefined,
  organisation: Organisation,
): readonly RawBuilder<boolean>[] =>
  teamId === undefined ? [] : [among(person, organisation.peopleOf('team', teamId).people)];

/** People of no team. */
export const teamless = (person: RawBuilder<unknown>, organisation: Organisation): RawBuilder<boolean> =>
  sql`not ${among(person, organisation.peopleOf('team').people)}`;
