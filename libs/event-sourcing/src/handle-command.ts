import { createHmac } from 'node:crypto';
import { decide, evolve, fold, type Decider } from './decider.js';
import { DomainError, WrongExpectedRevision } from './errors.js';
import { noStream, type EventStore } from './event-store.js';
import { canonicalJson, eventId } from './ids.js';
import type { Command, CommandMetadata, Decided, Event, EventMetadata, Position, Recorded } from './message.js';
import { streamName } from './message.js';
import { authorise, type Directory, type Permission } from './permission.js';
import { StreamCache, type StreamEntry } from './stream-cache.js';

/** Where a command left its stream; the same for a repeat. */
export interface CommandResult {
  readonly streamId: string;
  readonly revision: number;
  /** Of the last event the command left, or of the stream's last event when it left none. */
  readonly position: Position;
}

export interface CommandHandlerOptions<K> {
  readonly store: EventStore;
  /** What every decision may know; throws `Unavailable` when it cannot show that it is fresh. */
  readonly known: () => K & { readonly staff: Directory };
  /** Who may send a command; a command without a permission is a programming error. */
  readonly permissionOf: (command: Command) => Permission | undefined;
  /** Key of the body digests (HMAC-SHA-256). */
  readonly digestKey: Buffer;
  /** Streams kept in memory; default 10,000. */
  readonly cachedStreams?: number;
  /** How often a command is decided anew after other writers won; default 10. */
  readonly attempts?: number;
}

/** Runs one command: load, authorise, decide, append at the revision read, retry on conflict. */
export type HandleCommand<K> = <C extends Command, E extends Event, S>(
  decider: Decider<C, E, S, K>,
  command: C,
) => Promise<CommandResult>;

/**
 * Builds the runner every context shares. Within a process a stream has one order: each command decides on the state that the
 * ones before it will leave, and their appends travel in one commit. A decision that stood on something that was not committed
 * is taken anew.
 */
export function commandHandler<K>(options: CommandHandlerOptions<K>): HandleCommand<K> {
  const { store, known, permissionOf, digestKey, attempts = 10 } = options;
  const cache = new StreamCache(options.cachedStreams ?? 10_000);

  const digestOf = ({ metadata: _, ...body }: Command): string =>
    createHmac('sha256', digestKey).update(canonicalJson(body)).digest('hex');

  async function load<C extends Command, E extends Event, S>(
    decider: Decider<C, E, S, K>,
    stream: string,
  ): Promise<StreamEntry> {
    const [recorded = []] = await store.read([stream]);
    return entryOf(decider, recorded as readonly Recorded<E>[]);
  }

  /**
   * A decision that appends proves by its revision that it knew everything. One that appends nothing has to show it: what it
   * stood on is committed, and no other process has written since this one last read the stream.
   */
  async function stands(stream: string, entry: StreamEntry, fresh: boolean): Promise<void> {
    await entry.pending;
    if (fresh) return;
    const [recorded = []] = await store.read([stream]);
    const actual = recorded.at(-1)?.revision ?? noStream;
    if (actual > entry.revision) throw new WrongExpectedRevision(stream, entry.revision, actual);
  }

  function run<C extends Command, E extends Event, S>(
    decider: Decider<C, E, S, K>,
    command: C,
    stream: string,
    digest: string,
    entry: StreamEntry,
    fresh: boolean,
  ): Promise<CommandResult> {
    const { metadata } = command;
    const before = entry.pending;
    const remembered = entry.commands.get(metadata.commandId);
    if (remembered) {
      if (remembered.digest !== digest) throw new DomainError('idempotency-key-reused', 'key-reused');
      return before.then(() => ({ streamId: stream, revision: remembered.revision, position: remembered.position }));
    }

    let decided: readonly Decided<E>[];
    try {
      const knowledge = known();
      const permission = permissionOf(command);
      if (!permission) throw new Error(`${command.type} states no permission`);
      authorise(permission, metadata.actor, decider.subject(entry.state as S, command), knowledge.staff);
      if (metadata.expectedRevision !== undefined && metadata.expectedRevision !== entry.revision)
        throw new DomainError('stale-revision', 'stale', { revision: entry.revision });
      if (metadata.history && entry.live) throw new DomainError('record-is-live');
      if (metadata.history && !metadata.correction && metadata.occurredAt < entry.lastOccurredAt)
        throw new DomainError('earlier-than-last-fact', 'refused', { lastOccurredAt: entry.lastOccurredAt });
      decided = decide(decider, command, entry.state as S, knowledge);
    } catch (refusal) {
      return stands(stream, entry, fresh).then(() => Promise.reject(refusal as Error));
    }
    const revision = entry.revision;
    if (decided.length === 0)
      return stands(stream, entry, fresh).then(() => ({ streamId: stream, revision, position: entry.position }));

    const events = decided.map((event, ordinal) => ({
      id: eventId(stream, metadata.commandId, ordinal),
      type: event.type,
      data: event.data,
      metadata: eventMetadata(command, event, digest),
    }));
    const memory = { digest, revision: revision + events.length, position: 0 };
    const appended = store.append(stream, events, revision).then((result) => {
      memory.position = result.position;
      entry.position = Math.max(entry.position, result.position);
    });
    entry.commands.set(metadata.commandId, memory);
    entry.state = decided.reduce((state, event) => evolve(decider, state, event as E), entry.state as S);
    entry.revision = memory.revision;
    entry.live ||= isLive(metadata);
    for (const { metadata: kept } of events) entry.lastOccurredAt = later(entry.lastOccurredAt, kept.occurredAt);
    entry.pendingCount++;
    const settled = Promise.all([before, appended]).then(
      () => void entry.pendingCount--,
      (error: unknown) => {
        entry.pendingCount--;
        cache.forget(stream, entry);
        throw error;
      },
    );
    entry.pending = settled;
    settled.catch(() => undefined); // every waiter sees it; nobody waiting is no crash
    return appended.then(() => ({ streamId: stream, revision: memory.revision, position: memory.position }));
  }

  return async (decider, command) => {
    const stream = streamName(decider.events.category, decider.id(command));
    const digest = digestOf(command);
    for (let attempt = 1; ; attempt++) {
      const cached = cache.get(stream);
      const fresh = !cached && !cache.isLoading(stream); // a read that others began may be older than this command
      const entry = cached ?? (await cache.load(stream, () => load(decider, stream)));
      try {
        return await run(decider, command, stream, digest, entry, fresh);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision) || attempt >= attempts) throw error;
        cache.forget(stream, entry);
      }
    }
  };
}

function entryOf<C extends Command, E extends Event, S, K>(
  decider: Decider<C, E, S, K>,
  recorded: readonly Recorded<E>[],
): StreamEntry {
  const commands = new Map<string, { digest: string; revision: number; position: Position }>();
  let lastOccurredAt = '';
  let live = false;
  for (const { metadata, revision, position } of recorded) {
    commands.set(metadata.commandId, { digest: metadata.digest, revision, position });
    lastOccurredAt = later(lastOccurredAt, metadata.occurredAt);
    live ||= isLive(metadata);
  }
  const last = recorded.at(-1);
  return {
    state: fold(decider, recorded),
    revision: last?.revision ?? noStream,
    position: last?.position ?? 0,
    lastOccurredAt,
    live,
    commands,
    pending: Promise.resolve(),
    pendingCount: 0,
  };
}

/** What people and programs did as it happened: an import may not add a past to it, past the checks they have to pass. */
const isLive = ({ actor, history }: Pick<CommandMetadata, 'actor' | 'history'>): boolean =>
  (actor.kind === 'staff' || actor.kind === 'apiKey') && !history;

const later = (a: string, b: string): string => (a < b ? b : a);

function eventMetadata({ metadata }: Command, event: Decided<Event>, digest: string): EventMetadata {
  const { commandId, actor, onBehalfOf, correlationId, causationId, occurredAt, history, correction } = metadata;
  return {
    commandId,
    actor,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    correlationId,
    ...(causationId !== undefined && { causationId }),
    occurredAt: event.occurredAt ?? occurredAt,
    ...(history && { history }),
    ...(correction && { correction }),
    digest,
  };
}

/** The runner of one process, as contexts' handlers get it injected. */
export class CommandRunner<K> {
  readonly handle: HandleCommand<K>;

  constructor(options: CommandHandlerOptions<K>) {
    this.handle = commandHandler(options);
  }
}
