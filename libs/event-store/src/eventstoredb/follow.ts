import { categoryOf, LogCorrupted, Unavailable, type EventBatch, type Position } from '@dealtrail/event-sourcing';
import { unavailable } from '../failures.js';
import { untilAborted } from '../subscribe.js';
import type { EventStoreDbReader, Head } from './reader.js';
import { positionOf, rowOf, type StoredRecord } from './stored-record.js';
import type { LiveFeed } from './live-feed.js';
import { Tail, type Source } from './tail.js';

export interface FollowOptions {
  readonly categories?: readonly string[] | undefined;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  /** How often the head is asked for when nothing was heard, ms. */
  readonly safetyPoll: number;
  /** For how long nothing may come while the head is ahead, ms. */
  readonly silence: number;
  /** The subscription that all share who follow the end. */
  readonly feed: LiveFeed;
  /** Begins a subscription of its own behind a position. */
  readonly begin: (after: Position) => Tail;
}

/** After events, nothing for so long, ms, and it is worth asking whether that was all. */
const pause = 10;
/** Under steady traffic the head is asked for this often, ms. */
const steadyPoll = 1_000;

/**
 * Everything after a position, in order, for ever; live when the head, as it was when last asked for, is reached. Throws `LogCorrupted`
 * when the log ends before `after`, `Unavailable` when the subscription breaks or falls silent: begin anew from the own checkpoint.
 */
export async function* follow(
  log: EventStoreDbReader,
  after: Position,
  { categories, batchSize, signal, safetyPoll, silence, feed, begin }: FollowOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  const wanted = categories && new Set(categories);
  let position = after;
  let goal = await untilAborted(log.head(), signal);
  if (!goal) return;
  await assertReached(log, after, goal);
  let source: Source = feed.join(after, false) ?? begin(after);
  let shared = !(source instanceof Tail);
  try {
    let askedAt = Date.now();
    let fresh = false; // events came since the head was asked for
    let silent = 0; // ms without anything while the head is ahead
    while (!signal.aborted) {
      const taken = takeFrom(source, batchSize);
      const records = newAfter(taken, position);
      const upTo = taken.length > 0 ? lastOf(records, position) : Math.max(position, source.readUpTo);
      const reached: Head | undefined = goal && upTo >= goal.position ? goal : undefined;
      if (records.length > 0 || reached) {
        const ours = wanted ? records.filter(({ stream }) => wanted.has(categoryOf(stream))) : records;
        const events = await untilAborted(log.decoded(ours.map((record) => rowOf(record, upTo))), signal);
        if (!events) return;
        position = upTo;
        fresh ||= records.length > 0;
        if (reached) goal = undefined;
        yield { events, position, live: reached !== undefined, readAt: reached?.readAt ?? Date.now() };
      }
      if (taken.length > 0) silent = 0;
      if (source.overtaken || (reached && !shared)) {
        const next: Source | undefined = source.overtaken ? begin(position) : feed.join(position, true);
        shared = !source.overtaken && next !== undefined;
        if (next) {
          source.close();
          source = next;
        }
      }
      const sinceAsked = Date.now() - askedAt;
      if (goal) {
        if (taken.length > 0) continue;
        if (silent >= silence) {
          const error = new Unavailable('subscription-silent', 'the subscription has fallen silent');
          source.distrust(error);
          throw error;
        }
        const began = Date.now();
        silent = (await source.wait(silence - silent, signal)) ? 0 : silent + Math.max(Date.now() - began, 1);
        continue;
      }
      const patience = taken.length > 0 ? 0 : fresh ? pause : safetyPoll - sinceAsked;
      const more = taken.length > 0 || (patience > 0 && (await source.wait(patience, signal)));
      if (more && sinceAsked < steadyPoll) continue;
      askedAt = Date.now();
      fresh = false;
      goal = await untilAborted(log.head(), signal);
      if (!goal) return;
    }
  } finally {
    source.close();
  }
}

/** A checkpoint may lie on an event that is not ours, behind the newest that is. */
async function assertReached(log: EventStoreDbReader, after: Position, head: Head): Promise<void> {
  if (after > head.position && after > (await log.end()))
    throw new LogCorrupted(`the log ends before position ${after}, which was read earlier: was it restored?`);
}

function takeFrom(source: Source, most: number): readonly StoredRecord[] {
  try {
    return source.take(most);
  } catch (error) {
    throw error instanceof LogCorrupted ? error : unavailable(error);
  }
}

/** Without what was given already: a server that begins anew may repeat. */
function newAfter(records: readonly StoredRecord[], position: Position): readonly StoredRecord[] {
  let last = position;
  return records.filter((record) => {
    const isNew = positionOf(record) > last;
    if (isNew) last = positionOf(record);
    return isNew;
  });
}

const lastOf = (records: readonly StoredRecord[], position: Position): Position => {
  const last = records.at(-1);
  return last ? positionOf(last) : position;
};
