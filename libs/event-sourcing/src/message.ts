/** A UTC instant as ISO 8601 with milliseconds, e.g. `2026-11-23T05:40:00.000Z`; instants compare as strings. */
export type Instant = string;

/** An increasing number of one store; only PostgreSQL's are dense. A decimal string outside the process. */
export type Position = number;

/** Who acts: people, durable processes, imports and the system itself are told apart for ever. */
export type ActorKind = 'staff' | 'process' | 'customerLink' | 'import' | 'apiKey' | 'system';

export interface Actor {
  readonly kind: ActorKind;
  readonly id: string;
}

/** Set at the edge, never by the client. */
export interface CommandMetadata {
  /** A uuid; the same id has at most one effect per stream, for ever. */
  readonly commandId: string;
  readonly actor: Actor;
  /** The staff member for whom an import, process or link acts. */
  readonly onBehalfOf?: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly occurredAt: Instant;
  /** Imported past: fact, not news; reactions leave it alone unless they ask for it. */
  readonly history?: boolean;
  /** May be dated before the last fact of its stream. */
  readonly correction?: boolean;
  /** From `If-Match`: the revision the caller has seen. */
  readonly expectedRevision?: number;
}

/** The person who acts: an import, process or link acts for somebody. */
export const personOf = ({ actor, onBehalfOf }: CommandMetadata): string =>
  actor.kind === 'staff' ? actor.id : (onBehalfOf ?? actor.id);

/** An intention. One class is HTTP body, CQRS message and validation in one. */
export interface Command {
  readonly type: string;
  readonly metadata: CommandMetadata;
}

/** A fact. Named noun + past participle; its name is the storage format. */
export interface Event<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** A decided fact; a breach carries its own `occurredAt` (the due instant), others take the command's. */
export type Decided<E extends Event> = E & { readonly occurredAt?: Instant };

/** What is kept about the command behind an event. No personal data but staff ids. */
export interface EventMetadata {
  readonly commandId: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly occurredAt: Instant;
  readonly history?: boolean;
  readonly correction?: boolean;
  /** HMAC-SHA-256 (hex) of the canonical command body; tells a repeat from a key reused for something else. */
  readonly digest: string;
}

/** An event as the store returns it: in today's shape, personal fields readable or erased. */
export type Recorded<E extends Event = Event> = E & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
  readonly metadata: EventMetadata;
};

/** Reads the time; called at the edge only, never in a decider, projection or workflow. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** `<category>-<id>`; the id is a uuid, or a code for staff. */
export const streamName = (category: string, id: string): string => `${category}-${id}`;

export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

export const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
