import type { Instant } from '@dealtrail/event-sourcing';
import type { CaseKind, ComplaintStage, EscalationPost } from '@dealtrail/policies';
import type { ClockId } from './case.events.js';
import type { ClockKind } from './clock-name.js';

/** That somebody was told of a breach. */
export interface ToldOfBreach {
  readonly to: string;
  readonly post: EscalationPost;
  /** When it was written down: they could not have known before. */
  readonly at: Instant;
  /** Who was told in their place, for they had left before they answered. */
  readonly replacedBy?: string;
  readonly replacedAt?: Instant;
  readonly cause?: 'left';
}

export const escalationStates = ['open', 'acknowledged', 'past'] as const;
/** `past`: an import tells it, and nobody of today has to answer. */
export type EscalationState = (typeof escalationStates)[number];

/** A breach somebody was told of, and what they answered (R108). Whose its case is and whom that concerns, `caseRegister` says. */
export interface CaseEscalationRow {
  /** `<caseId>/<clock>/<dueAt>`: a clock is missed once, and may start again. */
  readonly escalationKey: string;
  readonly caseId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly clock: ClockId;
  readonly clockKind: ClockKind;
  readonly stage?: ComplaintStage;
  readonly round?: number;
  readonly sync?: number;
  /** Who missed it. */
  readonly responsibleId: string;
  /** Who answers for it: the last who was told. */
  readonly to: string;
  readonly post: EscalationPost;
  readonly dueAt: Instant;
  /** When they were told. */
  readonly toldAt: Instant;
  /** Everybody who was told, in turn; the last is `to`. The newest 20. */
  readonly told: readonly ToldOfBreach[];
  readonly state: EscalationState;
  readonly acknowledgedAt?: Instant;
  readonly acknowledgedBy?: string;
  readonly answer?: string;
  /** Brought by an import. */
  readonly history: boolean;
  readonly revision: number;
}
