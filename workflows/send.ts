import { proxyActivities } from '@temporalio/workflow';
import type { Cause, Command, CommandResult } from '@dealtrail/event-sourcing';
import type {
  AnyContractCommand,
  ContractIdsPlannedBefore,
  OpenContractIdsOf,
  OpenReviewStepsOf,
} from '@dealtrail/contracts';
import type { AnyCaseCommand, CaseIdsPlannedBefore, OpenCaseIdsOf } from '@dealtrail/cases';
import type { AnyDailyCheckCommand, AnyOrderCommand, OpenOrderIdsOf } from '@dealtrail/orders';
import type { AnyDealCommand, OpenDealIdsOf, OpenDealIdsOfCustomer } from '@dealtrail/deals';
import type { AnyReceivableCommand, OpenReceivableIdsOf } from '@dealtrail/payments';
import type { AnyPolicyCommand } from '@dealtrail/policies';
import type { AnyProductFeedbackCommand, OpenProductFeedbackIdsOf } from '@dealtrail/product-feedback';
import type { Page } from '@dealtrail/read-store';
import type { AnyPersonCommand } from '@dealtrail/staff';
import { causeNow } from './cause.js';

/** Every command as an activity of its own name; the runner adds who and when. */
type Sending<C extends Command> = {
  readonly [T in C['type']]: (body: Omit<Extract<C, { type: T }>, 'type' | 'metadata'>) => Promise<CommandResult>;
};

/** A question as an activity of its own name; the runner adds who asks. */
type Asking<Question, Answer> = (question: Omit<Question, 'metadata'>) => Promise<Answer>;

/** What processes ask of the read side: ids, no names. */
interface Questions {
  readonly OpenDealIdsOf: Asking<OpenDealIdsOf, Page<string>>;
  readonly OpenDealIdsOfCustomer: Asking<OpenDealIdsOfCustomer, Page<string>>;
  readonly OpenContractIdsOf: Asking<OpenContractIdsOf, Page<string>>;
  readonly OpenOrderIdsOf: Asking<OpenOrderIdsOf, Page<string>>;
  readonly OpenCaseIdsOf: Asking<OpenCaseIdsOf, Page<string>>;
  readonly OpenReceivableIdsOf: Asking<OpenReceivableIdsOf, Page<string>>;
  readonly OpenProductFeedbackIdsOf: Asking<OpenProductFeedbackIdsOf, Page<string>>;
  readonly OpenReviewStepsOf: Asking<OpenReviewStepsOf, Page<string>>;
  readonly ContractIdsPlannedBefore: Asking<ContractIdsPlannedBefore, Page<string>>;
  readonly CaseIdsPlannedBefore: Asking<CaseIdsPlannedBefore, Page<string>>;
}

/** A worker that was killed beats no more: what it had begun is tried elsewhere, long before the attempt's own limit. */
const patient = {
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '8 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} as const;

/**
 * Sends commands, each an activity of the command's name. Outages and conflicts are retried for as long as they last; a
 * refusal comes back at once as an `ActivityFailure` whose cause has the refusal's code as its type.
 */
export const send: Sending<
  | AnyDealCommand
  | AnyContractCommand
  | AnyOrderCommand
  | AnyDailyCheckCommand
  | AnyCaseCommand
  | AnyReceivableCommand
  | AnyProductFeedbackCommand
  | AnyPersonCommand
  | AnyPolicyCommand
> = withCause();

/** Asks a question; an answer that must not be older than a position is waited for. */
export const ask: Questions = withCause();

/** Every activity by its name; with each goes what the run stands on, so that its facts name their cause. */
function withCause<Activities extends object>(): Activities {
  const activities = proxyActivities<Record<string, (body: object, cause?: Cause) => Promise<unknown>>>(patient);
  const named = (type: string) => (body: object) => {
    const cause = causeNow();
    return cause ? activities[type]?.(body, cause) : activities[type]?.(body);
  };
  return new Proxy({}, { get: (_, type: string) => named(type) }) as Activities;
}
