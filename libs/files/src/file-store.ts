import { ensureFound } from '@dealtrail/event-sourcing';
import { Readable } from 'node:stream';
import { ContentCorrupted, measured, verified, type ByteRange } from './verified.js';

/** What is known of a content; its name belongs to whoever refers to it, for two people may name the same bytes differently. */
export interface FileFacts {
  /** Lower case hex; the content's only address. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** As declared by whoever stored it first. */
  readonly type: string;
}

/** What whoever brings a content says of it. */
export interface Claim {
  readonly type: string;
  readonly sha256?: string;
}

/** Whether a text is a SHA-256 as this system writes it; nothing else ever becomes part of a path or key. */
export const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/**
 * Contents by their SHA-256, kept outside the event store: events hold the hash, never the bytes. Everything streams, and
 * every byte is hashed on its way in and out, so that a content that is not what its address says never passes as whole.
 */
export abstract class FileStore {
  abstract find(sha256: string): Promise<FileFacts | undefined>;

  /** Rejects when contents cannot be brought to the place or fetched from it at the moment. */
  abstract check(): Promise<void>;

  /**
   * Stores a content once and answers what it is; it is visible only as a whole. `open` is called twice: the first reading
   * gives the hash, the second must bear it out. A sound copy is left alone, a damaged one is replaced. Rejects with
   * `ContentCorrupted` when the bytes are not those of the `sha256` that was claimed, and with `Unavailable` when the place
   * is away.
   */
  async put({ type, sha256: claimed }: Claim, open: () => AsyncIterable<Buffer>): Promise<FileFacts> {
    const facts = { ...(await measured(open())), type };
    if (claimed !== undefined && claimed !== facts.sha256) throw new ContentCorrupted(claimed);
    const stored = await this.soundCopy(facts);
    if (stored) return stored;
    await this.write(facts, verified(open, facts));
    return facts;
  }

  /**
   * The content or a part of it. The stream ends in `ContentCorrupted` before its last chunk when the whole is not what was
   * stored, for a part too: the rest is read and hashed with it. `not-found` for an unknown hash.
   */
  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    const facts = await this.find(sha256);
    ensureFound(facts, 'file-not-found');
    const source = await this.open(facts);
    const content = Readable.from(
      verified(() => source, facts, range),
      { objectMode: false },
    );
    return content.once('close', () => source.destroy());
  }

  /** Removes what a killed process left half written before an instant (ms). */
  async sweep(_before: number): Promise<void> {}

  async close(): Promise<void> {}

  /** Keeps a content under its address, all or nothing. */
  protected abstract write(facts: FileFacts, content: AsyncIterable<Buffer>): Promise<void>;

  /** The bytes as they lie there. */
  protected abstract open(facts: FileFacts): Promise<Readable>;

  private async soundCopy({ sha256, size }: FileFacts): Promise<FileFacts | undefined> {
    const stored = await this.find(sha256);
    if (stored?.size !== size) return undefined;
    const source = await this.open(stored);
    try {
      for await (const _ of verified(() => source, stored));
      return stored;
    } catch (error) {
      if (error instanceof ContentCorrupted) return undefined;
      throw error;
    } finally {
      source.destroy();
    }
  }
}
