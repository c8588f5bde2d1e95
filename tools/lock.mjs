import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { alive, startedAt } from './servers/process.mjs';

/** What a lock file says of its holder, or nothing when there is no readable file. */
export function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether the process that wrote this lock still runs; a number given again to another process does not count. */
export function held(holder) {
  return Boolean(holder?.pid) && alive(holder.pid) && (!holder.startedAt || startedAt(holder.pid) === holder.startedAt);
}

/**
 * Takes a lock file for this process. Returns `{ taken: true, stale, note, release }`, where `stale` is what a dead
 * holder left in it, or `{ taken: false, holder }`.
 */
export function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = { pid: process.pid, startedAt: startedAt(process.pid), since: new Date().toISOString() };
  const draft = `${file}.${process.pid}`;
  const write = (more) => writeFileSync(draft, `${JSON.stringify({ ...mine, ...more })}\n`);
  const taken = (stale) => ({
    taken: true,
    stale,
    note: (more) => {
      write(more);
      renameSync(draft, file);
    },
    release: () => rmSync(file, { force: true }),
  });
  write();
  try {
    for (;;) {
      if (created(draft, file)) return taken();
      const holder = readLock(file);
      if (held(holder)) return { taken: false, holder };
      // What a dead holder left is taken over, never deleted: whoever came in between would get the lock without the
      // news. One process at a time may do that, and looks once more before it does.
      const heir = takeLock(`${file}.heir`);
      if (!heir.taken) return { taken: false, holder: heir.holder };
      try {
        const left = readLock(file);
        if (held(left) || !existsSync(file)) continue;
        renameSync(draft, file);
        return taken(left);
      } finally {
        heir.release();
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether the file is now this draft; false when there is one already. */
function created(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}
