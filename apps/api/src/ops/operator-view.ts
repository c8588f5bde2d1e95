import { Injectable } from '@nestjs/common';
import { EventStore, KnownKeeper, tableOf } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReactionLog, RunningProcesses } from '@dealtrail/process-runner';
import { ReadPool, Upkeep } from '@dealtrail/read-store';
import {
  Health,
  ProcessBoard,
  projections,
  readStandings,
  readVerification,
  version,
  type BoardedProcess,
  type Standings,
} from '@dealtrail/runtime';
import { processes, reactionTables } from '@dealtrail/workflows';
import { faultsOf, type Parked, type Unowned } from './faults.js';
import { remembered, Sections } from './sections.js';

const workTable = tableOf(projections.find(({ name }) => name === 'workItems') ?? { name: 'workItems', version: 1 });
const mostListed = 200;

/** Looks at the whole installation, whichever process does the work; says what it could not look at. */
@Injectable()
export class OperatorView {
  private readonly upkeep: Upkeep;
  private readonly reactions: ReactionLog;

  constructor(
    private readonly board: ProcessBoard,
    private readonly health: Health,
    private readonly pool: ReadPool,
    private readonly store: EventStore,
    private readonly running: RunningProcesses,
    private readonly known: KnownKeeper<Known>,
  ) {
    this.upkeep = new Upkeep({ pool, store, projections });
    this.reactions = new ReactionLog(pool);
  }

  /** At most once a second; metrics ask for it too. */
  readonly standings = remembered<Standings>(1_000, () =>
    readStandings({
      pool: this.pool,
      store: this.store,
      projections,
      reactions: reactionTables.map(({ name }) => name),
    }),
  );

  /** Running workflows by process, asked of Temporal at most every 5 s. */
  readonly openWorkflows = remembered<Readonly<Record<string, number>>>(5_000, async () =>
    Object.fromEntries(
      await Promise.all(processes.map(async (process) => [process.name, await this.running.count(process)] as const)),
    ),
  );

  async look() {
    const sections = new Sections();
    const [boarded, standings, parked, open, stepsWithoutOwner, verified] = await Promise.all([
      sections.read('process board', () => this.board.list()),
      sections.read('read models and reactions', this.standings),
      sections.read('parked events', () => this.parked()),
      sections.read('temporal', this.openWorkflows),
      sections.read('steps', () => this.stepsWithoutOwner()),
      sections.read('verification', () => readVerification(this.pool)),
    ]);
    const { unreadable } = sections;
    const shown = this.withOwn(boarded ?? []);
    const looked = { processes: shown, standings, parked, stepsWithoutOwner, verified, unreadable };
    return {
      at: new Date().toISOString(),
      version,
      versions: [...new Set(shown.filter(({ state }) => state === 'running').map((process) => process.version))],
      faults: faultsOf(looked),
      processes: shown,
      head: standings?.head,
      projections: standings?.projections,
      reactions: standings?.reactions,
      parked,
      workflows: {
        open,
        retrying: shown.flatMap(({ parts }) => (parts['worker']?.['retrying'] as object[] | undefined) ?? []),
      },
      stepsWithoutOwner,
      verified: verified?.verifiedAt === undefined ? 'never' : verified,
      unreadable,
    };
  }

  /** What this process says now, rather than what it wrote some seconds ago, or could not write at all. */
  private withOwn(boarded: readonly BoardedProcess[]): readonly BoardedProcess[] {
    const report = this.health.report();
    const own = boarded.find(({ id }) => id === this.board.id) ?? this.board.own();
    return [{ ...own, ...report, state: 'running' }, ...boarded.filter(({ id }) => id !== this.board.id)];
  }

  private async parked(): Promise<readonly Parked[]> {
    const [inProjections, inReactions] = await Promise.all([
      this.upkeep.parked.list({ limit: mostListed }),
      this.reactions.list(),
    ]);
    return [
      ...inProjections
        .filter(({ skippedBecause }) => skippedBecause === undefined)
        .map(({ projection, key, position, cause, firstSeen, attempts }) => ({
          by: 'projection' as const,
          name: projection,
          key,
          position: String(position),
          ...(cause !== undefined && { cause }),
          since: firstSeen,
          attempts,
        })),
      ...inReactions
        .slice(0, mostListed)
        .map(({ reaction, stream, position, cause, trouble, firstSeen, attempts }) => ({
          by: 'reaction' as const,
          name: reaction,
          key: stream,
          position: String(position),
          cause: trouble === 'refused' ? `refused: ${cause}` : cause,
          since: firstSeen,
          attempts,
        })),
    ];
  }

  /** Work for nobody who is active: by rule there is none. */
  private async stepsWithoutOwner(): Promise<readonly Unowned[]> {
    const { staff } = this.known.lastKnown();
    const { rows } = await this.pool.query<{ id: string }>(
      `select distinct unnest(assignees) as id from read."${workTable}"`,
    );
    const inactive = rows.map(({ id }) => id).filter((id) => !staff.isActive(id));
    const unowned = await this.pool.query<Unowned>(
      `select "itemId", kind, assignees, since from read."${workTable}" where assignees <@ $1::text[] and role is null and idle is null order by since limit 100`,
      [inactive],
    );
    return unowned.rows;
  }
}
