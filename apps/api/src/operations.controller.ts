import { Controller, Get, HttpCode, Post, type OnModuleInit } from '@nestjs/common';
import { FromRequest } from '@dealtrail/http';
import { ReactionLog, Reconciler } from '@dealtrail/process-runner';
import { ReadPool, Upkeep } from '@dealtrail/read-store';
import { ensureFound, EventStore } from '@dealtrail/event-sourcing';
import { SkipParkedEvent } from '@dealtrail/operations';
import { Dispatcher, projections, Skips } from '@dealtrail/runtime';
import {
  ParkedEvents,
  RebuildProgress,
  RebuildReadModels,
  Reconcile,
  RetryParkedEvents,
} from './operations.queries.js';

/** What operators do to the machinery; the process that leads does the work, whichever it is. */
@Controller('operations')
export class OperationsController implements OnModuleInit {
  private readonly upkeep: Upkeep;
  private readonly reactions: ReactionLog;

  constructor(
    private readonly reconciler: Reconciler,
    private readonly skips: Skips,
    private readonly dispatcher: Dispatcher,
    pool: ReadPool,
    private readonly store: EventStore,
  ) {
    this.upkeep = new Upkeep({ pool, store, projections });
    this.reactions = new ReactionLog(pool);
  }

  /** No worker may have started yet. */
  onModuleInit(): Promise<void> {
    return this.reactions.prepare();
  }

  @Post('reconcile')
  @HttpCode(200)
  async reconcile(@FromRequest() { dryRun = false }: Reconcile) {
    return { dryRun, processes: await this.reconciler.run({ dryRun }) };
  }

  @Post('rebuild')
  @HttpCode(202)
  async rebuild(
    @FromRequest() { projections: names = projections.map(({ name }) => name), metadata }: RebuildReadModels,
  ) {
    for (const name of names) await this.upkeep.requestRebuild(name, metadata.actor.id);
    return { requested: names };
  }

  @Get('rebuilds')
  async rebuilds(@FromRequest() _: RebuildProgress) {
    const items = await this.upkeep.rebuilds();
    return {
      items: items.map((rebuild) => ({ ...rebuild, ...decimal({ head: rebuild.head, position: rebuild.position }) })),
    };
  }

  @Get('parked')
  async parked(@FromRequest() _: ParkedEvents) {
    const [inProjections, inReactions] = await Promise.all([this.upkeep.parked.list(), this.reactions.list()]);
    return {
      projections: inProjections.map((event) => ({ ...event, ...decimal({ position: event.position }) })),
      reactions: inReactions.map((event) => ({ ...event, ...decimal({ position: event.position }) })),
    };
  }

  @Post('parked/retry')
  @HttpCode(200)
  async retry(@FromRequest() _: RetryParkedEvents) {
    const waiting = (await this.upkeep.parked.list({ limit: 10_000 })).filter(
      ({ skippedBecause }) => skippedBecause === undefined,
    );
    const keys = new Map(waiting.map(({ projection, key }) => [`${projection} ${key}`, { projection, key }]));
    const total = { folded: 0, stillParked: 0 };
    for (const { projection, key } of keys.values()) {
      const { folded, stillParked } = await this.upkeep.parked.retry(projection, key);
      total.folded += folded;
      total.stillParked += stillParked;
    }
    return { projections: total, reactions: { asked: await this.reactions.askRetry() } };
  }

  /** On record first, then done: a process that is killed in between leaves it to those who follow the log. */
  @Post('parked/skip')
  @HttpCode(200)
  async skip(@FromRequest() command: SkipParkedEvent) {
    const { projection, reaction, key, position, reason, metadata, operationId } = command;
    const by = projection === undefined ? 'reaction' : 'projection';
    const what = { by, name: projection ?? reaction ?? '', key, position: Number(position) } as const;
    const stream = `operation-${operationId}`;
    const repeated = ((await this.store.read([stream]))[0]?.length ?? 0) > 0;
    ensureFound(repeated || (await this.skips.isParked(what)), 'event-not-parked');
    const recorded = await this.dispatcher.dispatch(command);
    const done = await this.skips.perform({ ...what, operationId, reason, skippedBy: metadata.actor.id });
    return { ...recorded, ...done };
  }
}

/** Positions are decimal strings outside the process. */
const decimal = (positions: Readonly<Record<string, number | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(positions).flatMap(([name, at]) => (at === undefined ? [] : [[name, String(at)]])));
