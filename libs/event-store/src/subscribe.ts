import { categoryOf, LogCorrupted, type EventBatch, type Position } from '@dealtrail/event-sourcing';
import type { EventRow } from './decode.js';
import type { LogReader, ReadRows } from './log-reader.js';
import type { WakeUp } from './wake-up.js';

/** Everything after a position, in order, for ever. Throws `LogCorrupted` on a hole, and when the log ends before `after`. */
export async function* follow(
  log: LogReader,
  wakeUp: WakeUp,
  after: Position,
  options: {
    readonly categories?: readonly string[];
    readonly batchSize: number;
    readonly signal: AbortSignal;
    /** How often the log is looked at when nothing was heard, ms. */
    readonly safetyPoll: number;
  },
): AsyncGenerator<EventBatch, void, undefined> {
  const { categories, batchSize, signal, safetyPoll } = options;
  const wanted = categories && new Set(categories);
  let position = after;
  let live = false;
  for (let first = true; !signal.aborted; first = false) {
    const ticket = wakeUp.ticket;
    const reading: Promise<ReadRows> = live
      ? log.tail(position, batchSize, ticket)
      : log.read(position, batchSize, categories);
    const read = await untilAborted(reading, signal);
    if (!read) return;
    const { rows, readAt } = read;
    if (first && rows.length === 0) await assertReached(log, after);
    assertDense(rows, position);
    const ours = wanted ? rows.filter(({ stream }) => wanted.has(categoryOf(stream))) : rows;
    const events = await untilAborted(log.decoded(ours), signal);
    if (!events) return;
    position += rows.length;
    live = rows.length < batchSize;
    yield { events, position, live, readAt };
    if (live) await wakeUp.sleep(ticket, safetyPoll, signal);
  }
}

async function assertReached(log: LogReader, after: Position): Promise<void> {
  if (after > 0 && (await log.head()) < after)
    throw new LogCorrupted(`the log ends before position ${after}, which was read earlier: was it restored?`);
}

function assertDense(rows: readonly EventRow[], after: Position): void {
  rows.forEach(({ position }, i) => {
    if (Number(position) !== after + 1 + i)
      throw new LogCorrupted(`the log has a hole: position ${position} comes after ${after + i}`);
  });
}

/** The result, or nothing when aborted first; the work left behind may fail unseen. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let stop = (): void => undefined;
  const aborted = new Promise<undefined>((resolve) => (stop = () => resolve(undefined)));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}
