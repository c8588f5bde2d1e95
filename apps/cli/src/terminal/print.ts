import { record, table } from './table.js';

/** Where answers go: people get text, machines exactly one JSON value. */
export interface Printer {
  readonly json: boolean;
  answer(value: unknown, human?: () => string): void;
  /** What a person should know beside the answer; on stderr. */
  note(text: string): void;
}

export const printer = (json: boolean): Printer => ({
  json,
  answer: (value, human = () => readable(value)) =>
    void process.stdout.write(`${json ? JSON.stringify(value ?? null, null, 2) : human()}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
});

/** Lists as a table, one record as lines. */
export function readable(value: unknown): string {
  if (value === null || value === undefined) return 'done';
  if (Array.isArray(value)) return list(value);
  if (typeof value !== 'object') return String(value);
  if (!('items' in value) || !Array.isArray(value.items)) return record(value);
  const { items, ...rest } = value;
  const more =
    'nextCursor' in rest && rest.nextCursor ? ['', `more: cursor=${String(rest.nextCursor)} (or --all)`] : [];
  return [list(items), ...more].join('\n');
}

/** Records as a table, anything else line by line. */
function list(items: readonly unknown[]): string {
  if (items.length === 0) return 'nothing';
  const records = items.every((item) => typeof item === 'object' && item !== null);
  return records ? table(items) : items.map(String).join('\n');
}
