import type { Actor } from '@dealtrail/event-sourcing';
import { createHash } from 'node:crypto';
import type { FileStore } from './file-store.js';

/** Says that somebody brought a content. It begins as no upload may (a NUL fits no type), so that nobody can upload one. */
const noteOf = (sha256: string, { kind, id }: Actor): Buffer => Buffer.from(`\0brought ${sha256} ${kind}/${id}`);

/** Keeps that somebody brought a content, beside the contents, so that every process of the system knows it. */
export async function noteBrought(store: FileStore, sha256: string, by: Actor): Promise<void> {
  await store.put({ type: 'application/octet-stream' }, async function* () {
    yield noteOf(sha256, by);
  });
}

/** Whether this very actor brought it: who only knows a hash refers to nothing by it, and learns nothing. */
export async function wasBroughtBy(store: FileStore, sha256: string, by: Actor): Promise<boolean> {
  const note = createHash('sha256').update(noteOf(sha256, by)).digest('hex');
  return (await store.find(note)) !== undefined;
}
