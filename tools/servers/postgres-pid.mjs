import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alive, attach, commandOf, terminate } from './process.mjs';

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one (recovery at the next start); both keep the data. */
export const force = [
  ['SIGINT', 20],
  ['SIGQUIT', 5],
  ['SIGKILL', 2],
];

/** What `postmaster.pid` says: `{ pid, port }`, or nothing without a file. */
export function pidFile(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

/** Whether this process is the server of this data folder; a number given again may be another PostgreSQL's by now. */
export const serves = (pid, data) => alive(pid) && commandOf(pid).includes(`-D ${data} `);

/** Ends the server that runs on this data folder, if one does. */
export async function endPostgres(data) {
  const { pid } = pidFile(data) ?? {};
  if (pid && serves(pid, data)) await terminate(attach(pid), force);
}
