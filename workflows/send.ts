import { proxyActivities } from '@temporalio/workflow';
import type { Command, CommandResult } from '@dealtrail/event-sourcing';
import type { AnyDealCommand } from '@dealtrail/deals';
import type { AnyPersonCommand } from '@dealtrail/staff';

/** Every command as an activity of its own name; the runner adds who and when. */
type Sending<C extends Command> = {
  readonly [T in C['type']]: (body: Omit<Extract<C, { type: T }>, 'type' | 'metadata'>) => Promise<CommandResult>;
};

/**
 * Sends commands, each an activity of the command's name. Outages and conflicts are retried for as long as they last; a
 * refusal comes back at once as an `ActivityFailure` whose cause has the refusal's code as its type.
 */
export const send = proxyActivities<Sending<AnyDealCommand | AnyPersonCommand>>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
