import { type handleBidiStreamingCall, type ServerDuplexStream } from '@grpc/grpc-js';
import { Code } from '@eventstore/db-client/generated/code_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Status } from '@eventstore/db-client/generated/status_pb.js';
import { type BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Any } from 'google-protobuf/google/protobuf/any_pb.js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { commit, expectedRevision, proposedEvent, type AppendRequest, type Committed } from './commit.js';
import { type Connections } from './connections.js';
import { type Faults } from './faults.js';
import { type ExpectedRevision, type Log, type ProposedEvent } from './log.js';
import { streamIdentifier, streamName } from './messages.js';
import { maximumAppendSize, refused, type Spoken, unavailable } from './refusals.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
type Packable = { serializeBinary(): Uint8Array };

/**
 * The call `BatchAppend`: one stream for all appends of a client, told apart by correlation id. An error of one append is an
 * answer; an error of the call ends every append that waits on it.
 */
export function batchAppend(
  log: Log,
  faults: Faults,
  connections: Connections,
): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> {
  return (call) => {
    const pending = new Map<string, { options: BatchAppendReq.Options; events: ProposedEvent[] }>();
    call.on('data', (message: BatchAppendReq) => {
      if (call.writableEnded) return;
      const id = message.getCorrelationId()?.getString() ?? '';
      const options = message.getOptions();
      if (options) pending.set(id, { options, events: [] });
      const append = pending.get(id);
      if (!append) return;
      append.events.push(...message.getProposedMessagesList().map(proposedEvent));
      if (!message.getIsFinal()) return;
      pending.delete(id);
      const request = requestOf(append.options, append.events);
      const answer = (response: BatchAppendResp): void =>
        void call.write(
          response.setCorrelationId(message.getCorrelationId()).setStreamIdentifier(streamIdentifier(request.stream)),
        );
      if (late(append.options)) return answer(failure(Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout()));
      reply(call, request, commit(log, faults, request), answer, () => connections.reset(call.getPeer()));
    });
    call.on('end', () => call.end());
  };
}

function requestOf(options: BatchAppendReq.Options, events: readonly ProposedEvent[]): AppendRequest {
  const stream = streamName(options.getStreamIdentifier());
  return { stream, expected: expectedRevision(options, options.getStreamPosition()), events };
}

function late(options: BatchAppendReq.Options): boolean {
  const deadline = options.getDeadline();
  return deadline !== undefined && deadline.toDate().getTime() < Date.now();
}

function reply(
  call: Call,
  request: AppendRequest,
  committed: Committed,
  answer: (response: BatchAppendResp) => void,
  reset: () => void,
): void {
  switch (committed.kind) {
    case 'success':
      return answer(success(committed.revision, committed.position));
    case 'conflict':
      return answer(
        failure(Code.ALREADY_EXISTS, 'WrongExpectedVersion', conflict(committed.current, request.expected)),
      );
    case 'refused':
      return refuse(call, committed.refusal, answer);
    case 'too-large':
      return answer(
        failure(
          Code.INVALID_ARGUMENT,
          'MaximumAppendSizeExceeded',
          new shared.MaximumAppendSizeExceeded().setMaxappendsize(maximumAppendSize),
        ),
      );
    case 'bad-request':
      return answer(
        failure(Code.INVALID_ARGUMENT, 'BadRequest', new shared.BadRequest().setMessage(committed.message)),
      );
    case 'lost':
      return {
        unavailable: () => void call.emit('error', unavailable()),
        timeout: () => answer(failure(Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout())),
        reset,
        silence: () => undefined,
      }[committed.how]();
  }
}

/** The server's own troubles are said of the one append, packed as nothing the client knows; all others end the call. */
function refuse(call: Call, fault: Spoken, answer: (response: BatchAppendResp) => void): void {
  const words = { 'too-busy': 'Server Is Busy', 'not-ready': 'Server Is Not Ready' };
  if (fault.kind === 'busy' || fault.kind === 'not-leader') return void call.emit('error', refused(fault));
  answer(new BatchAppendResp().setError(status(Code.OK, words[fault.kind], 'google.protobuf.Empty', new Empty())));
}

function success(revision: number, position: number | undefined): BatchAppendResp {
  const result = new BatchAppendResp.Success();
  if (revision < 0) result.setNoStream(new Empty());
  else result.setCurrentRevision(String(revision));
  const place = new shared.AllStreamPosition();
  if (position === undefined) result.setNoPosition(new Empty());
  else result.setPosition(place.setCommitPosition(String(position)).setPreparePosition(String(position)));
  return new BatchAppendResp().setSuccess(result);
}

/** The client knows an error by the name of the packed message, which is the message of the status as well. */
function failure(code: Code, name: string, detail: Packable): BatchAppendResp {
  return new BatchAppendResp().setError(status(code, name, `event_store.client.${name}`, detail));
}

function status(code: Code, message: string, typeName: string, detail: Packable): Status {
  const details = new Any();
  details.pack(detail.serializeBinary(), typeName);
  return new Status().setCode(code).setMessage(message).setDetails(details);
}

function conflict(current: number, expected: ExpectedRevision): shared.WrongExpectedVersion {
  const result = new shared.WrongExpectedVersion();
  if (current < 0) result.setCurrentNoStream(new Empty());
  else result.setCurrentStreamRevision(String(current));
  if (expected === 'no_stream') return result.setExpectedNoStream(new Empty());
  if (expected === 'stream_exists') return result.setExpectedStreamExists(new Empty());
  if (expected === 'any') return result.setExpectedAny(new Empty());
  return result.setExpectedStreamPosition(String(expected));
}
