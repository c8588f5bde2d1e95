import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  let stale;
  write();
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = readLock(file);
      if (held(holder)) return { taken: false, holder };
      stale = clear(file, holder) ?? stale;
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const note = (more) => {
    write(more);
    renameSync(draft, file);
  };
  return { taken: true, stale, note, release: () => rmSync(file, { force: true }) };
}

/** Moves a dead holder's file away before deleting it: of two that found it, the second would delete a fresh lock. */
function clear(file, dead) {
  const away = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, away);
  } catch {
    return undefined;
  }
  const moved = readLock(away);
  if (moved && moved.pid !== dead?.pid && held(moved)) {
    try {
      linkSync(away, file);
    } catch {
      // Somebody took the lock in between; its holder and we will both look again.
    }
  }
  rmSync(away, { force: true });
  return dead;
}
