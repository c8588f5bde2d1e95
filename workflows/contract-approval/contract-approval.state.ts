import type { Instant, Position, ProcessDescription } from '@dealtrail/event-sourcing';
import type { StepId } from '@dealtrail/contracts';
import { shownTime } from '../shown-time.js';

/** One step of a round, as the process waits for it. */
export interface ApprovalStep {
  readonly step: StepId;
  readonly reviewerId: string;
  readonly since: Instant;
  /** The last instant in time. */
  readonly dueAt: Instant;
  /** The warnings that are not on record yet. */
  readonly warnAt: readonly Instant[];
  /** Percent of the working time, of the warnings on record. */
  readonly reminded: readonly number[];
  /** The breach is on record. */
  readonly overdue: boolean;
  readonly escalatedTo?: string;
  readonly decided: boolean;
}

/** One round of a contract's approval (R063–R067, T07–T09). */
export interface ContractApproval {
  readonly contractId: string;
  /** The short number people read. */
  readonly number: string;
  /** Counts from 1. */
  readonly round: number;
  readonly customerId?: string;
  readonly ownerId: string;
  /** In the order in which they opened; none ever goes. */
  readonly steps: readonly ApprovalStep[];
  /** Approved, returned, rejected, recalled or withdrawn. */
  readonly ended: boolean;
  /** Of the last event this knows of. */
  readonly position: Position;
}

/** Whether there is still an instant to wait for. */
export const isKept = ({ decided, overdue }: ApprovalStep): boolean => !decided && !overdue;

const stageOf = ({ steps }: ContractApproval): 'review' | 'director' =>
  steps.some(({ step }) => step === 'director') ? 'director' : 'review';

/**
 * The line and the search attributes of a round. `Owner` is the contract's: a keyword holds one person, and a filter by one
 * of the two or more who review at a time would hide the round from those who look for the others (they have `TeamWork`).
 */
export function describeContractApproval(approval: ContractApproval): ProcessDescription {
  const { number, round, customerId, ownerId, steps, ended } = approval;
  const [nextDue] = steps
    .filter(isKept)
    .map(({ dueAt }) => dueAt)
    .sort();
  return {
    summary: `合同審批 contract ${number} · round ${round}`,
    ...(customerId !== undefined && { customer: customerId }),
    owner: ownerId,
    stage: stageOf(approval),
    ...(!ended && nextDue !== undefined && { nextDue }),
    overdue: steps.some(({ decided, overdue }) => overdue && !decided),
  };
}

const titles: Readonly<Record<string, string>> = {
  legal: '法務 legal',
  finance: '財務 finance',
  director: '總監 director',
};

const stages = { review: '部門審核 departments', director: '總監審批 director' } as const;

/** What a manager reads of a round in Temporal's UI. */
export const detailsOfContractApproval = (approval: ContractApproval): string =>
  [
    `### 合同審批 Contract ${approval.number}, 第 ${approval.round} 輪 round ${approval.round}`,
    `- 負責人 owner: ${approval.ownerId}`,
    `- 階段 stage: ${approval.ended ? '已結束 ended' : stages[stageOf(approval)]}`,
    ...approval.steps.map(
      (step) => `- **${titles[step.step] ?? `加簽 ${step.step}`}**: ${step.reviewerId}; ${standing(step)}`,
    ),
  ].join('\n');

function standing({ decided, overdue, since, dueAt, reminded, escalatedTo }: ApprovalStep): string {
  const due = `開始 since ${shownTime(since)}; 到期 due ${shownTime(dueAt)}`;
  const told =
    reminded.length > 0 ? `; 已提醒 reminded at ${reminded.map((percent) => `${percent} %`).join(', ')}` : '';
  const late = overdue ? '; **已逾期 overdue**' : '';
  const escalated = escalatedTo === undefined ? '' : `, 已上報 escalated to ${escalatedTo}`;
  return `${due}${told}${late}${escalated}${decided ? '; 已審 decided' : ''}`;
}
