import { createHash } from 'node:crypto';

/** An event as it lies in the log: `data` and `metadata` are the very text that is hashed, personal fields as ciphertext. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly metadata: string;
  readonly data: string;
}

const part = (text: string): string => `${Buffer.byteLength(text)}:${text}`;

/** What the first event of a stream stands on: SHA-256 of the stream's name, hex. */
export const genesis = (stream: string): string => createHash('sha256').update(stream).digest('hex');

/**
 * SHA-256 (hex) of the 32 bytes of the predecessor's hash followed by the envelope: stream, revision, id, type, version, recordedAt, metadata and data,
 * each as its length in UTF-8 bytes in decimal, a colon and the text. Never to be changed: every hash ever stored depends on it.
 */
export const eventHash = (previous: string, event: StoredEvent): string =>
  createHash('sha256')
    .update(previous, 'hex')
    .update(
      part(event.stream) +
        part(String(event.revision)) +
        part(event.id) +
        part(event.type) +
        part(String(event.version)) +
        part(event.recordedAt) +
        part(event.metadata) +
        part(event.data),
    )
    .digest('hex');

/** The first revision of a whole stream, in order, whose hash is not what its history says; nothing when all are. */
export function verifyStream(
  stream: string,
  events: Iterable<StoredEvent & { readonly hash: string }>,
): number | undefined {
  let previous = genesis(stream);
  let revision = 0;
  for (const event of events) {
    if (event.stream !== stream || event.revision !== revision) return revision;
    if (eventHash(previous, event) !== event.hash) return revision;
    previous = event.hash;
    revision++;
  }
  return undefined;
}
