import { decider } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { planRules } from './payment-plan.decider.js';
import { receiptRules } from './receipt.decider.js';
import type { AnyReceivableCommand } from './receivable.commands.js';
import { receivableEvents, type ReceivableEvent } from './receivable.events.js';
import { evolveReceivable, type Receivable } from './receivable.fold.js';
import { writeOffRules } from './write-off.decider.js';

/** The rules of an account (應收賬款): what is planned, what came in, and where every fen of it is. */
export const receivable = decider<AnyReceivableCommand, ReceivableEvent, Receivable, Known>({
  events: receivableEvents,
  id: ({ contractId }) => contractId,
  subject: (state, command) =>
    state.status === 'none'
      ? { owners: command.type === 'PlanPayments' ? [command.ownerId ?? command.metadata.actor.id] : [] }
      : { owners: [state.ownerId] },
  initialState: { status: 'none' },
  decide: { ...planRules, ...receiptRules, ...writeOffRules },
  evolve: evolveReceivable,
});
