import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { terminate } from './servers/process.mjs';
import { CannotStart, root } from './steps.mjs';

/** Where a built app begins; also how an orphan of an earlier start is recognised. */
export const scriptOf = (app) => join(root, 'apps', app, 'dist', 'main.js');
export const ourApps = ['standalone', 'api', 'projector', 'worker'];

const attempts = 5;
const longestPause = 8;
/** Longer than an app gives itself to stop. */
const force = [
  ['SIGTERM', 20],
  ['SIGKILL', 2],
];

/**
 * Runs an app and starts it again when it dies, with growing pauses; one that has never been up is given up after five times.
 * Returns `{ ready, failed, stop, kill }`: `ready` resolves when it is up, `failed` rejects when it was given up.
 *
 * The contract with the app: it sends `{ ready: true }` over IPC once it serves (after printing its addresses), ends
 * gracefully on SIGTERM, and ends by itself on `disconnect`, since a killed supervisor cannot tell it to.
 */
export function startApp({ app = 'standalone', name = 'the app', env, log, onStart }) {
  let child;
  let ended = Promise.resolve();
  let stopping = false;
  let wasUp = false;
  let announceReady;
  const ready = new Promise((resolve) => (announceReady = resolve));

  const once = () => {
    // A process group of its own: Ctrl-C must reach it through us, before the servers it works with.
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
    const options = { cwd: root, env: { ...process.env, ...env }, stdio, detached: true };
    child = spawn(process.execPath, [scriptOf(app)], options);
    const began = Date.now();
    child.on('message', (message) => {
      if (!message?.ready) return;
      wasUp = true;
      announceReady();
    });
    ended = new Promise((resolve) => {
      child.on('error', (error) => resolve({ how: error.message, lasted: 0 }));
      child.on('exit', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, lasted: Date.now() - began }));
    });
    if (child.pid) onStart?.(child.pid);
    return ended;
  };

  const failed = (async () => {
    for (let attempt = 1; ; attempt += 1) {
      const { how, lasted } = await once();
      if (stopping) return;
      if (lasted > 10_000) attempt = 1;
      if (attempt >= attempts && !wasUp)
        throw new CannotStart(`${name} ended ${attempts} times in a row (${how}); giving up.`);
      const seconds = Math.min(2 ** (attempt - 1) / 2, longestPause);
      log(`${name} ended by itself (${how}); starting it again in ${seconds} s`);
      await delay(seconds * 1000);
      if (stopping) return;
    }
  })();
  // Whoever waits for it hears of it; before that it must not count as unhandled.
  failed.catch(() => undefined);

  return {
    ready,
    failed,
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      stopping = true;
      await terminate({ pid: child.pid, exited: ended }, force);
    },
  };
}
