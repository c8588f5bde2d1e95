import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore, isSha256, type FileFacts } from './file-store.js';
import { extensionOf, typeOfExtension } from './file-types.js';
import { filesIn, unlessMissing, syncFolder, writeAll } from './folder.js';

/** Contents under a folder, as `ab/cd/abcd….pdf`: written beside, put on disk, then renamed, so that no half file has a name. */
export class FolderFileStore extends FileStore {
  private readonly incoming: string;

  constructor(private readonly folder: string) {
    super();
    this.incoming = join(folder, 'incoming');
  }

  async find(sha256: string): Promise<FileFacts | undefined> {
    if (!isSha256(sha256)) return undefined;
    const names = await readdir(this.folderOf(sha256)).catch(unlessMissing<string[]>([]));
    const name = names.find((candidate) => candidate.startsWith(`${sha256}.`));
    if (name === undefined) return undefined;
    const { size } = await stat(join(this.folderOf(sha256), name));
    return { sha256, size, type: typeOfExtension(name.slice(sha256.length + 1)) };
  }

  /** Writes and removes a byte: permissions alone say nothing of a full disk or one mounted to be read only. */
  async check(): Promise<void> {
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    const beside = join(this.incoming, randomUUID());
    try {
      await writeFile(beside, '.', { flag: 'wx', mode: 0o600 });
    } finally {
      await rm(beside, { force: true });
    }
  }

  override async sweep(before: number): Promise<void> {
    for (const { path, changed } of await filesIn(this.incoming)) if (changed < before) await rm(path, { force: true });
  }

  protected async write(facts: FileFacts, content: AsyncIterable<Buffer>): Promise<void> {
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    const beside = join(this.incoming, randomUUID());
    try {
      const file = await open(beside, 'wx', 0o600);
      try {
        let at = 0;
        for await (const chunk of content) at = await writeAll(file, chunk, at);
        await file.sync();
      } finally {
        await file.close();
      }
      const path = this.pathOf(facts);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(beside, path);
      // A name is on disk only when its folder is, and so up to the folder that was there before.
      for (const folder of [dirname(path), dirname(dirname(path)), this.folder]) await syncFolder(folder);
    } finally {
      await rm(beside, { force: true });
    }
  }

  protected async open(facts: FileFacts): Promise<Readable> {
    return createReadStream(this.pathOf(facts));
  }

  private folderOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4));
  }

  private pathOf({ sha256, type }: FileFacts): string {
    return join(this.folderOf(sha256), `${sha256}.${extensionOf(type)}`);
  }
}
