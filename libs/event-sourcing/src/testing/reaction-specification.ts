import type { Action, ReactionContext, Reactions } from '../reaction.js';
import type { Event, Recorded } from '../message.js';
import { entryOf } from '../table.js';

/** `when(event).then(action, …)`: what a fact leads to. */
export const reactionSpecification =
  <E extends Event, K>(table: Reactions<E, K>, context: ReactionContext<K>) =>
  (event: Recorded<E>) => ({
    then: async (...expected: readonly Action[]): Promise<void> => {
      const react = entryOf<(event: Recorded<E>, context: ReactionContext<K>) => unknown>(table.react, event.type);
      expect((await react?.(event, context)) ?? []).toEqual(expected);
    },
  });
