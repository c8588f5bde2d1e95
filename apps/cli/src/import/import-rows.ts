import { setTimeout as wait } from 'node:timers/promises';
import type { RowPlace, RowProblem, RowStep, Stage } from '../mappings/mapping.js';

/** What the API answers for one item of `POST /imports`. */
export interface ItemResult {
  readonly row: string;
  readonly step: string;
  /** Of a dry run, `done` is what would be. */
  readonly outcome: 'done' | 'already' | 'refused' | 'failed' | 'skipped';
  readonly code?: string;
  readonly errors?: readonly RowProblem[];
}

/** Rows by what became of them; a row counts once, by the worst of its steps. */
export interface ImportCounts {
  rows: number;
  done: number;
  already: number;
  refused: number;
  failed: number;
  /** Commands that left facts now. */
  commands: number;
  /** Rows the source repeats, or that hold nothing to tell. */
  empty: number;
}

export interface ImportOptions {
  readonly post: (items: readonly RowStep[]) => Promise<readonly ItemResult[]>;
  readonly refuse: (place: RowPlace, problems: readonly RowProblem[]) => void;
  /** Told after every answer. */
  readonly progress?: (counts: ImportCounts) => void;
  /** Items of one request, default 250; the API takes 500. */
  readonly batch?: number;
  /** Requests under way at the same time, default 4. */
  readonly inFlight?: number;
  /** Pause before items that failed for a passing reason are sent again, ms; default 1,000, doubled each time. */
  readonly pauseMs?: number;
}

/** A row on its way; `commands` counts those that left facts in any of its tries. */
interface SentRow {
  readonly place: RowPlace;
  readonly steps: readonly RowStep[];
  commands: number;
}

const attempts = 5;
/** Rows of one request when refused ones are tried again. */
const secondTries = 50;

export const noRows = (): ImportCounts => ({
  rows: 0,
  done: 0,
  already: 0,
  refused: 0,
  failed: 0,
  commands: 0,
  empty: 0,
});

/** Rows whose outcome is known. */
export const settledRows = ({ done, already, refused, failed, empty }: ImportCounts): number =>
  done + already + refused + failed + empty;

/** Brings the rows of one stage in; all items of a row travel in one request, one bad row never stops the others. */
export async function importRows(stage: Stage, options: ImportOptions): Promise<ImportCounts> {
  const { batch = 250, inFlight = 4, refuse } = options;
  const counts = noRows();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const deferred: SentRow[] = [];
  let rows: SentRow[] = [];
  let items = 0;

  const dispatch = async (): Promise<void> => {
    if (rows.length === 0) return;
    const sent = rows;
    rows = [];
    items = 0;
    const request: Promise<void> = sendRows(sent, options, counts, deferred)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(request));
    underWay.add(request);
    if (underWay.size >= inFlight) await Promise.race(underWay);
    if (failures.length > 0) throw failures[0];
  };

  try {
    for await (const row of stage.rows()) {
      counts.rows++;
      if ('problems' in row) {
        counts.refused++;
        refuse(row, row.problems);
      } else if (row.steps.length === 0) counts.empty++;
      else {
        if (items + row.steps.length > batch) await dispatch();
        rows.push({ place: row, steps: row.steps, commands: 0 });
        items += row.steps.length;
      }
    }
    await dispatch();
  } finally {
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
  for (let at = 0; at < deferred.length; at += secondTries)
    await sendRows(deferred.slice(at, at + secondTries), options, counts);
  return counts;
}

/**
 * One request, and again for rows that failed for a passing reason: their ids make a repeat harmless. Rows a rule refuses are
 * put off while that is possible: what they refer to may come in with a later row of the same stage.
 */
async function sendRows(
  rows: readonly SentRow[],
  options: ImportOptions,
  counts: ImportCounts,
  deferred?: SentRow[],
): Promise<void> {
  let open = rows;
  for (let attempt = 1; open.length > 0; attempt++) {
    const results = await options.post(open.flatMap(({ steps }) => steps));
    let from = 0;
    const again: SentRow[] = [];
    for (const row of open) {
      const outcome = outcomeOf(row, results.slice(from, (from += row.steps.length)));
      counts.commands += outcome.commands;
      row.commands += outcome.commands;
      if (outcome.as === 'failed' && attempt < attempts) again.push(row);
      else if (outcome.as === 'refused' && outcome.byRule && deferred) deferred.push(row);
      else {
        counts[outcome.as]++;
        if (outcome.problems.length > 0) options.refuse(row.place, outcome.problems);
      }
    }
    options.progress?.(counts);
    open = again;
    if (open.length > 0) await wait((options.pauseMs ?? 1_000) * 2 ** (attempt - 1));
  }
}

interface RowOutcome {
  readonly as: 'done' | 'already' | 'refused' | 'failed';
  readonly commands: number;
  readonly problems: readonly RowProblem[];
  /** Refused for what is true now, not for its shape. */
  readonly byRule?: boolean;
}

function outcomeOf({ steps, commands: before }: SentRow, results: readonly ItemResult[]): RowOutcome {
  const commands = results.filter(({ outcome }) => outcome === 'done').length;
  const refused = results.find(({ outcome }) => outcome === 'refused');
  if (refused) return { as: 'refused', commands, problems: problemsOf(refused), byRule: !refused.errors?.length };
  const failed = results.find(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
  if (failed || results.length < steps.length) return { as: 'failed', commands, problems: problemsOf(failed) };
  return { as: commands + before > 0 ? 'done' : 'already', commands, problems: [] };
}

function problemsOf(result: ItemResult | undefined): readonly RowProblem[] {
  if (result?.errors?.length) return result.errors;
  const code = result?.code ?? 'no-answer';
  return [{ field: '', code, message: `${result?.step ?? 'row'}: ${code.replaceAll('-', ' ')}` }];
}
