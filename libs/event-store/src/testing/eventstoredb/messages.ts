import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type LoggedEvent } from './log.js';

const { ReadEvent } = streams.ReadResp;

export const empty = (): shared.Empty => new shared.Empty();

export function streamName(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

export function streamIdentifier(name: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')));
}

/** An event of a read or a subscription; without a position the record carries the greatest number there is, and no commit position. */
export function eventMessage(event: LoggedEvent, withPosition: boolean): streams.ReadResp {
  const position = withPosition ? String(event.position) : '18446744073709551615';
  const recorded = new ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', event.created);
  const message = new ReadEvent().setEvent(recorded);
  return new streams.ReadResp().setEvent(
    withPosition ? message.setCommitPosition(position) : message.setNoPosition(empty()),
  );
}

export function confirmation(id: string): streams.ReadResp {
  return new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));
}

export function checkpoint(position: number): streams.ReadResp {
  const place = new streams.ReadResp.Checkpoint();
  return new streams.ReadResp().setCheckpoint(
    place.setCommitPosition(String(position)).setPreparePosition(String(position)),
  );
}

export const caughtUp = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export function streamNotFound(name: string): streams.ReadResp {
  const message = new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(name));
  return new streams.ReadResp().setStreamNotFound(message);
}
