import { decide, evolve, fold, type Decider } from '../decider.js';
import { DomainError } from '../errors.js';
import type { Command, Event } from '../message.js';

/** `given(facts).when(command).then(facts)`: a decider's behaviour without anything around it. */
export interface Specification<C extends Command, E extends Event> {
  (...history: readonly E[]): {
    when(command: C): {
      /** Exactly these facts; folded in, the same command must then decide nothing (or what `again` says). */
      then(...expected: readonly (E & { readonly occurredAt?: string })[]): void;
      /** For a command that truly may repeat: as `then`, without deciding again. */
      thenEachTime(...expected: readonly (E & { readonly occurredAt?: string })[]): void;
      thenNothing(): void;
      thenRefuses(code: string): void;
    };
  };
}

/** Binds the kit to one decider and what it may know. */
export function specification<C extends Command, E extends Event, S, K>(
  decider: Decider<C, E, S, K>,
  known: K,
): Specification<C, E> {
  return (...history) => ({
    when: (command) => {
      const state = fold(decider, history);
      const decided = () => decide(decider, command, state, known);
      const thenEachTime = (...expected: readonly E[]): readonly E[] => {
        const events = decided();
        expect(events).toEqual(expected);
        return events;
      };
      return {
        thenEachTime: (...expected) => void thenEachTime(...expected),
        then: (...expected) => {
          const after = thenEachTime(...expected).reduce((s, event) => evolve(decider, s, event), state);
          expect(decide(decider, command, after, known)).toEqual([]);
        },
        thenNothing: () => expect(decided()).toEqual([]),
        thenRefuses: (code) => {
          let refusal: unknown;
          try {
            decided();
          } catch (error) {
            refusal = error;
          }
          expect(refusal).toBeInstanceOf(DomainError);
          expect((refusal as DomainError).code).toBe(code);
        },
      };
    },
  });
}
