import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Answers something else when a file or folder is not there, and throws what is no such thing. */
export const unlessMissing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code !== 'ENOENT') throw error;
    return instead;
  };

/** Writes all of a chunk at an offset; answers the offset after it. */
export async function writeAll(file: FileHandle, chunk: Buffer, at: number): Promise<number> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at + done);
    done += bytesWritten;
  }
  return at + chunk.length;
}

/** Puts a folder's list of names on disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export interface FoundFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** When it was last written, ms. */
  readonly changed: number;
}

/** The files of a folder; none when it is missing. One that goes meanwhile is left out. */
export async function filesIn(folder: string): Promise<readonly FoundFile[]> {
  const names = await readdir(folder).catch(unlessMissing<string[]>([]));
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const facts = await stat(path).catch(unlessMissing(undefined));
      return facts?.isFile() ? [{ name, path, size: facts.size, changed: facts.mtimeMs }] : [];
    }),
  );
  return found.flat();
}
