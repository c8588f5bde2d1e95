import { setTimeout as delay } from 'node:timers/promises';
import {
  canonicalJson,
  causeOfEvent,
  derivedId,
  DomainError,
  entryOf,
  type Action,
  type Clock,
  type Command,
  type CommandRegistry,
  type EventStore,
  type Intention,
  type Position,
  type ReactionContext,
  type Reactions,
  type Recorded,
  type SendOptions,
} from '@dealtrail/event-sourcing';
import { appendSpanOf, type Telemetry } from '@dealtrail/telemetry';
import { causeOf, isOutage } from './outage.js';
import type { ReactionLog } from './reaction-log.js';
import type { RunningProcesses } from './running-processes.js';
import { readState } from './state-reader.js';

export interface ReactionPerformerOptions<K> {
  readonly store: EventStore;
  readonly known: { reached(position: Position): Promise<K> };
  readonly commands: CommandRegistry;
  readonly dispatch: (command: Command) => Promise<unknown>;
  /** Asks the read side. Errors: `Unavailable` while it is away or behind, which is waited out. */
  readonly ask: (question: object) => Promise<unknown>;
  readonly processes: RunningProcesses;
  readonly clock: Clock;
  readonly onFailure?: (error: unknown, what: string) => void;
  /** Tries of one event before it is given up (outages do not count); default 5. */
  readonly attempts?: number;
  readonly telemetry?: Telemetry;
}

/** Does what one fact calls for: asks the table, then sends, starts and signals in the order it was told. */
export class ReactionPerformer<K> {
  constructor(
    private readonly options: ReactionPerformerOptions<K>,
    private readonly log: ReactionLog,
  ) {}

  /** The cause when it keeps failing. Throws only when it is told to stop. */
  async tryOften(table: Reactions<never, K>, event: Recorded, signal: AbortSignal): Promise<string | undefined> {
    const { attempts = 5, onFailure, telemetry } = this.options;
    for (let failures = 0, waits = 0; ; waits++) {
      if (waits > 0) telemetry?.instruments.reactionRetries.add(1, { 'dealtrail.reaction': table.name });
      try {
        await this.traced(table, event);
        return undefined;
      } catch (error) {
        if (isOutage(error)) onFailure?.(error, `reaction ${table.name} to ${event.type} waits`);
        else if (++failures >= attempts) return causeOf(error);
        await delay(Math.min(100 * 2 ** waits, 10_000), undefined, { signal });
      }
    }
  }

  private traced(table: Reactions<never, K>, event: Recorded): Promise<void> {
    const work = () => this.perform(table, event);
    const { correlationId, commandId } = event.metadata;
    const stage = {
      name: `react ${table.name}`,
      kind: 'CONSUMER',
      correlationId,
      parentId: appendSpanOf(commandId),
      attributes: { 'dealtrail.event': event.type },
    } as const;
    return this.options.telemetry?.tracing?.during(stage, work) ?? work();
  }

  private async perform(table: Reactions<never, K>, event: Recorded): Promise<void> {
    const { store, known, ask } = this.options;
    const react = entryOf<(event: Recorded, context: ReactionContext<K>) => readonly Action[] | Promise<Action[]>>(
      table.react,
      event.type,
    );
    const context: ReactionContext<K> = {
      known: await known.reached(event.position),
      load: async (aggregate, id) => (await readState(store, aggregate, id)).state,
      ask: <Q extends object, A>(question: new () => Q, parameters: Partial<Q>) =>
        ask(
          Object.assign(new question(), parameters, {
            minPosition: String(event.position),
            metadata: { actor: { kind: 'process', id: table.name } },
          }),
        ) as Promise<A>,
    };
    const actions = (await react?.(event, context)) ?? [];
    for (const action of actions) await this.act(table.name, event, action);
  }

  private async act(reaction: string, event: Recorded, action: Action): Promise<void> {
    const { processes, dispatch } = this.options;
    if (action.kind === 'start') await processes.ensure(action.process, action.id, causeOfEvent(event));
    else if (action.kind === 'signal') await processes.tell(action.process, action.id, action.event);
    else
      try {
        await dispatch(this.commandOf(reaction, event, action.command, action.as));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        await this.log.note(reaction, event, 'refused', `${action.command.type}: ${error.code}`);
        if (action.otherwise) await this.act(reaction, event, { kind: 'command', command: action.otherwise });
      }
  }

  /** The id is that of what is to be done, not of its place: a list that is made again may have become shorter. */
  private commandOf(reaction: string, event: Recorded, intention: Intention, as?: SendOptions['as']): Command {
    return this.options.commands.create(intention, {
      commandId: derivedId('reaction', event.id, reaction, canonicalJson(intention)),
      actor: { kind: 'process', id: reaction },
      correlationId: event.metadata.correlationId,
      causationId: event.id,
      occurredAt: this.options.clock.now(),
      ...as,
    });
  }
}
