import type { Instant } from '@dealtrail/event-sourcing';
import type { StepId } from './contract.events.js';

/** Whose a step is: 法務, 財務, 總監, 加簽. */
export const stepDepartments = ['legal', 'finance', 'director', 'added'] as const;
export type StepDepartment = (typeof stepDepartments)[number];

/** How a step ended: by its own decision, or by what ended the round around it. */
export type StepVerdict = 'approved' | 'returned' | 'rejected' | 'recalled' | 'withdrawn';

/** One step of one round, with what its promise came to. */
export interface ReviewStepRow {
  /** `<contractId>/<round>/<step>`. */
  readonly stepKey: string;
  readonly contractId: string;
  readonly round: number;
  readonly step: StepId;
  readonly department: StepDepartment;
  readonly number: string;
  readonly customerId?: string;
  readonly dealId?: string;
  /** Of an open step: now; of another: when it ended. */
  readonly ownerId: string;
  /** As submitted, minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly reviewerId: string;
  /** May decide as well, since the step was overdue (T09). */
  readonly deputyId?: string;
  readonly via: string;
  readonly since: Instant;
  readonly dueAt: Instant;
  readonly workingDays: number;
  readonly calendarVersion: number;
  readonly policyVersion: number;
  /** Planned with a year whose days off are not published. */
  readonly provisional: boolean;
  /** Reminders on record. */
  readonly reminded: number;
  /** The breach on record; always the due instant. */
  readonly overdueAt?: Instant;
  readonly escalatedTo?: string;
  readonly state: 'open' | 'decided' | 'superseded';
  /** When it was decided, or fell away with its round. */
  readonly closedAt?: Instant;
  readonly verdict?: StepVerdict;
  readonly decidedBy?: string;
  /** What the decision took (R070). */
  readonly workingMs?: number;
  readonly late?: boolean;
}

/** Names a step everywhere: rows, questions, processes. */
export const stepKey = (contractId: string, round: number, step: StepId): string => `${contractId}/${round}/${step}`;

/** Reviewers who were added count together, however many. */
export const departmentOf = (step: StepId): StepDepartment =>
  step === 'legal' || step === 'finance' || step === 'director' ? step : 'added';
