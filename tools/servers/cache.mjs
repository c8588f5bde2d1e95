import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeLock } from '../lock.mjs';

/** Where built and fetched servers are kept, outside every work tree: `DEALTRAIL_CACHE` or the user's cache folder. */
export function cacheFolder() {
  const { DEALTRAIL_CACHE, XDG_CACHE_HOME } = process.env;
  return resolve(DEALTRAIL_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'dealtrail'));
}

/** A thing's folder in the cache; the name carries version and platform, so that a new version never meets an old one. */
export function cached(name) {
  return join(cacheFolder(), `${name}-${process.platform}-${process.arch}`);
}

/**
 * The cache folder of a thing, made by `make(draft folder)` when missing. It appears whole or not at all; of two
 * processes that want it at once one makes it and the other waits.
 */
export async function obtain(name, make, log) {
  const folder = cached(name);
  if (existsSync(folder)) return folder;
  const lock = await waitForLock(`${folder}.lock`, () =>
    log(`${name} is being made by another process; waiting for it`),
  );
  const draft = `${folder}.draft`;
  try {
    if (existsSync(folder)) return folder;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    await make(draft);
    renameSync(draft, folder);
    return folder;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    lock.release();
  }
}

async function waitForLock(file, onWait) {
  for (let first = true; ; first = false) {
    const lock = takeLock(file);
    if (lock.taken) return lock;
    if (first) onWait();
    await delay(500);
  }
}
