import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { connectionOf, type Connection } from '../connection.js';
import { exitCode } from '../failure.js';
import { progress } from '../terminal/progress.js';
import { record, table } from '../terminal/table.js';

/** How often a running rebuild is asked how far it is, ms. */
const askEvery = 500;

/** What reconcile says of one kind of process. */
interface Reconciled {
  readonly process: string;
  readonly failed: number;
}

/** `dealtrail reconcile`: starts the processes that open records lack, ends those that closed ones left. */
export const reconcileVerb = (): Command =>
  new Command('reconcile')
    .description('start missing processes and end stale ones, as the log says')
    .option('--dry-run', 'only say what would be done')
    .action(async ({ dryRun = false }: { dryRun?: boolean }, command: Command) => {
      const connection = connectionOf(command);
      const answer = await connection.perform<{ processes: Reconciled[] }>('command', 'Reconcile', { dryRun });
      connection.print.answer(answer, () => table(answer.processes));
      if (answer.processes.some(({ failed }) => failed > 0)) process.exitCode = exitCode.refused;
    });

/** How far the newest rebuild of a projection is; positions of the log. */
interface Rebuild {
  readonly projection: string;
  readonly state: 'requested' | 'running' | 'done';
  readonly position: number | string;
  readonly head?: number | string;
}

/** `dealtrail rebuild`: folds read models anew beside the old ones; readers notice nothing. */
export const rebuildVerb = (): Command =>
  new Command('rebuild')
    .description('fold read models anew from the log')
    .argument('[projection...]', 'all of them when none is named')
    .action(async (projections: string[], _options: object, command: Command) => {
      const connection = connectionOf(command);
      const asked = projections.length > 0 ? { projections } : {};
      const { requested } = await connection.perform<{ requested: string[] }>('command', 'RebuildReadModels', asked);
      connection.print.answer({ items: await followRebuilds(connection, requested) });
    });

async function followRebuilds(connection: Connection, requested: readonly string[]): Promise<readonly Rebuild[]> {
  const shown = progress('rebuild', 100);
  try {
    for (;;) {
      const { items } = await connection.perform<{ items: Rebuild[] }>('query', 'RebuildProgress');
      const mine = items.filter(({ projection }) => requested.includes(projection));
      const open = mine.filter(({ state }) => state !== 'done').map(({ projection }) => projection);
      const done = mine.reduce((sum, one) => sum + shareOf(one), 0);
      shown.update(Math.floor((100 * done) / Math.max(1, mine.length)), open.join(', '));
      if (open.length === 0) return mine;
      await wait(askEvery);
    }
  } finally {
    shown.stop();
  }
}

const shareOf = ({ state, position, head }: Rebuild): number =>
  state === 'done' ? 1 : Number(head) > 0 ? Math.min(1, Number(position) / Number(head)) : 0;

interface SkipOptions {
  readonly reaction?: boolean;
  readonly reason: string;
}

interface Parked {
  readonly projections: readonly object[];
  readonly reactions: readonly object[];
}

/** `dealtrail parked`: events a projection or reaction could not digest, with what waits behind them. */
export const parkedVerb = (): Command => {
  const parked = new Command('parked').description('events that could not be digested').addHelpText(
    'after',
    `
Examples:
  dealtrail parked list
  dealtrail parked retry
  dealtrail parked skip dealRegister 7c9e… 4711 --reason "written by a faulty release"
  dealtrail parked skip --reaction dealFollowUp deal-7c9e… 4711 --reason "the same"`,
  );
  parked
    .command('list', { isDefault: true })
    .description('what is set aside, and why')
    .action(async (_options: object, command: Command) => {
      const connection = connectionOf(command);
      const answer = await connection.perform<Parked>('query', 'ParkedEvents');
      const none = answer.projections.length + answer.reactions.length === 0;
      connection.print.answer(answer, () => (none ? 'Nothing is set aside.' : record(answer)));
    });
  parked
    .command('retry')
    .description('try everything that is set aside again, in order')
    .action(async (_options: object, command: Command) => {
      const connection = connectionOf(command);
      connection.print.answer(await connection.perform('command', 'RetryParkedEvents'));
    });
  parked
    .command('skip')
    .description('set one event aside for good, and go on with what waited behind it')
    .argument('<name>', 'of the projection')
    .argument('<key>', 'of the row; of a reaction the stream')
    .argument('<position>', 'of the event')
    .option('--reaction', 'the name is that of a reaction')
    .requiredOption('--reason <text>', 'why, for whoever asks later')
    .action(async (name: string, key: string, position: string, options: SkipOptions, command: Command) => {
      const connection = connectionOf(command);
      const skipped = { [options.reaction ? 'reaction' : 'projection']: name, key, position, reason: options.reason };
      connection.print.answer(await connection.perform('command', 'SkipParkedEvent', skipped));
    });
  return parked;
};
