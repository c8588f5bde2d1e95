import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { connectionOf, type Connection } from '../connection.js';
import { exitCode } from '../failure.js';
import { progress } from '../terminal/progress.js';

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
      const answer = await connection.perform<{ items: Reconciled[] }>('command', 'Reconcile', { dryRun });
      connection.print.answer(answer);
      if (answer.items.some(({ failed }) => failed > 0)) process.exitCode = exitCode.refused;
    });

interface Rebuild {
  readonly id: number;
  readonly table: string;
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
      const { items } = await connection.perform<{ items: Rebuild[] }>('command', 'RebuildProjections', asked);
      const wanted = new Set(items.map(({ id }) => id));
      connection.print.answer({ items: await followRebuilds(connection, wanted) });
    });

async function followRebuilds(connection: Connection, wanted: ReadonlySet<number>): Promise<readonly Rebuild[]> {
  const shown = progress('rebuild', 100);
  try {
    for (;;) {
      const { items } = await connection.perform<{ items: Rebuild[] }>('query', 'Rebuilds');
      const mine = items.filter(({ id }) => wanted.has(id));
      const open = mine.filter(({ state }) => state !== 'done');
      const done = mine.reduce((sum, one) => sum + shareOf(one), 0);
      shown.update(Math.floor((100 * done) / Math.max(1, mine.length)), open.map(({ table }) => table).join(', '));
      if (open.length === 0) return mine;
      await wait(askEvery);
    }
  } finally {
    shown.stop();
  }
}

const shareOf = ({ state, position, head }: Rebuild): number =>
  state === 'done' ? 1 : Number(head) > 0 ? Math.min(1, Number(position) / Number(head)) : 0;

/** `dealtrail parked`: events a projection could not digest, with what waits behind them. */
export const parkedVerb = (): Command => {
  const parked = new Command('parked').description('events a projection could not digest').addHelpText(
    'after',
    `
Examples:
  dealtrail parked list
  dealtrail parked retry dealRegister 7c9e…
  dealtrail parked skip dealRegister 7c9e… 4711 --reason "known bad row of 2019"`,
  );
  parked
    .command('list', { isDefault: true })
    .description('what is parked, and why')
    .action(async (_options: object, command: Command) => {
      const connection = connectionOf(command);
      connection.print.answer(await connection.perform('query', 'ParkedEvents'));
    });
  parked
    .command('retry')
    .description('fold what is parked under a key again, in order')
    .argument('<projection>')
    .argument('<key>', 'of the row')
    .action(async (projection: string, key: string, _options: object, command: Command) => {
      const connection = connectionOf(command);
      connection.print.answer(await connection.perform('command', 'RetryParkedEvents', { projection, key }));
    });
  parked
    .command('skip')
    .description('set one event aside for good, and go on with what waited behind it')
    .argument('<projection>')
    .argument('<key>', 'of the row')
    .argument('<position>', 'of the event')
    .requiredOption('--reason <text>', 'why, for whoever asks later')
    .action(async (projection: string, key: string, at: string, { reason }: { reason: string }, command: Command) => {
      const connection = connectionOf(command);
      const skipped = { projection, key, position: at, reason };
      connection.print.answer(await connection.perform('command', 'SkipParkedEvent', skipped));
    });
  return parked;
};
