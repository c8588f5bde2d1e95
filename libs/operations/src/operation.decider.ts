import { decider, ensure } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { AnyOperationCommand } from './operation.commands.js';
import { operationEvents, type OperationEvent } from './operation.events.js';

/** Whether the operation is on record. */
export interface OnRecord {
  readonly recorded: boolean;
}

/** The rules of operations (運維操作): each is done once and stands. */
export const operation = decider<AnyOperationCommand, OperationEvent, OnRecord, Known>({
  events: operationEvents,
  id: ({ operationId }) => operationId,
  subject: () => ({ owners: [] }),
  initialState: { recorded: false },
  decide: {
    SkipParkedEvent: ({ operationId, projection, reaction, key, position, reason, metadata }, { recorded }) => {
      if (recorded) return [];
      const name = projection ?? reaction;
      ensure(name !== undefined && (projection === undefined || reaction === undefined), 'skip-names-one');
      const by = projection === undefined ? 'reaction' : 'projection';
      const data = {
        operationId,
        by,
        name,
        key,
        position: Number(position),
        reason,
        skippedBy: metadata.actor.id,
      } as const;
      return [{ type: 'ParkedEventSkipped', data }];
    },
  },
  evolve: { ParkedEventSkipped: () => ({ recorded: true }) },
});
