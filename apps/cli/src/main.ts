import { CommanderError } from 'commander';
import { exitCode, explain, Misuse, problemOf } from './failure.js';
import { program } from './program.js';

/** Runs one verb; what goes wrong is told on stderr, and as one JSON value on stdout for machines. */
async function main(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    const usage = error instanceof CommanderError; // commander has told it already
    if (usage && error.exitCode === 0) return;
    process.exitCode = usage || error instanceof Misuse ? exitCode.misuse : exitCode.refused;
    if (!usage) process.stderr.write(`${explain(error)}\n`);
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(problemOf(error), null, 2)}\n`);
  }
}

void main();
