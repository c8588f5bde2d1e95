import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../steps.mjs';

const largestLog = 20 * 1024 * 1024;

/** The fields after the name in `/proc/<pid>/stat`; nothing where there is no /proc or no such process. */
function processState(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return undefined;
  }
}

/** Whether a process runs; one that has ended and was not collected by its parent does not. */
export function alive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return !['Z', 'X'].includes(processState(pid)?.[0]);
}

/** When a process started, in clock ticks since boot, to tell it from a later one with the same number (Linux only). */
export function startedAt(pid) {
  return processState(pid)?.[19];
}

/** The command line of a process, empty when it cannot be had. */
export function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    try {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    } catch {
      return '';
    }
  }
}

/**
 * Starts a server in a process group of its own, so that Ctrl-C reaches it only through us and in the right order.
 * Its output goes to a file and never to a pipe: a server that outlives us must not die of writing to nobody.
 */
export function launch(command, args, { logFile, env = process.env, cwd = '/', ...rest }) {
  mkdirSync(dirname(logFile), { recursive: true });
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > largestLog) renameSync(logFile, `${logFile}.old`);
  const log = openSync(logFile, 'a', 0o600);
  const from = statSync(logFile).size;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log], ...rest });
  closeSync(log);
  const exited = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return {
    pid: child.pid,
    exited,
    said: () => readFileSync(logFile).subarray(from).toString('utf8').trim().slice(-1000),
  };
}

/** Follows a server that an earlier, killed process of ours left running. */
export function attach(pid) {
  const exited = (async () => {
    while (alive(pid)) await delay(250);
    return 'gone';
  })();
  return { pid, exited, said: () => '' };
}

/** Ends a process by signals of rising force; `[signal, seconds to wait]` each. */
export async function terminate({ pid, exited }, force) {
  // Its number may be another process's by now, so the end that was seen counts more than what runs under the number.
  let ended = false;
  void exited.then(() => (ended = true));
  await Promise.resolve();
  for (const [signal, seconds] of force) {
    if (ended || !pid || !alive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const timeout = new AbortController();
    const late = delay(seconds * 1000, undefined, { signal: timeout.signal }).catch(() => undefined);
    await Promise.race([exited, late]);
    timeout.abort();
  }
}

/** Waits until `answers()` is true; fails when the process ends before or the seconds are over. */
export async function untilAnswers(name, running, answers, seconds) {
  const state = { ended: undefined };
  void running.exited.then((how) => (state.ended = how));
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(50)) {
    if (await answers()) return;
    if (state.ended) throw new CannotStart(`${name} did not start (${state.ended}).\n${running.said()}`);
  }
  throw new CannotStart(`${name} does not answer after ${seconds} s.\n${running.said()}`);
}

/**
 * Keeps one server running: starts it (or goes on with `adopted`), starts it again on the same ports when it dies, until
 * `stop()`. `start()` launches it, `answers()` says whether it serves, `force` is how it is stopped; `launched(pid)` is
 * told of every process before it serves, `begun(stop)` of the way to stop it all even while it is coming up.
 */
export async function keepRunning({ name, adopted, start, answers, force, log, seconds = 60, launched, begun }) {
  const watchers = [];
  let stopping = false;
  let current = adopted;
  const stop = async () => {
    stopping = true;
    if (current) await terminate(current, force);
  };
  begun?.(stop);
  const bringUp = async () => {
    current = start();
    if (current.pid) launched?.(current.pid);
    try {
      await untilAnswers(name, current, answers, seconds);
    } catch (error) {
      await terminate(current, force);
      throw error;
    }
  };
  if (!adopted) await bringUp();

  const restart = async () => {
    for (let wait = 200; !stopping; wait = Math.min(2 * wait, 5000)) {
      try {
        await bringUp();
        return log(`${name} is back`);
      } catch (error) {
        if (!stopping) log(`${name} could not be started again yet: ${error.message.split('\n')[0]}`);
        await delay(wait);
      }
    }
  };
  const watch = async () => {
    while (!stopping) {
      const how = await current.exited;
      if (stopping) return;
      log(`${name} ended by itself (${how}); starting it again`);
      for (const tell of watchers) tell(how);
      await restart();
    }
  };
  void watch();

  return {
    adopted: Boolean(adopted),
    pid: () => current.pid,
    onExit: (tell) => void watchers.push(tell),
    stop,
  };
}
