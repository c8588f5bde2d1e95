import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { operationsOf } from '../api/openapi.js';
import { connectionOf, type Connection } from '../connection.js';
import { exitCode, Misuse, Refused } from '../failure.js';
import { importRows, noRows, settledRows, type ImportCounts, type ItemResult } from '../import/import-rows.js';
import { flagging, type FlagCounts } from '../import/flags.js';
import { ImportReport } from '../import/import-report.js';
import { mappings } from '../mappings/mappings.js';
import type { Mapping, Stage } from '../mappings/mapping.js';
import { closest } from '../terminal/closest.js';
import { progress } from '../terminal/progress.js';
import { table } from '../terminal/table.js';

interface ImportVerbOptions {
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly flagged?: string;
  readonly reconcile: boolean;
}

/** What an import comes to; printed as it is with `--json`. */
export interface ImportAnswer extends ImportCounts {
  readonly mapping: string;
  readonly dryRun: boolean;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly stages: readonly (ImportCounts & { readonly stage: string })[];
  /** Rows by what is wrong with them and kept as a flag of their facts. */
  readonly flagged: FlagCounts;
  /** The file with the refused rows and their reasons, when there are any. */
  readonly report?: string;
  readonly reconciled?: object;
}

/** `dealtrail import`: a company's past, brought in by commands; may be stopped and repeated at any time. */
export const importVerb = (): Command =>
  new Command('import')
    .description('bring in a file or folder of another system')
    .argument('<mapping>', mappings.map(({ name, description }) => `${name}: ${description}`).join('; '))
    .argument('<file or folder>')
    .option('--dry-run', 'check every row, write nothing')
    .option('--report <file>', 'where refused rows go, as CSV with a reason for each')
    .option('--flagged <file>', 'where rows go that are kept with a flag, as CSV with the flag for each')
    .option('--no-reconcile', 'leave starting the processes of open records to the next reconcile')
    .addHelpText(
      'after',
      `
Example:
  dealtrail import crm-pipeline ./crm-sales-opportunities --dry-run

A row that was imported before changes nothing. Ends with 1 when rows were refused.`,
    )
    .action(async (name: string, path: string, options: ImportVerbOptions, command: Command) => {
      const connection = connectionOf(command);
      const stages = await mappingOf(name).open(path);
      const answer = await runImport(connection, name, stages, options);
      connection.print.answer(answer, () => told(answer));
      if (answer.refused + answer.failed > 0) process.exitCode = exitCode.refused;
    });

function mappingOf(name: string): Mapping {
  const names = mappings.map((mapping) => mapping.name);
  const found = mappings.find((mapping) => mapping.name === name);
  if (!found)
    throw new Misuse(
      `There is no mapping ${name}.`,
      `Did you mean ${(closest(name, names).length > 0 ? closest(name, names) : names).join(' or ')}?`,
    );
  return found;
}

/** Stage after stage; what is refused goes to the report, the rest goes on. */
export async function runImport(
  connection: Connection,
  mapping: string,
  stages: readonly Stage[],
  { dryRun = false, report: path, flagged: listPath, reconcile = true }: Partial<ImportVerbOptions>,
): Promise<ImportAnswer> {
  const report = new ImportReport(path ?? join(tmpdir(), `dealtrail-${mapping}-${Date.now()}-refused.csv`));
  const list = listPath === undefined ? undefined : new ImportReport(listPath);
  const flagged: FlagCounts = {};
  const total = noRows();
  const told: ImportAnswer['stages'][number][] = [];
  const began = performance.now();
  try {
    for (const stage of stages) {
      const counts = await runStage(connection, mapping, flagging(stage, flagged, list), dryRun, report);
      for (const name of Object.keys(total) as (keyof ImportCounts)[]) total[name] += counts[name];
      told.push({ stage: stage.name, ...counts });
    }
  } finally {
    await Promise.all([report.close(), list?.close()]);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    mapping,
    dryRun,
    ...total,
    seconds: Math.round(seconds * 10) / 10,
    rowsPerSecond: Math.round(total.rows / seconds),
    stages: told,
    flagged,
    ...(report.rows > 0 && { report: report.path }),
    ...(reconcile && !dryRun && total.commands > 0 && { reconciled: await reconcileWhereAllowed(connection) }),
  };
}

/** Starts the processes of what was brought in; who may not ask for it, leaves it to the worker's own reconcile. */
export async function reconcileWhereAllowed(connection: Connection): Promise<object | undefined> {
  const offered = operationsOf(await connection.describe()).some(({ name }) => name === 'Reconcile');
  if (!offered) return undefined;
  return connection.perform<object>('command', 'Reconcile').catch((error: unknown) => {
    if (error instanceof Refused && error.problem.status === 403) return undefined;
    throw error;
  });
}

async function runStage(
  connection: Connection,
  mapping: string,
  stage: Stage,
  dryRun: boolean,
  report: ImportReport,
): Promise<ImportCounts> {
  const shown = progress(stage.name, stage.lines);
  const began = performance.now();
  try {
    return await importRows(stage, {
      post: async (items) => {
        const body = { mapping, dryRun, items };
        const { results } = await connection.call<{ results: ItemResult[] }>({
          method: 'POST',
          path: '/imports',
          body,
        });
        return results;
      },
      refuse: (place, problems) => report.add(place, problems),
      progress: (counts) => {
        const rows = settledRows(counts);
        const speed = Math.round((1000 * rows) / (performance.now() - began));
        const refused = counts.refused > 0 ? `, ${counts.refused} refused` : '';
        shown.update(rows, `${rows} rows, ${speed} rows/s${refused}`);
      },
    });
  } finally {
    shown.stop();
  }
}

function told({ mapping, dryRun, seconds, rowsPerSecond, stages, flagged, report, reconciled }: ImportAnswer): string {
  const columns = ['stage', 'rows', 'done', 'already', 'refused', 'failed', 'empty', 'commands'];
  return [
    table(stages, columns),
    `${mapping}${dryRun ? ' (dry run, nothing written)' : ''}: ${seconds} s, ${rowsPerSecond} rows/s`,
    ...Object.entries(flagged).map(([flag, rows]) => `${rows} rows kept with the flag ${flag}`),
    ...(report ? [`refused rows with their reasons: ${report}`] : []),
    ...(reconciled ? [`reconciled: ${JSON.stringify(reconciled)}`] : []),
  ].join('\n');
}
