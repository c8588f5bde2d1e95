import { runSubscription, type EventStore, type Recorded, type RunningSubscription } from '@dealtrail/event-sourcing';
import { operationEvents, type OperationEvent } from '@dealtrail/operations';
import { ReactionLog } from '@dealtrail/process-runner';
import { Upkeep, type ReadPool, type Retried } from '@dealtrail/read-store';
import { projections } from '../contexts.js';
import { prepareOperations } from './operations-schema.js';

type Skipped = Extract<OperationEvent, { type: 'ParkedEventSkipped' }>['data'];

/** Does what skips on record ask for; doing it twice changes nothing, so the one who was asked and those who follow the log both do it. */
export class Skips {
  private readonly upkeep: Upkeep;
  private readonly reactions: ReactionLog;
  private following: RunningSubscription | undefined;

  constructor(
    private readonly pool: ReadPool,
    private readonly store: EventStore,
  ) {
    this.upkeep = new Upkeep({ pool, store, projections });
    this.reactions = new ReactionLog(pool);
  }

  /** Whether there is such an event to skip. */
  async isParked({ by, name, key, position }: Pick<Skipped, 'by' | 'name' | 'key' | 'position'>): Promise<boolean> {
    if (by === 'projection') return this.upkeep.parked.holds(name, key, position);
    return (await this.reactions.list()).some(
      (event) => event.reaction === name && event.stream === key && event.position === position,
    );
  }

  /** Leaves the event, and goes on with what waited behind it. */
  async perform({ by, name, key, position, reason, skippedBy }: Skipped): Promise<Retried> {
    if (by === 'reaction') return this.reactions.skip(name, key, position);
    if (!(await this.upkeep.parked.holds(name, key, position))) return { folded: 0, stillParked: 0 };
    return this.upkeep.parked.skip(name, key, position, reason, skippedBy);
  }

  /** Finishes what a process that was killed between the record and the deed has left. */
  async follow(onFailure: (error: unknown) => void): Promise<void> {
    await prepareOperations(this.pool);
    await this.reactions.prepare();
    let checkpoint = 0;
    this.following = runSubscription({
      name: 'operations',
      store: this.store,
      categories: [operationEvents.category],
      after: async () => (checkpoint = await this.checkpoint()),
      handle: async ({ events, position }) => {
        for (const { type, data } of events as readonly Recorded<OperationEvent>[])
          if (type === 'ParkedEventSkipped') await this.perform(data);
        // Not at every quiet look: a batch that is read again costs nothing.
        if (events.length === 0 && position - checkpoint < 1_000) return;
        await this.pool.query(
          `insert into operations.checkpoints values ('skips', $1)
           on conflict (name) do update set position = greatest(operations.checkpoints.position, excluded.position)`,
          [position],
        );
        checkpoint = position;
      },
      onFailure,
    });
  }

  async stop(): Promise<void> {
    await this.following?.stop();
  }

  private async checkpoint(): Promise<number> {
    const { rows } = await this.pool.query<{ position: number }>(
      `select position from operations.checkpoints where name = 'skips'`,
    );
    return rows[0]?.position ?? 0;
  }
}
