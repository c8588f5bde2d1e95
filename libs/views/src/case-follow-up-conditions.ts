import type { Instant, Reach } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import { sql, type RawBuilder } from 'kysely';
import { among, inPeriod } from './case-conditions.js';
import type {
  CountedEscalations,
  CountedHoldings,
  CountedPromises,
  EscalationReport,
  HandOverCounts,
  PromisesKept,
} from './case-follow-up.queries.js';
import type { PromiseOutcome } from './case-words.js';
import type { Organisation } from './organisation.js';

type Conditions = readonly RawBuilder<boolean>[];

const equal = (columns: Readonly<Record<string, string | undefined>>): Conditions =>
  Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [sql<boolean>`${sql.ref(column)} = ${value}`],
  );

const ofTeam = (person: RawBuilder<unknown>, teamId: string | undefined, organisation: Organisation): Conditions =>
  teamId === undefined ? [] : [among(person, organisation.peopleOf('team', teamId).people)];

/** People of no team. */
export const teamless = (person: RawBuilder<unknown>, organisation: Organisation): RawBuilder<boolean> =>
  sql`not ${among(person, organisation.peopleOf('team').people)}`;

/** What the report and its list ask of a row of `caseEscalations`. */
export const escalationsIn = (
  { from, to, kind, clock, toldId, responsibleId, teamId }: Omit<EscalationReport | CountedEscalations, 'metadata'>,
  reach: Reach,
  organisation: Organisation,
): Conditions => [
  ...(reach === 'all'
    ? []
    : [sql<boolean>`(${among(sql`"responsibleId"`, [...reach])} or ${among(sql`"to"`, [...reach])})`]),
  ...inPeriod(sql`"dueAt"`, from, to),
  ...equal({ kind, clockKind: clock, to: toldId, responsibleId }),
  ...ofTeam(sql`"responsibleId"`, teamId, organisation),
];

/** From when somebody could know of a breach: an import tells what they knew then. */
export const toldAt = sql<Instant>`case when "history" then "dueAt" else greatest("toldAt", "dueAt") end`;

/** ms between two instants; none is below nothing. */
export const msBetween = (from: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<string> =>
  sql`greatest(0, (extract(epoch from (${to})::timestamptz - (${from})::timestamptz) * 1000)::bigint)`;

/** What they ask of a row of `caseResponsibility`. */
export const holdingsIn = (
  { kind, customerId, sellerId, personId, teamId }: Omit<HandOverCounts | CountedHoldings, 'metadata'>,
  reach: Reach,
  organisation: Organisation,
): Conditions => [
  ...(reach === 'all'
    ? []
    : [sql<boolean>`(${among(sql`"staffId"`, [...reach])} or coalesce(${among(sql`"sellerId"`, [...reach])}, false))`]),
  ...equal({ kind, customerId, sellerId, staffId: personId }),
  ...ofTeam(sql`"staffId"`, teamId, organisation),
];

/** Its stretches, one by one. */
export const stretches = sql`json_to_recordset("holdings")
  as stretch("from" text, "to" text, "came" text, "department" text, "group" text)`;

/** What they ask of a stretch. */
export const stretchesIn = ({ from, to }: { readonly from?: Day; readonly to?: Day }): Conditions =>
  inPeriod(sql`stretch."from"`, from, to);

/** What they ask of a row of `servicePromises`. */
export const promisesIn = (
  { from, to, source, customerId, sellerId, teamId }: Omit<PromisesKept | CountedPromises, 'metadata'>,
  reach: Reach,
  organisation: Organisation,
): Conditions => [
  ...(reach === 'all' ? [] : [among(sql`"sellerId"`, [...reach])]),
  ...inPeriod(sql`"registeredAt"`, from, to),
  ...equal({ source, customerId, sellerId }),
  ...ofTeam(sql`"sellerId"`, teamId, organisation),
];

/** Its day is the last on which keeping it is in time. */
export const promiseOutcome = (today: Day): RawBuilder<PromiseOutcome> => sql`case "state"
  when 'kept' then case when "late" then 'keptLate' else 'kept' end
  when 'broken' then 'broken'
  else case when coalesce("dueOn" < ${today}, false) then 'overdue' else 'open' end end`;
