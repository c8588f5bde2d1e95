import type { Command, Decided, Event } from './message.js';
import type { AnyEventSchema, EventSchema } from './event-schema.js';
import type { Subject } from './permission.js';
import { entryOf } from './table.js';

/** What happened so far, folded; holds only what some rule reads. */
export type Evolve<S, E extends Event> = { readonly [T in E['type']]: (state: S, event: Extract<E, { type: T }>) => S };

/** The rules: a list of facts, always; `[]` for a repeat; a DomainError for a contradiction. */
export type Decide<C extends Command, S, E extends Event, K> = {
  readonly [T in C['type']]: (command: Extract<C, { type: T }>, state: S, known: K) => readonly Decided<E>[];
};

/** One aggregate: pure, exhaustive by type, no clock, no ids made up, no I/O. */
export interface Decider<C extends Command, E extends Event, S, K = unknown> {
  readonly events: EventSchema<E>;
  /** The aggregate's id (without the category). */
  readonly id: (command: C) => string;
  /** Whom the record belongs to, for permissions; of a record that is only being made, from the command. */
  readonly subject: (state: S, command: C) => Subject;
  readonly initialState: S;
  readonly decide: Decide<C, S, E, K>;
  readonly evolve: Evolve<S, E>;
}

/** The fold of an aggregate, without its commands: what reading it back needs. */
export interface Aggregate<S> {
  readonly events: AnyEventSchema;
  readonly initialState: S;
  readonly evolve: object;
}

/** Lets TypeScript infer nothing and check everything. */
export const decider = <C extends Command, E extends Event, S, K = unknown>(
  definition: Decider<C, E, S, K>,
): Decider<C, E, S, K> => definition;

/** Folds one event. */
export function evolve<S>({ evolve: table }: Pick<Aggregate<S>, 'evolve'>, state: S, event: Event): S {
  const step = entryOf<(state: S, event: Event) => S>(table, event.type);
  if (!step) throw new Error(`no evolve for ${event.type}`);
  return step(state, event);
}

/** The state after these events. */
export const fold = <S>(aggregate: Omit<Aggregate<S>, 'events'>, events: readonly Event[]): S =>
  events.reduce((state, event) => evolve(aggregate, state, event), aggregate.initialState);

/** Runs one rule. */
export function decide<C extends Command, E extends Event, S, K>(
  { decide: table }: Decider<C, E, S, K>,
  command: C,
  state: S,
  known: K,
): readonly Decided<E>[] {
  const rule = entryOf<(command: C, state: S, known: K) => readonly Decided<E>[]>(table, command.type);
  if (!rule) throw new Error(`no rule for ${command.type}`);
  return rule(command, state, known);
}
