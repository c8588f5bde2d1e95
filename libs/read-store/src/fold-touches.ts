import {
  keysOf,
  projectRow,
  type AnyProjection,
  type Position,
  type Recorded,
  type Row,
} from '@dealtrail/event-sourcing';
import { checkedRow, readable } from './row-values.js';

/** One event's claim on one row. */
export interface Touch {
  readonly event: Recorded;
  readonly key: string;
  /** Why the event's rows cannot be told; `streamKey` then stands for them. */
  readonly unknownKeys?: unknown;
}

/** A row and the last event that changed it. */
export interface PositionedRow {
  readonly row: Row;
  readonly position: Position;
}

/** A touch that was not folded: with its cause, or without one because the key was already held. */
export interface Held extends Touch {
  readonly cause?: string;
}

/** What was decided about single events before. */
export interface Holding {
  /** Keys with a parked event: what follows waits behind it. */
  readonly blocked: ReadonlySet<string>;
  /** `skipMark`s of events that an operator set aside for good. */
  readonly skipped: ReadonlySet<string>;
}

/** Under what an event is held whose rows cannot be told, with all that follows in its stream. */
export const streamKey = ({ stream }: Pick<Recorded, 'stream'>): string => readable(`stream ${stream}`);

export const skipMark = (key: string, position: Position): string => `${position} ${key}`;

export interface Folded {
  readonly written: ReadonlyMap<string, PositionedRow>;
  readonly removed: readonly string[];
  readonly held: readonly Held[];
}

/** The rows that a projection says these events touch, in the order of the log. */
export function touchesOf(projection: AnyProjection, events: readonly Recorded[]): Touch[] {
  return events.flatMap((event): Touch[] => {
    try {
      return [...new Set(keysOf(projection, event).map(readable))].map((key) => ({ event, key }));
    } catch (error) {
      return [{ event, key: streamKey(event), unknownKeys: error }];
    }
  });
}

export const causeOf = (error: unknown): string =>
  readable(error instanceof Error ? error.message : String(error)).slice(0, 2000);

/**
 * Folds touches into the rows they touch; pure. A fold that throws holds its event, and everything that follows for the
 * same key, so that no row is ever made from a history with a gap.
 */
export function foldTouches(
  projection: AnyProjection,
  touches: readonly Touch[],
  before: ReadonlyMap<string, Row>,
  { blocked, skipped }: Holding,
): Folded {
  const rows = new Map<string, PositionedRow | undefined>();
  const blockedNow = new Set(blocked);
  const held: Held[] = [];
  for (const touch of touches) {
    const { event, key } = touch;
    if (skipped.has(skipMark(key, event.position))) continue;
    const behind = [key, streamKey(event)].find((candidate) => blockedNow.has(candidate));
    if (behind !== undefined) {
      held.push({ event, key: behind });
      continue;
    }
    try {
      if (touch.unknownKeys !== undefined) throw touch.unknownKeys;
      const row = rows.has(key) ? rows.get(key)?.row : before.get(key);
      const next = projectRow(projection, row, event, key);
      rows.set(key, next && { row: checkedRow(projection, next, key), position: event.position });
    } catch (error) {
      blockedNow.add(key);
      held.push({ ...touch, cause: causeOf(error) });
    }
  }
  const written = new Map<string, PositionedRow>();
  const removed: string[] = [];
  for (const [key, row] of rows)
    if (row) written.set(key, row);
    else if (before.has(key)) removed.push(key);
  return { written, removed, held };
}
