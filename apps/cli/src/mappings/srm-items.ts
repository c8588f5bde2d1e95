import { isDay } from '@dealtrail/calendar';
import type { Instant } from '@dealtrail/event-sourcing';
import type { CsvFile, CsvRow } from './csv-file.js';
import type { RowProblem } from './mapping.js';

/** What an approval reads of the source; all else that happens to an item is no part of it. */
export type SrmActivity = 'created' | 'awaiting' | 'complete' | 'deleted';

const activities: Readonly<Record<string, SrmActivity>> = {
  'SRM: Created': 'created',
  'SRM: Awaiting Approval': 'awaiting',
  'SRM: Complete': 'complete',
  'SRM: Deleted': 'deleted',
};

/** One thing that happened to an item. */
export interface SrmEvent {
  readonly activity: SrmActivity;
  readonly at: Instant;
  readonly sorting: number;
  readonly line: number;
}

/** A purchase order item with its events in order, and every reason why it cannot be told. */
export interface SrmItem {
  readonly item: string;
  /** Of its first row. */
  readonly line: number;
  readonly events: readonly SrmEvent[];
  readonly problems: readonly (RowProblem & { readonly line: number })[];
}

export const srmColumns = ['case:concept:name', 'concept:name', 'sorting', 'time:timestamp'];

interface Reading extends SrmItem {
  readonly events: SrmEvent[];
  readonly problems: (RowProblem & { readonly line: number })[];
}

/** Every item of the file, in the order of the first row of each; rows of no item are items of their own, without a name. */
export async function srmItems(file: CsvFile): Promise<readonly SrmItem[]> {
  const items = new Map<string, Reading>();
  const nameless: SrmItem[] = [];
  for await (const row of file.rows()) {
    const { line } = row;
    const item = row.fields['case:concept:name'] ?? '';
    if (item === '') {
      const problem = { field: 'case:concept:name', code: 'missing', message: row.broken ?? 'is empty', line };
      nameless.push({ item, line, events: [], problems: [problem] });
      continue;
    }
    const reading = items.get(item) ?? { item, line, events: [], problems: [] };
    items.set(item, reading);
    read(row, reading);
  }
  return [...nameless, ...[...items.values()].map((one) => ({ ...one, events: one.events.sort(inOrder) }))];
}

/** Adds what a row says to its item: one that cannot be read leaves a gap nobody may tell around. */
function read({ line, fields, broken }: CsvRow, { events, problems }: Reading): void {
  const refuse = (field: string, code: string, message: string): void =>
    void problems.push({ field, code, message: `line ${line}: ${message}`, line });
  if (broken) return refuse('', 'broken-row', broken);
  const activity = activities[fields['concept:name'] ?? ''];
  if (!activity) return;
  const time = fields['time:timestamp'] ?? '';
  const at = instantOf(time);
  const sorting = fields['sorting'] ?? '';
  if (at === undefined) refuse('time:timestamp', 'not-an-instant', `"${time}" is no instant with its offset`);
  if (!/^\d{1,9}$/.test(sorting)) refuse('sorting', 'not-a-number', `"${sorting}" is no whole number`);
  if (at !== undefined) events.push({ activity, at, sorting: Number(sorting), line });
}

/** By instant, within the same one by `sorting`, then as the file has them: its own times are only good to the minute. */
const inOrder = (a: SrmEvent, b: SrmEvent): number =>
  Date.parse(a.at) - Date.parse(b.at) || a.sorting - b.sorting || a.line - b.line;

/** The source writes some items in UTC, others with the offset of Amsterdam. */
function instantOf(text: string): Instant | undefined {
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = isWhole && isDay(text.slice(0, 10)) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
