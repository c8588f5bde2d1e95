import { type AppendReq, type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type Faults, type LostAnswer } from './faults.js';
import { type Appended, type ExpectedRevision, type Log, type ProposedEvent } from './log.js';
import { maximumAppendSize, type Spoken } from './refusals.js';

export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

/** What came of a request before anybody is told: `lost` says how the answer gets lost. */
export type Committed =
  | Appended
  | { readonly kind: 'refused'; readonly refusal: Spoken }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'bad-request'; readonly message: string }
  | { readonly kind: 'lost'; readonly how: LostAnswer };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Commits a request, or says why not: what Append and BatchAppend have in common. */
export function commit(log: Log, faults: Faults, { stream, expected, events }: AppendRequest): Committed {
  const refusal = faults.takeRefusal('append');
  if (refusal?.kind === 'silence') return { kind: 'lost', how: 'silence' };
  if (refusal) return { kind: 'refused', refusal };
  const wrong = events.find(({ id }) => !uuid.test(id));
  if (wrong) return { kind: 'bad-request', message: `Unrecognized Guid format: ${wrong.id}` };
  if (events.reduce((size, event) => size + sizeOnDisk(event), 0) > maximumAppendSize) return { kind: 'too-large' };
  const appended = log.append(stream, expected, events);
  const how = appended.kind === 'success' ? faults.takeLost() : undefined;
  return how ? { kind: 'lost', how } : appended;
}

/** As the server counts: UTF-16 for the type, the bytes of data and metadata. */
function sizeOnDisk({ type, data, metadata }: ProposedEvent): number {
  return 2 * type.length + data.length + metadata.length;
}

export function proposedEvent(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedEvent {
  const about = message.getMetadataMap();
  return {
    id: (message.getId()?.getString() ?? '').toLowerCase(),
    type: about.get('type') ?? '',
    contentType: about.get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** The expected revision of either request, whose generated classes differ only in the name of the number. */
export function expectedRevision(
  options: { hasNoStream(): boolean; hasAny(): boolean; hasStreamExists(): boolean },
  revision: string,
): ExpectedRevision {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasAny() ? 'any' : Number(revision);
}
