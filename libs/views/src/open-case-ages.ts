import type { Instant } from '@dealtrail/event-sourcing';
import { sql, type RawBuilder } from 'kysely';
import type { GroupName } from './case-groups.js';
import { caseAges, type CaseAge } from './case-words.js';

const hourMs = 3_600_000;
const upTo: Readonly<Record<CaseAge, number | undefined>> = {
  within1h: hourMs,
  within24h: 24 * hourMs,
  within72h: 72 * hourMs,
  within7d: 7 * 24 * hourMs,
  within30d: 30 * 24 * hourMs,
  over30d: undefined,
};

/** One of `caseAges` of a row of `caseRegister`: what is exactly as old as a bracket's end is in it. */
export function ageSql(now: Instant): RawBuilder<CaseAge> {
  const brackets = caseAges.map((age) => {
    const limit = upTo[age];
    if (limit === undefined) return sql`else ${age}`;
    return sql`when "reportedAt" >= ${new Date(Date.parse(now) - limit).toISOString()} then ${age}`;
  });
  return sql`case ${sql.join(brackets, sql` `)} end`;
}

/** Open cases of one group by how long ago they were reported. */
export interface OpenCaseAgesGroup extends GroupName, Readonly<Record<CaseAge, number>> {
  readonly open: number;
  /** A clock of theirs is past its due instant. */
  readonly overdue: number;
  /** They wait for the customer or somebody else; they are resolved and wait for the customer's word. */
  readonly waiting: number;
  readonly resolved: number;
  /** Since the oldest was reported: decimal text. */
  readonly oldestHours?: string;
  /** Where these cases are listed; with `age` those of one column. */
  readonly list: string;
}
