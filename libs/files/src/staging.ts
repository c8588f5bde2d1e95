import type { Actor, Instant } from '@dealtrail/event-sourcing';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Declared } from './file-name.js';
import { filesIn, syncFolder, unlessMissing } from './folder.js';

/** An upload as it was begun, and what became of it. */
export interface UploadRecord {
  readonly uploadId: string;
  readonly declared: Declared;
  readonly size: number;
  readonly expiresAt: Instant;
  /** Its content's hash, once that is stored. */
  readonly sha256?: string;
}

const ending = { record: '.json', content: '.part' };

/** Where uploads wait until they are whole: a folder for each person, so that nobody finds another's. */
export class Staging {
  constructor(private readonly folder: string) {}

  /** Where the content of an upload grows; the id is a uuid. */
  contentPath(owner: Actor, uploadId: string): string {
    return join(this.folderOf(owner), `${uploadId}${ending.content}`);
  }

  async begin(owner: Actor, record: UploadRecord): Promise<void> {
    await mkdir(this.folderOf(owner), { recursive: true, mode: 0o700 });
    await (await open(this.contentPath(owner, record.uploadId), 'w', 0o600)).close();
    await this.keep(owner, record);
  }

  async find(owner: Actor, uploadId: string): Promise<UploadRecord | undefined> {
    const text = await readFile(this.recordPath(owner, uploadId), 'utf8').catch(unlessMissing(undefined));
    return text === undefined ? undefined : (JSON.parse(text) as UploadRecord);
  }

  /** How many bytes have come. */
  async offset(owner: Actor, uploadId: string): Promise<number> {
    return (await stat(this.contentPath(owner, uploadId))).size;
  }

  /** Notes where the content is now, then lets go of what was staged. */
  async finish(owner: Actor, record: UploadRecord, sha256: string): Promise<UploadRecord> {
    const finished = { ...record, sha256 };
    await this.keep(owner, finished);
    await rm(this.contentPath(owner, record.uploadId), { force: true });
    return finished;
  }

  async remove(owner: Actor, uploadId: string): Promise<void> {
    await rm(this.recordPath(owner, uploadId), { force: true });
    await rm(this.contentPath(owner, uploadId), { force: true });
  }

  /** A place for a content that comes in one request and leaves no record; removed at the end. */
  async briefly<T>(owner: Actor, work: (path: string) => Promise<T>): Promise<T> {
    await mkdir(this.folderOf(owner), { recursive: true, mode: 0o700 });
    const path = this.contentPath(owner, randomUUID());
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** A person's uploads that are not whole yet. */
  async unfinished(owner: Actor): Promise<readonly UploadRecord[]> {
    const files = await filesIn(this.folderOf(owner));
    const ids = files.flatMap(({ name }) =>
      name.endsWith(ending.content) ? [name.slice(0, -ending.content.length)] : [],
    );
    const records = await Promise.all(ids.map((id) => this.find(owner, id)));
    return records.filter((record) => record !== undefined && record.sha256 === undefined) as UploadRecord[];
  }

  /** Removes the expired, and contents without a record that nobody has written to since `before` (ms). */
  async sweep(now: Instant, before: number): Promise<void> {
    for (const person of await readdir(this.folder).catch(unlessMissing<string[]>([]))) {
      const files = await filesIn(join(this.folder, person));
      const names = new Set(files.map(({ name }) => name));
      for (const { name, path, changed } of files) {
        if (name.endsWith(ending.record)) {
          const text = await readFile(path, 'utf8').catch(unlessMissing(undefined));
          if (text === undefined || (JSON.parse(text) as UploadRecord).expiresAt > now) continue;
          await rm(path, { force: true });
          await rm(path.slice(0, -ending.record.length) + ending.content, { force: true });
        } else {
          const isKept =
            name.endsWith(ending.content) && names.has(name.slice(0, -ending.content.length) + ending.record);
          if (!isKept && changed < before) await rm(path, { force: true });
        }
      }
    }
  }

  /** Written beside and renamed: a record is whole or not there. */
  private async keep(owner: Actor, record: UploadRecord): Promise<void> {
    const beside = join(this.folderOf(owner), randomUUID());
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(record));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.recordPath(owner, record.uploadId));
    await syncFolder(this.folderOf(owner));
  }

  private folderOf({ kind, id }: Actor): string {
    return join(this.folder, createHash('sha256').update(`${kind}/${id}`).digest('hex').slice(0, 32));
  }

  private recordPath(owner: Actor, uploadId: string): string {
    return join(this.folderOf(owner), `${uploadId}${ending.record}`);
  }
}
