import { DomainError, ensure, ensureFound, type Actor, type Clock, type Instant } from '@dealtrail/event-sourcing';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { noteBrought } from './brought.js';
import type { Declared } from './file-name.js';
import { type FileStore, type FileFacts } from './file-store.js';
import { contentFitsType } from './file-types.js';
import { receive, type Checksum } from './receive.js';
import { FileRefused } from './refused.js';
import type { Staging, UploadRecord } from './staging.js';
import { Turns } from './turns.js';
import { ContentCorrupted } from './verified.js';

/** Bytes, counts and ms. */
export interface UploadLimits {
  readonly fileBytes: number;
  readonly oneRequestBytes: number;
  /** Of one person, not finished: how many, and their declared sizes together. */
  readonly unfinished: number;
  readonly unfinishedBytes: number;
  readonly keptMs: number;
}

/** How far an upload is. */
export interface Upload extends UploadRecord {
  readonly offset: number;
}

/** A stored content under the name its bringer gave it. */
export type StoredFile = FileFacts & Pick<Declared, 'name'>;

/** Brings contents into the store, in one request or in as many as the network needs; each upload is its beginner's alone. */
export class Uploads {
  private readonly turns = new Turns();

  constructor(
    private readonly store: FileStore,
    private readonly staging: Staging,
    readonly limits: UploadLimits,
    private readonly clock: Clock,
  ) {}

  /** Begins an upload; the same again is the same upload. */
  begin(owner: Actor, uploadId: string, size: number, declared: Declared, now: Instant): Promise<Upload> {
    const { fileBytes, unfinished, unfinishedBytes, keptMs } = this.limits;
    if (size > fileBytes) throw new FileRefused('file-too-large', { limit: fileBytes });
    const nothing = (): void => undefined;
    return this.turns.take(keyOf(owner, 'begin'), nothing, async () => {
      const begun = await this.record(owner, uploadId, now);
      if (begun) {
        const same = begun.size === size && JSON.stringify(begun.declared) === JSON.stringify(declared);
        ensure(same, 'upload-id-taken');
        return this.stateOf(owner, begun);
      }
      const open = (await this.staging.unfinished(owner)).filter(({ expiresAt }) => expiresAt > now);
      const total = open.reduce((sum, record) => sum + record.size, size);
      ensure(open.length < unfinished && total <= unfinishedBytes, 'too-many-unfinished-uploads', {
        limit: unfinished,
        bytes: unfinishedBytes,
      });
      const expiresAt = new Date(Date.parse(now) + keptMs).toISOString();
      const record = { uploadId, declared, size, expiresAt };
      await this.staging.begin(owner, record);
      return { ...record, offset: 0 };
    });
  }

  /** How far it is. One that is whole but could not be stored, for the store was away, is stored now. */
  async find(owner: Actor, uploadId: string, now: Instant): Promise<Upload> {
    const upload = await this.existing(owner, uploadId, now);
    if (upload.sha256 !== undefined || upload.offset < upload.size) return upload;
    const nothing = (): void => undefined;
    return this.turns.take(keyOf(owner, uploadId), nothing, async () =>
      this.finished(owner, await this.existing(owner, uploadId, now)),
    );
  }

  /** Takes the next bytes; `offset-differs` unless they begin where the upload is. Whole, it is checked and stored. */
  append(
    owner: Actor,
    uploadId: string,
    {
      offset,
      checksum,
      body,
    }: { readonly offset: number; readonly checksum?: Checksum | undefined; readonly body: Readable },
    now: Instant,
  ): Promise<Upload> {
    const cut = (): void => void body.destroy(new Error('another request goes on with this upload'));
    return this.turns.take(keyOf(owner, uploadId), cut, async () => {
      const upload = await this.existing(owner, uploadId, now);
      ensure(upload.offset === offset, 'offset-differs', { offset: upload.offset });
      if (upload.sha256 !== undefined) return upload;
      const file = await open(this.staging.contentPath(owner, uploadId), 'r+');
      try {
        const limit = upload.size;
        const reached = await receive(body, file, { from: offset, limit, checksum });
        if (reached < upload.size) return { ...upload, offset: reached };
      } finally {
        await file.close();
      }
      return this.finished(owner, { ...upload, offset: upload.size });
    });
  }

  /** Gives an upload up; a content that is stored already stays. */
  async discard(owner: Actor, uploadId: string, now: Instant): Promise<void> {
    const nothing = (): void => undefined;
    await this.turns.take(keyOf(owner, uploadId), nothing, async () => {
      await this.existing(owner, uploadId, now);
      await this.staging.remove(owner, uploadId);
    });
  }

  /** A small content in one request. */
  receive(owner: Actor, declared: Declared, body: Readable): Promise<StoredFile> {
    return this.staging.briefly(owner, async (path) => {
      const file = await open(path, 'wx', 0o600);
      try {
        await receive(body, file, { from: 0, limit: this.limits.oneRequestBytes });
      } finally {
        await file.close();
      }
      return this.stored(owner, path, declared);
    });
  }

  /** Removes what has expired by our clock, and leftovers by the machine's, which dates files. */
  async sweep(): Promise<void> {
    const before = Date.now() - this.limits.keptMs;
    await this.staging.sweep(this.clock.now(), before);
    await this.store.sweep(before);
  }

  /** Stores what is whole. What can never be right is given up, so that nobody tries it again. */
  private async finished(owner: Actor, upload: Upload): Promise<Upload> {
    if (upload.sha256 !== undefined || upload.offset < upload.size) return upload;
    const path = this.staging.contentPath(owner, upload.uploadId);
    try {
      const { sha256 } = await this.stored(owner, path, upload.declared);
      return { ...upload, ...(await this.staging.finish(owner, upload, sha256)) };
    } catch (error) {
      if (error instanceof FileRefused || error instanceof DomainError)
        await this.staging.remove(owner, upload.uploadId);
      throw error;
    }
  }

  private async stored(owner: Actor, path: string, { name, ...claim }: Declared): Promise<StoredFile> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      ensure(size > 0, 'file-empty');
      if (!(await contentFitsType(file, size, claim.type))) throw new FileRefused('content-not-of-type', claim);
    } finally {
      await file.close();
    }
    const facts = await this.store
      .put(claim, () => createReadStream(path))
      .catch((error: unknown) => {
        throw error instanceof ContentCorrupted ? new DomainError('hash-differs') : error;
      });
    await noteBrought(this.store, facts.sha256, owner);
    // The type is this bringer's word: the store may know the same bytes by another's.
    return { ...facts, type: claim.type, ...(name !== undefined && { name }) };
  }

  private async existing(owner: Actor, uploadId: string, now: Instant): Promise<Upload> {
    const record = await this.record(owner, uploadId, now);
    ensureFound(record, 'upload-not-found');
    return this.stateOf(owner, record);
  }

  private async record(owner: Actor, uploadId: string, now: Instant): Promise<UploadRecord | undefined> {
    const record = await this.staging.find(owner, uploadId);
    return record && record.expiresAt > now ? record : undefined;
  }

  private async stateOf(owner: Actor, record: UploadRecord): Promise<Upload> {
    const offset = record.sha256 === undefined ? await this.staging.offset(owner, record.uploadId) : record.size;
    return { ...record, offset };
  }
}

const keyOf = ({ kind, id }: Actor, what: string): string => `${kind}/${id}/${what}`;
