import { type handleClientStreamingCall, status } from '@grpc/grpc-js';
import { type AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { commit, expectedRevision, proposedEvent, type AppendRequest, type Committed } from './commit.js';
import { type Connections } from './connections.js';
import { type Faults } from './faults.js';
import { type ExpectedRevision, type Log, type ProposedEvent } from './log.js';
import { empty, streamName } from './messages.js';
import { refusal, refused, timedOut, tooLarge, unavailable } from './refusals.js';

type Answer = Parameters<handleClientStreamingCall<AppendReq, AppendResp>>[1];

/** The call `Append`: the first message names the stream and what is expected of it, each other one is an event. */
export function append(
  log: Log,
  faults: Faults,
  connections: Connections,
): handleClientStreamingCall<AppendReq, AppendResp> {
  return (call, answer) => {
    let options: AppendReq.Options | undefined;
    const events: ProposedEvent[] = [];
    call.on('data', (message: AppendReq) => {
      options ??= message.getOptions();
      const event = message.getProposedMessage();
      if (event) events.push(proposedEvent(event));
    });
    const whole = (): void => {
      // A connection that is cut in the middle ends the call too, and tells a turn later: the server commits nothing of it.
      if (call.cancelled) return;
      if (!options) return answer(refusal(status.UNKNOWN, 'Exception was thrown by handler.'));
      const stream = streamName(options.getStreamIdentifier());
      const request = { stream, expected: expectedRevision(options, options.getRevision()), events };
      reply(request, commit(log, faults, request), answer, () => connections.reset(call.getPeer()));
    };
    call.on('end', () => setImmediate(whole));
  };
}

function reply(request: AppendRequest, committed: Committed, answer: Answer, reset: () => void): void {
  switch (committed.kind) {
    case 'success':
      return answer(null, success(committed.revision, committed.position));
    case 'conflict':
      return answer(null, conflict(committed.current, request.expected));
    case 'refused':
      return answer(refused(committed.refusal));
    case 'too-large':
      return answer(tooLarge());
    case 'bad-request':
      return answer(refusal(status.UNKNOWN, 'Exception was thrown by handler.'));
    case 'lost':
      return { unavailable: () => answer(unavailable()), timeout: () => answer(timedOut('commit')), reset, silence }[
        committed.how
      ]();
  }
}

const silence = (): void => undefined;

function success(revision: number, position: number | undefined): AppendResp {
  const result = new AppendResp.Success();
  if (revision < 0) result.setNoStream(empty());
  else result.setCurrentRevision(String(revision));
  const place = new AppendResp.Position();
  if (position === undefined) result.setNoPosition(empty());
  else result.setPosition(place.setCommitPosition(String(position)).setPreparePosition(String(position)));
  return new AppendResp().setSuccess(result);
}

function conflict(current: number, expected: ExpectedRevision): AppendResp {
  const result = new AppendResp.WrongExpectedVersion();
  if (current < 0) result.setCurrentNoStream(empty());
  else result.setCurrentRevision(String(current));
  if (expected === 'no_stream') result.setExpectedNoStream(empty());
  else if (expected === 'stream_exists') result.setExpectedStreamExists(empty());
  else if (expected === 'any') result.setExpectedAny(empty());
  else result.setExpectedRevision(String(expected));
  return new AppendResp().setWrongExpectedVersion(result);
}
