import { setTimeout as wait } from 'node:timers/promises';
import type { RowPlace, RowProblem, RowStep, Stage } from '../mappings/mapping.js';

/** What the API answers for one item of `POST /imports`. */
export interface ItemResult {
  readonly row: string;
  readonly step: string;
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
  readonly progress?: (counts: ImportCounts, line: number) => void;
  /** Items of one request, default 250; the API takes 500. */
  readonly batch?: number;
  /** Requests under way at the same time, default 4. */
  readonly inFlight?: number;
  /** Pause before items that failed for a passing reason are sent again, ms; default 1,000, doubled each time. */
  readonly pauseMs?: number;
}

type SentRow = RowPlace & { readonly steps: readonly RowStep[] };

const attempts = 5;

export const noRows = (): ImportCounts => ({
  rows: 0,
  done: 0,
  already: 0,
  refused: 0,
  failed: 0,
  commands: 0,
  empty: 0,
});

/** Brings the rows of one stage in; all items of a row travel in one request, one bad row never stops the others. */
export async function importRows(stage: Stage, options: ImportOptions): Promise<ImportCounts> {
  const { batch = 250, inFlight = 4, refuse } = options;
  const counts = noRows();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let rows: SentRow[] = [];
  let items = 0;

  const dispatch = async (): Promise<void> => {
    if (rows.length === 0) return;
    const sent = rows;
    rows = [];
    items = 0;
    const request: Promise<void> = sendRows(sent, options, counts)
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
        rows.push(row);
        items += row.steps.length;
      }
      options.progress?.(counts, row.line);
    }
    await dispatch();
  } finally {
    await Promise.all(underWay);
  }
  if (failures.length > 0) throw failures[0];
  return counts;
}

/** One request, and again for rows that failed for a passing reason: their ids make a repeat harmless. */
async function sendRows(rows: readonly SentRow[], options: ImportOptions, counts: ImportCounts): Promise<void> {
  let open = rows;
  for (let attempt = 1; open.length > 0; attempt++) {
    const results = groupByRow(await options.post(open.flatMap(({ steps }) => steps)));
    const again = open.filter((row) => {
      const outcome = settle(row, results.get(row.steps[0]?.row ?? '') ?? [], attempt < attempts);
      if (!outcome) return true;
      counts[outcome.as]++;
      counts.commands += outcome.commands;
      if (outcome.problems.length > 0) options.refuse(row, outcome.problems);
      return false;
    });
    open = again;
    if (open.length > 0) await wait((options.pauseMs ?? 1_000) * 2 ** (attempt - 1));
  }
}

interface RowOutcome {
  readonly as: 'done' | 'already' | 'refused' | 'failed';
  readonly commands: number;
  readonly problems: readonly RowProblem[];
}

/** What became of a row; nothing when it failed and may be sent again. */
function settle({ steps }: SentRow, results: readonly ItemResult[], mayRepeat: boolean): RowOutcome | undefined {
  const commands = results.filter(({ outcome }) => outcome === 'done').length;
  const refused = results.find(({ outcome }) => outcome === 'refused');
  if (refused) return { as: 'refused', commands, problems: problemsOf(refused) };
  const failed = results.find(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
  if (failed || results.length < steps.length)
    return mayRepeat ? undefined : { as: 'failed', commands, problems: problemsOf(failed) };
  return { as: commands > 0 ? 'done' : 'already', commands, problems: [] };
}

function problemsOf(result: ItemResult | undefined): readonly RowProblem[] {
  if (result?.errors?.length) return result.errors;
  const code = result?.code ?? 'no-answer';
  return [{ field: '', code, message: `${result?.step ?? 'row'}: ${code.replaceAll('-', ' ')}` }];
}

function groupByRow(results: readonly ItemResult[]): ReadonlyMap<string, readonly ItemResult[]> {
  const groups = new Map<string, ItemResult[]>();
  for (const result of results) {
    const group = groups.get(result.row);
    if (group) group.push(result);
    else groups.set(result.row, [result]);
  }
  return groups;
}
