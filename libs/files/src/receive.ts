import { DomainError } from '@dealtrail/event-sourcing';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { writeAll } from './folder.js';
import { FileRefused } from './refused.js';

/** What a client says of the bytes of one request. */
export interface Checksum {
  readonly algorithm: 'sha1' | 'sha256';
  readonly digest: Buffer;
}

export interface Receiving {
  /** Where the bytes belong. */
  readonly from: number;
  /** How long the file may become. */
  readonly limit: number;
  /** All or nothing: bytes that do not bear it out are taken back. */
  readonly checksum?: Checksum | undefined;
}

/** Writes what arrives, chunk by chunk, and answers the length; what came before a cut stays and is on disk. */
export async function receive(body: Readable, file: FileHandle, { from, limit, checksum }: Receiving): Promise<number> {
  const hash = checksum && createHash(checksum.algorithm);
  let at = from;
  let sound = !checksum;
  try {
    // The connection must outlive a refusal, to carry its answer.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (at + chunk.length > limit) throw new FileRefused('file-too-large', { limit });
      at = await writeAll(file, chunk, at);
      hash?.update(chunk);
    }
    if (checksum && !hash?.digest().equals(checksum.digest)) throw new FileRefused('checksum-differs');
    sound = true;
  } catch (error) {
    throw error instanceof FileRefused || !body.errored ? error : new DomainError('connection-cut');
  } finally {
    if (!sound) await file.truncate(from);
    await file.datasync();
  }
  return at;
}
