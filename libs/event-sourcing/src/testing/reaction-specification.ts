import type { Action, ReactionContext, Reactions } from '../reaction.js';
import type { Event, Recorded } from '../message.js';
import { entryOf } from '../table.js';

/** What a specification gives a reaction; one that asks nothing needs no answers. */
type GivenContext<K> = Omit<ReactionContext<K>, 'ask'> & Partial<Pick<ReactionContext<K>, 'ask'>>;

const notAsked = (): Promise<never> => Promise.reject(new Error('not asked'));

/** `when(event).then(action, …)`: what a fact leads to. */
export const reactionSpecification =
  <E extends Event, K>(table: Reactions<E, K>, context: GivenContext<K>) =>
  (event: Recorded<E>) => ({
    then: async (...expected: readonly Action[]): Promise<void> => {
      const react = entryOf<(event: Recorded<E>, context: ReactionContext<K>) => unknown>(table.react, event.type);
      expect((await react?.(event, { ask: notAsked, ...context })) ?? []).toEqual(expected);
    },
  });
