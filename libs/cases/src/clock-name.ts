import type { ComplaintStage } from '@dealtrail/policies';
import type { ClockId } from './case.events.js';

/** Names a clock everywhere: rows, questions, processes. */
export const clockKey = (caseId: string, clock: ClockId): string => `${caseId}/${clock}`;

export const clockKinds = ['response', 'solution', 'closing', 'stage', 'sync', 'silence'] as const;
export type ClockKind = (typeof clockKinds)[number];

/** What a clock's name says: its kind, and of which stage, in which round, or the how many-eth word it is. */
export function clockAbout(clock: ClockId): {
  readonly kind: ClockKind;
  readonly stage?: ComplaintStage;
  readonly round?: number;
  readonly sync?: number;
} {
  const [kind, of = '', round] = clock.split('/') as [ClockKind, string?, string?];
  if (kind === 'stage') return { kind, stage: of as ComplaintStage, round: Number(round) };
  return kind === 'sync' ? { kind, sync: Number(of) } : { kind };
}
