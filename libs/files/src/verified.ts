import { createHash } from 'node:crypto';

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The bytes are not those of their address: bit rot, a foreign hand or a cut transfer. Never answered as content. */
export class ContentCorrupted extends Error {
  constructor(readonly sha256: string) {
    super(`the content of ${sha256} is not what its hash says`);
    this.name = 'ContentCorrupted';
  }
}

/** Size and hash of a content. */
export async function measured(
  content: AsyncIterable<Buffer>,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}

/**
 * Passes a content (or a range of it) on while hashing all of it. The last chunk is held back until the hash is known to be
 * right, so that whoever was promised a length never gets it filled with other bytes.
 */
export async function* verified(
  open: () => AsyncIterable<Buffer>,
  { sha256, size }: { readonly sha256: string; readonly size: number },
  { start, end }: ByteRange = { start: 0, end: size - 1 },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let at = 0;
  let held: Buffer | undefined;
  for await (const chunk of open()) {
    hash.update(chunk);
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at));
    at += chunk.length;
    if (at > size) throw new ContentCorrupted(sha256);
    if (part.length === 0) continue;
    if (held) yield held;
    held = part;
  }
  if (at !== size || hash.digest('hex') !== sha256) throw new ContentCorrupted(sha256);
  if (held) yield held;
}
