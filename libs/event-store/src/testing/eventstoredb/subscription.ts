import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type Faults } from './faults.js';
import { checkpointInterval, matcher } from './filter.js';
import { type Log, type LoggedEvent } from './log.js';
import { caughtUp, checkpoint, confirmation, eventMessage, streamName } from './messages.js';
import { type Reading } from './reading.js';
import { timedOut, unavailable } from './refusals.js';

/** A subscription: confirmed, then history, then word that it has caught up, then what is appended. */
export async function subscribe(reading: Reading, options: ReadReq.Options, log: Log, faults: Faults): Promise<void> {
  const { ended } = reading;
  const stream = options.getStream();
  const name = stream && streamName(stream.getStreamIdentifier());
  const events = (): readonly LoggedEvent[] => (name === undefined ? log.all : log.stream(name));
  const matches = matcher(options.getFilter());
  const interval = checkpointInterval(options.getFilter());
  const delivery = deliveryOf(reading, faults, name === undefined);
  const place = { next: firstIndex(options, log, events().length), live: false, writing: false };
  const forget = log.onGrown(() => {
    const behind = events().length - place.next;
    if (!place.live || !place.writing || faults.slowConsumer === 0 || behind <= faults.slowConsumer) return;
    faults.dropped++;
    reading.fail(tooSlow());
  });
  ended.addEventListener('abort', forget);

  await reading.write(confirmation(randomUUID()));
  for (let considered = 1; !ended.aborted && !faults.silent;) {
    const event = events()[place.next];
    if (event) {
      place.next++;
      place.writing = true;
      if (matches(event)) await delivery.take(event);
      if (interval && considered++ % interval === 0) await reading.write(checkpoint(event.position));
      place.writing = false;
      continue;
    }
    await delivery.flush();
    if (place.live) {
      await log.grown(ended);
    } else {
      await reading.write(caughtUp());
      place.live = true;
    }
  }
}

const tooSlow = () => timedOut('Consumer too slow to handle event while live. Client resubscription required.');

/** Where a subscription begins: behind the revision or position it names. */
function firstIndex(options: ReadReq.Options, log: Log, end: number): number {
  const stream = options.getStream();
  const all = options.getAll();
  if (stream?.hasEnd() || all?.hasEnd()) return end;
  if (stream) return stream.hasRevision() ? Number(stream.getRevision()) + 1 : 0;
  const position = all?.getPosition();
  return position ? log.indexOf(Number(position.getCommitPosition()) + 1) : 0;
}

/** Sends a subscription's events the way the faults want it. */
function deliveryOf(reading: Reading, faults: Faults, all: boolean) {
  let delivered = 0;
  let held: LoggedEvent | undefined;
  const send = (event: LoggedEvent) => reading.write(eventMessage(event, all || !faults.withoutPositions));
  const flush = async (): Promise<void> => {
    if (held) await send(held);
    held = undefined;
  };
  const take = async (event: LoggedEvent): Promise<void> => {
    if (faults.delay > 0) await wait(faults.delay, undefined, { signal: reading.ended });
    delivered++;
    if (!held && due(faults.swapEvery, delivered)) {
      held = event;
      return;
    }
    await send(event);
    await flush();
    if (due(faults.duplicateEvery, delivered)) await send(event);
    if (faults.dropEvery === 0 || delivered < faults.dropEvery) return;
    faults.dropped++;
    reading.fail(unavailable());
  };
  return { take, flush };
}

const due = (every: number, count: number): boolean => every > 0 && count % every === 0;
