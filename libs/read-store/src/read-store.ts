import { sql } from 'kysely';
import {
  InvalidInput,
  systemClock,
  type AnyProjection,
  type Clock,
  type Event,
  type EventStore,
  type Position,
  type Projection,
  type Row,
} from '@dealtrail/event-sourcing';
import { foldAsOf } from './as-of.js';
import { CheckpointWatch } from './checkpoint-watch.js';
import type { ListQuestion, Question } from './page.queries.js';
import { pageRequest } from './paging.js';
import { readPage, withinReach, type ListOptions } from './read-page.js';
import { refuseWhenAway, transaction, type ReadPool } from './read-pool.js';
import { liveTarget } from './read-tables.js';
import { rowFrom, type Values } from './row-values.js';
import { beginSnapshot, positionOf, tablesOn, type Tables } from './snapshot.js';
import { Turns } from './turns.js';

export type { ListOptions } from './read-page.js';
export type { OpenSchema, RowQuery, Tables } from './snapshot.js';
export type { CheckpointWatch } from './checkpoint-watch.js';

/** One page of a list. */
export interface Page<R> {
  readonly items: readonly R[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** Decimal; the checkpoint this was read at. */
  readonly position: string;
}

export interface ReadStoreOptions {
  readonly pool: ReadPool;
  readonly store: EventStore;
  readonly clock?: Clock;
  /** How long a question waits for its `minPosition`, ms; default 2,000. */
  readonly waitMs?: number;
}

/** Questions about the past in one process: each folds the log anew, so few at once, and few wait. */
const folds = { atOnce: 2, mostWaiting: 16, longestWait: 10_000 };

/**
 * Answers questions from read models. Errors: `InvalidInput` (a bad page, cursor, sort or instant) and `Unavailable`
 * (`read-model-behind` after 2 s, `read-model-missing`, `read-store-away`, `overloaded`).
 */
export class ReadStore {
  /** To be given to a projector in the same process. */
  readonly watch: CheckpointWatch;
  private readonly folds = new Turns(folds);

  constructor(private readonly options: ReadStoreOptions) {
    this.watch = new CheckpointWatch(options.pool);
  }

  /** A page of rows in keyset order: the rows with a value in the sort column first, then those without. */
  async list<R extends Row, E extends Event>(
    projection: Projection<R, E>,
    question: ListQuestion,
    options: ListOptions<R>,
  ): Promise<Page<R>> {
    const page = pageRequest({ projection }, question, options);
    const { beside = [], where } = options;
    const { answer, position } = await this.ask([projection, ...beside], question, async (tables) => {
      const filtered = () => {
        const query = where?.(tables.from(projection), tables) ?? tables.from(projection);
        return options.reach ? withinReach(query, projection, options.reach) : query;
      };
      return readPage(filtered, projection, page);
    });
    const items = answer.slice(0, page.limit);
    const last = items.at(-1);
    return answer.length > page.limit && last
      ? { items, nextCursor: page.cursorAfter(last), position }
      : { items, position };
  }

  /** One row by its key. Whether the caller may see it is the caller's to check. */
  async find<R extends Row, E extends Event>(
    projection: Projection<R, E>,
    key: string,
    question: Question,
  ): Promise<{ readonly row: R | undefined; readonly position: string }> {
    const { answer, position } = await this.ask([projection], question, (tables) =>
      tables.from(projection).selectAll().where(sql.ref(projection.key), '=', key).executeTakeFirst(),
    );
    return { row: answer && (rowFrom(Object.keys(projection.columns), answer as Values) as R), position };
  }

  /**
   * Any question in SQL, over one snapshot of the projections it names; `position` is the lowest checkpoint read.
   * With `asOf`, the same SQL over what was on record then, folded anew from the log; `minPosition` then says nothing.
   */
  async ask<T>(
    projections: readonly AnyProjection[],
    question: Pick<Question, 'minPosition' | 'asOf'>,
    answer: (tables: Tables) => Promise<T>,
  ): Promise<{ readonly answer: T; readonly position: string }> {
    try {
      return question.asOf === undefined
        ? await this.askNow(projections, positionFrom(question.minPosition), answer)
        : await this.askAsOf(projections, question.asOf, answer);
    } catch (error) {
      return refuseWhenAway(error);
    }
  }

  private async askNow<T>(
    projections: readonly AnyProjection[],
    atLeast: Position,
    answer: (tables: Tables) => Promise<T>,
  ): Promise<{ answer: T; position: string }> {
    const targets = projections.map(liveTarget);
    if (atLeast > 0)
      await this.watch.reached(
        targets.map(({ table }) => table),
        atLeast,
        this.options.waitMs ?? 2_000,
      );
    return transaction(
      this.options.pool,
      async (client) => {
        const position = await positionOf(client, targets, atLeast);
        return { answer: await answer(tablesOn(client, targets)), position: String(position) };
      },
      { begin: beginSnapshot(targets) },
    );
  }

  private async askAsOf<T>(
    projections: readonly AnyProjection[],
    asOf: string,
    answer: (tables: Tables) => Promise<T>,
  ): Promise<{ answer: T; position: string }> {
    const instant = instantFrom(asOf, this.options.clock ?? systemClock);
    return this.folds.take(() =>
      transaction(
        this.options.pool,
        async (client) => {
          const { targets, position } = await foldAsOf(client, this.options.store, projections, instant);
          return { answer: await answer(tablesOn(client, targets)), position: String(position) };
        },
        { end: 'rollback' },
      ),
    );
  }
}

function positionFrom(minPosition: string | undefined): Position {
  if (minPosition === undefined) return 0;
  if (!/^\d{1,15}$/.test(minPosition))
    throw new InvalidInput([
      { field: 'minPosition', code: 'not-a-position', message: 'minPosition is a decimal number' },
    ]);
  return Number(minPosition);
}

/** In UTC with milliseconds; the future is not on record. */
function instantFrom(asOf: string, clock: Clock): string {
  const time = Date.parse(asOf);
  if (isNaN(time)) throw new InvalidInput([{ field: 'asOf', code: 'not-an-instant', message: 'asOf is an instant' }]);
  const instant = new Date(time).toISOString();
  if (instant > clock.now())
    throw new InvalidInput([{ field: 'asOf', code: 'in-the-future', message: 'asOf lies in the future' }]);
  return instant;
}
