import { type handleServerStreamingCall, status } from '@grpc/grpc-js';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type Faults } from './faults.js';
import { matcher } from './filter.js';
import { type Log } from './log.js';
import { eventMessage, streamName, streamNotFound } from './messages.js';
import { Reading } from './reading.js';
import { invalidPosition, refusal, refused } from './refusals.js';
import { subscribe } from './subscription.js';

const { BACKWARDS } = ReadReq.Options.ReadDirection;

/** The call `Read`: of a stream or of `$all`, once or as a subscription, as the options say. */
export function read(log: Log, faults: Faults, sent: () => void): handleServerStreamingCall<ReadReq, ReadResp> {
  return (call) => {
    const reading = new Reading(call, sent);
    const options = call.request.getOptions();
    const fault = faults.takeRefusal('read');
    if (fault?.kind === 'silence') return;
    if (fault) return reading.fail(refused(fault));
    if (!options) return reading.fail(unhandled());
    const position = options.getAll()?.getPosition()?.getCommitPosition();
    if (position !== undefined && !log.isBoundary(Number(position))) return reading.fail(invalidPosition(position));
    const answered = options.hasSubscription()
      ? subscribe(reading, options, log, faults)
      : readOnce(reading, options, log, faults);
    answered.catch(() => reading.fail(unhandled()));
  };
}

const unhandled = () => refusal(status.UNKNOWN, 'Exception was thrown by handler.');

async function readOnce(reading: Reading, options: ReadReq.Options, log: Log, faults: Faults): Promise<void> {
  const stream = options.getStream();
  const name = stream && streamName(stream.getStreamIdentifier());
  const events = name === undefined ? log.all : log.stream(name);
  if (name !== undefined && events.length === 0) await reading.write(streamNotFound(name));
  const step = options.getReadDirection() === BACKWARDS ? -1 : 1;
  const matches = matcher(options.getFilter());
  let left = Number(options.getCount());
  for (let index = firstIndex(options, log, events.length - 1, step); left > 0; index += step) {
    const event = events[index];
    if (!event) break;
    if (!matches(event)) continue;
    left--;
    await reading.write(eventMessage(event, name === undefined || !faults.withoutPositions));
  }
  reading.end();
}

/** Where a read begins: at a revision, both ways; at a position forwards, before it backwards. */
function firstIndex(options: ReadReq.Options, log: Log, last: number, step: 1 | -1): number {
  const stream = options.getStream();
  if (stream?.hasEnd() || options.getAll()?.hasEnd()) return step === 1 ? last + 1 : last;
  if (stream) return Math.min(stream.hasStart() ? 0 : Number(stream.getRevision()), step === 1 ? Infinity : last);
  const position = Number(options.getAll()?.getPosition()?.getCommitPosition() ?? 0);
  return step === 1 ? log.indexOf(position) : log.indexOf(position) - 1;
}
