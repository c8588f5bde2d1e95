import type { Instant } from '@dealtrail/event-sourcing';
import type { CaseKind, ComplaintStage, CountedTime } from '@dealtrail/policies';
import type { ClockId, PauseCause } from './case.events.js';
import type { ClockKind } from './clock-name.js';
import type { CaseClock } from './clock-state.js';

export const clockStates = ['running', 'paused', 'met', 'superseded', 'missed'] as const;
export type ClockState = (typeof clockStates)[number];

/** One clock of a case, with what it came to. Whose the case is and whom it concerns, `caseRegister` says: not every fact of that touches a clock. */
export interface CaseClockRow {
  /** `<caseId>/<clock>`. */
  readonly clockKey: string;
  readonly caseId: string;
  readonly clock: ClockId;
  readonly clockKind: ClockKind;
  readonly stage?: ComplaintStage;
  readonly round?: number;
  readonly sync?: number;
  readonly number: string;
  readonly kind: CaseKind;
  readonly responsibleId: string;
  readonly since: Instant;
  /** The last instant in time; absent while it is paused or ended. */
  readonly dueAt?: Instant;
  readonly state: ClockState;
  readonly pausedFor?: PauseCause;
  /** Of one that ended. */
  readonly endedAt?: Instant;
  readonly limitMs: number;
  readonly counts: CountedTime;
  readonly calendarVersion?: number;
  readonly policyVersion: number;
  /** Counted up to its end, its pause, or since when it last began to count; what of it is paused and over, ms. */
  readonly countedMs: number;
  readonly pausedMs: number;
  /** Warnings on record. */
  readonly reminded: number;
  /** The breach on record; always the due instant. */
  readonly overdueAt?: Instant;
  readonly escalatedTo: readonly string[];
  /** How often it was planned again after its start. */
  readonly plannedAnew: number;
  /** Brought by an import. */
  readonly history: boolean;
  /** As the fold of its case has it: every stretch, every plan with its cause, who was told (U-28). */
  readonly its: CaseClock;
  readonly revision: number;
}
