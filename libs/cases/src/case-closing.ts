import type { Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ended } from './case-clock.js';
import { withFacts } from './case-overdue.js';
import { clockOf, doing, ending, resuming, stageClock, type Facts } from './case-rules.js';
import { isAtWork } from './case-task-force.decider.js';
import { whom } from './case-whom.js';
import type { CaseCause, CaseChannel } from './case.events.js';
import type { KnownCase } from './case.fold.js';
import { openSync } from './sync-clock.js';

/** Whose word it was that the customer is content. */
export interface Word {
  readonly linkId?: string;
  readonly by?: string;
  readonly channel?: CaseChannel;
  readonly silence: boolean;
}

/** Whether a case may close: a complaint only with its cause (R105, G-050), but for history, which knows of none. */
export const mayClose = ({ kind, cause }: KnownCase, history = false): boolean =>
  kind !== 'complaint' || cause !== undefined || history;

/** The customer is content, or said nothing; until a complaint has its cause, the company has the word again. */
export function confirmed(one: KnownCase, word: Word, at: Instant, known: Known, willClose: boolean): Facts {
  const clocks = [
    ...ending(one, ['silence'], at, 'met', known),
    ...(willClose || one.status !== 'resolved' ? [] : resuming(one, at, known)),
  ];
  return [{ type: 'CaseResolutionConfirmed', data: { ...whom(one), ...word, ...doing(clocks) } }];
}

/** The closed loop (R101): ends every promise, and the task force with it. */
export function closed(
  one: KnownCase,
  said: { readonly by?: string; readonly cause?: CaseCause },
  at: Instant,
  known: Known,
): Facts {
  const ids = ['response', 'solution', 'closing', ...one.stages.slice(-1).map(stageClock), 'silence'] as const;
  const clocks = ending(one, ids, at, 'met', known);
  const late = clockOf(one, 'closing')?.overdue ?? false;
  return [
    { type: 'CaseClosed', data: { ...whom(one), ...said, late, ...doing(clocks) } },
    ...taskForceEnded(one, at, known),
  ];
}

/** Confirmed, and closed with that where nothing is missing: what the customer's word and their silence bring about. */
export function confirming(
  one: KnownCase,
  word: Word,
  at: Instant,
  known: Known,
  { by, history }: { readonly by?: string; readonly history?: boolean } = {},
): Facts {
  const willClose = mayClose(one, history);
  const facts = confirmed(one, word, at, known, willClose);
  return willClose ? [...facts, ...closed(withFacts(one, facts), { by }, at, known)] : facts;
}

/** A task force ends with its case (G-049), and so does what it owed. */
function taskForceEnded(one: KnownCase, at: Instant, known: Known): Facts {
  if (!isAtWork(one)) return [];
  const week = openSync(one);
  const clocks = week ? ended(week, at, 'superseded', known) : [];
  return [{ type: 'TaskForceEnded', data: { ...whom(one), ...doing(clocks) } }];
}
