import type { Aggregate } from './decider.js';
import type { Command, CommandMetadata, Event, Position, Recorded } from './message.js';

/** A command without who and when: the runner adds them. */
export type Intention<C extends Command = Command> = C extends Command ? Omit<C, 'metadata'> : never;

/** The fact a run was started for or last told: what its commands name as their cause. */
export interface Cause {
  readonly correlationId: string;
  readonly causationId: string;
}

/** The cause of what is done about an event. */
export const causeOfEvent = ({ id, metadata }: Recorded): Cause => ({
  correlationId: metadata.correlationId,
  causationId: id,
});

/** What an open process is started with: state, not the event that began it. */
export interface OpenProcess<Input extends object = object> {
  readonly workflowId: string;
  /** Ids, states and instants; no personal data. */
  readonly input: Input & { readonly position: Position };
}

/** Where a folded stream stands. */
export interface Standing {
  readonly id: string;
  readonly revision: number;
  readonly position: Position;
}

/** What every durable process of an aggregate is known by. */
interface ProcessOf<S, Input extends object> {
  /** Noun = workflow function = file = Temporal type. */
  readonly name: string;
  /** The aggregate whose fold says whether it is open. */
  readonly of: Aggregate<S>;
  /** Signals of this name carry its events. */
  readonly signal: string;
  /** The five search attributes, summary line of the run as Temporal's UI lists it. */
  readonly describe: (input: Input) => ProcessDescription;
}

/** A durable process of one aggregate: whether one should run, under which id, with which input. */
export interface Process<S = unknown, Input extends object = object> extends ProcessOf<S, Input> {
  readonly open: (state: S, standing: Standing) => OpenProcess<Input> | undefined;
}

/** One that runs for each part of an aggregate that is open, under `<process>/<aggregate>/<part>`. */
export interface PartedProcess<S = unknown, Input extends object = object> extends ProcessOf<S, Input> {
  readonly open: (state: S, standing: Standing) => readonly OpenProcess<Input>[];
}

/** What a manager sees in Temporal's UI from the first second. */
export interface ProcessDescription {
  readonly summary: string;
  readonly customer?: string;
  readonly owner?: string;
  readonly stage?: string;
  readonly nextDue?: string;
  readonly overdue: boolean;
}

/** Any process, whatever its state and input: what the runner works with. */
export interface AnyProcess {
  readonly name: string;
  readonly of: Aggregate<unknown>;
  readonly open: (state: never, standing: Standing) => OpenProcess | readonly OpenProcess[] | undefined;
  readonly signal: string;
  readonly describe: (input: never) => ProcessDescription;
}

/** What happens next. */
export type Action =
  | ({ readonly kind: 'command'; readonly command: Intention } & SendOptions)
  | { readonly kind: 'start'; readonly process: AnyProcess; readonly id: string }
  | { readonly kind: 'signal'; readonly process: AnyProcess; readonly id: string; readonly event: Recorded };

/** How a command is sent, where that is not plainly the reaction's own doing. */
export interface SendOptions {
  /** For whom and of when, under the id with which others may send the very same: it has one effect, whoever comes first. */
  readonly as?: Pick<CommandMetadata, 'actor' | 'commandId' | 'occurredAt'>;
  /** What is sent (by the reaction) when the command is refused. */
  readonly otherwise?: Intention;
}

export const send = <C extends Command>(command: Intention<C>, options: SendOptions = {}): Action => ({
  kind: 'command',
  command: command as Intention,
  ...options,
});
/** `id` is the aggregate's, for all that is open of it, or with `/<part>` behind it, for that part alone. */
export const start = (process: AnyProcess, id: string): Action => ({ kind: 'start', process, id });
export const signal = (process: AnyProcess, id: string, event: Recorded): Action => ({
  kind: 'signal',
  process,
  id,
  event,
});

/** What a reaction may look at besides its event. */
export interface ReactionContext<K> {
  /** At or after the event's position. */
  readonly known: K;
  /** The state of any aggregate, read from the log. */
  readonly load: <S>(aggregate: Aggregate<S>, id: string) => Promise<S>;
  /** The read side's answer, at or after the event's position; asked as the reaction's process. */
  readonly ask: <Q extends object, A>(question: new () => Q, parameters: Partial<Q>) => Promise<A>;
}

/** event → actions; serial per stream, with its own checkpoint. History is fact, not news: it gets here only where asked for. */
export interface Reactions<E extends Event = Event, K = unknown> {
  readonly name: string;
  /** Hears history too: for a rule that must hold for all that is in the log, however it came there. */
  readonly history?: boolean;
  readonly react: {
    readonly [T in E['type']]?: (
      event: Recorded<Extract<E, { type: T }>>,
      context: ReactionContext<K>,
    ) => readonly Action[] | Promise<readonly Action[]>;
  };
}

export const reactions = <E extends Event, K = unknown>(definition: Reactions<E, K>): Reactions<E, K> => definition;
