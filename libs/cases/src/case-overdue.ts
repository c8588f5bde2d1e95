import { evolve, type CommandMetadata, type Decided, type Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { escalationPosts, type EscalationPost } from '@dealtrail/policies';
import { ended } from './case-clock.js';
import type { CaseEvent, ClockChange } from './case.events.js';
import { evolveCase, type Case, type KnownCase } from './case.fold.js';
import { policyOf } from './case-policy.js';
import { whom } from './case-whom.js';
import { clockAbout } from './clock-name.js';
import { isRunning, type CaseClock } from './clock-state.js';
import { startedSync, syncNumber } from './sync-clock.js';

type Fact = Decided<CaseEvent>;

/** The case after these facts. */
export const withFacts = (one: KnownCase, facts: readonly CaseEvent[]): KnownCase =>
  facts.reduce<Case>((state, fact) => evolve({ evolve: evolveCase }, state, fact), one) as KnownCase;

/** That a task force might help (D07): said once, until one has been formed and has ended with the case. */
export const taskForceSuggested = (
  one: KnownCase,
  cause: Extract<CaseEvent, { type: 'TaskForceSuggested' }>['data']['cause'],
): readonly Extract<CaseEvent, { type: 'TaskForceSuggested' }>[] =>
  one.taskForceSuggested || (one.taskForce && !one.taskForce.ended)
    ? []
    : [{ type: 'TaskForceSuggested', data: { ...whom(one), cause } }];

/**
 * The breach of a promise at its due instant, and where it goes (R108). A plan or a closed loop that was missed suggests a task
 * force; a week of one that passed without a word begins the next.
 */
export function overdue(
  one: KnownCase,
  clock: CaseClock,
  known: Known,
  recordedAt: Instant = clock.dueAt ?? '',
): readonly Fact[] {
  const { clock: id, dueAt, responsibleId } = clock;
  if (dueAt === undefined || clock.overdue || id === 'silence') return [];
  const data = { ...whom(one), clock: id, responsibleId, dueAt };
  const clocks = nextWeek(clock, recordedAt, known);
  const suggested = id === 'solution' || id === 'closing' ? taskForceSuggested(one, `${id}-overdue`) : ([] as const);
  return [
    { type: 'CaseClockOverdue', data: { ...data, ...(clocks.length > 0 && { clocks }) }, occurredAt: dueAt },
    ...escalating(one, clock, dueAt, known).map((fact) => ({ ...fact, occurredAt: dueAt })),
    ...suggested.map((fact) => ({ ...fact, occurredAt: dueAt })),
  ];
}

/** Who hears of a breach; nobody where nobody is left. */
export function escalating(
  one: KnownCase,
  clock: CaseClock,
  dueAt: Instant,
  known: Known,
): readonly Extract<CaseEvent, { type: 'CaseEscalated' }>[] {
  const { clock: id, responsibleId } = clock;
  const { kind } = clockAbout(id);
  if (kind === 'silence') return [];
  const post = policyOf(clock, known).escalateTo[kind];
  const to = escalationTo(responsibleId, post, known);
  return to === undefined
    ? []
    : [{ type: 'CaseEscalated', data: { ...whom(one), clock: id, responsibleId, dueAt, to, post } }];
}

/** Late is a fact, whoever notices first: the breaches that nobody has recorded yet, earliest first, and every missed week. */
export function overdueBy(
  one: KnownCase,
  { occurredAt, history }: Pick<CommandMetadata, 'occurredAt' | 'history'>,
  known: Known,
): readonly Fact[] {
  const facts: Fact[] = [];
  for (let now = one; ;) {
    const next = earliestMissed(now, occurredAt);
    if (!next) return facts;
    const breach = overdue(now, next, known, occurredAt).map((fact) => (history ? ofThePast(fact) : fact));
    facts.push(...breach);
    now = withFacts(now, breach);
  }
}

/** Whom a breach went to stands, and waits for no answer: thousands of years ago would wait for who leads today. */
const ofThePast = (fact: Fact): Fact =>
  fact.type === 'CaseEscalated' ? { ...fact, data: { ...fact.data, past: true } } : fact;

const earliestMissed = ({ clocks }: KnownCase, at: Instant): CaseClock | undefined =>
  clocks
    .filter((one) => isRunning(one) && !one.overdue && one.clock !== 'silence' && (one.dueAt ?? at) < at)
    .sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1))[0];

/** Of a weekly word: the week is over without one, and the next begins where it ended. */
function nextWeek(clock: CaseClock, recordedAt: Instant, known: Known): readonly ClockChange[] {
  const { dueAt, responsibleId, policy } = clock;
  const sync = syncNumber(clock) + 1;
  if (dueAt === undefined || sync === 1) return [];
  return [
    ...ended(clock, dueAt, 'missed', known),
    startedSync({ sync, responsibleId, policy }, dueAt, recordedAt, known),
  ];
}

/** Roles as they rank among the posts of an escalation. */
const ranks = { supervisor: 0, regionalSupervisor: 0, salesManager: 1, director: 2 } as const;

/** The nearest active person above somebody who has this post or a higher one, else a director, else the nearest of all. */
export function escalationTo(from: string, post: EscalationPost, { staff }: Known): string | undefined {
  const least = escalationPosts.indexOf(post);
  const hasPost = (id: string): boolean =>
    (staff.rolesOf(id) ?? []).some((role) => role in ranks && ranks[role as keyof typeof ranks] >= least);
  const seen = new Set([from]);
  for (let above = staff.superiorOf(from); above !== undefined && !seen.has(above); above = staff.superiorOf(above)) {
    if (hasPost(above)) return above;
    seen.add(above);
  }
  return staff.activeWith('director').find((id) => id !== from) ?? staff.superiorOf(from);
}
