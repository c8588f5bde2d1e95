import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the work tree, absolute. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** An expected trouble whose message says what was tried and what to do; printed without a stack. */
export class CannotStart extends Error {}

/** Prints one line; a reader that has gone away (closed terminal, ended pipe) must not end the servers. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/** Runs one step and prints its name, what it returned to say (a string, if any) and its seconds. */
export async function step(name, work) {
  const began = Date.now();
  const result = await work();
  const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`.padStart(8);
  say(`${seconds}  ${name}${typeof result === 'string' ? `: ${result}` : ''}`);
  return result;
}

/** Prints an error the way a person wants it: the message of an expected one, the stack of a surprise. */
export function report(error) {
  process.stderr.write(`\n${error instanceof CannotStart ? error.message : (error?.stack ?? String(error))}\n`);
}

const commands = new Set();
process.on('exit', () => {
  for (const child of commands) child.kill();
});

/** Runs a command quietly to its end (or ours) and returns its standard output; a failure carries the end of all it said. */
export function run(command, args, { cwd = root, env = process.env, onLine, ...rest } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], ...rest });
    commands.add(child);
    let out = '';
    let all = '';
    const heard = (chunk) => {
      all = (all + chunk).slice(-20_000);
      for (const line of onLine ? String(chunk).split('\n') : []) if (line.trim()) onLine(line.trim());
    };
    child.stdout.on('data', (chunk) => {
      out += chunk;
      heard(chunk);
    });
    child.stderr.on('data', heard);
    child.on('error', (error) => reject(new CannotStart(`Cannot run ${command}: ${error.message}`)));
    child.on('close', (code, signal) => {
      commands.delete(child);
      if (code === 0) resolve(out);
      else reject(new CannotStart(`${[command, ...args].join(' ')} ended with ${signal ?? code}:\n${all.trim()}`));
    });
  });
}
