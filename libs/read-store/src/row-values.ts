import type { AnyProjection, ColumnType, Row } from '@dealtrail/event-sourcing';

/** A row by column name; members without a value are absent. */
export type Values = Readonly<Record<string, unknown>>;

/** What PostgreSQL's text cannot hold (NUL, lone surrogates), and what stands in its place. */
const unreadable = /[\0\p{Cs}]/gu;
export const readable = (text: string): string => text.replace(unreadable, '\uFFFD');

interface Column {
  readonly sql: string;
  /** Element type of the parameter; `json` and `texts` travel as text and are cast on arrival. */
  readonly parameter: string;
  /** The value as it will be read back; throws when the column cannot hold it. */
  readonly check: (value: unknown) => unknown;
  readonly encode?: (value: unknown) => string;
}

function fail(expected: string, value: unknown): never {
  throw new Error(`expected ${expected}, not ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`);
}

const text = (value: unknown): string => (typeof value === 'string' ? readable(value) : fail('a text', value));

function instant(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) || isNaN(Date.parse(value)))
    fail('an instant', value);
  return value;
}

function day(value: unknown): string {
  const known =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  // Reports cast it in SQL: one 31 February would fail them all.
  if (!known || isNaN(known.getTime()) || known.toISOString().slice(0, 10) !== value) fail('a day', value);
  return value as string;
}

const within = (limit: number) => (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= limit ? value : fail('an integer', value);

/** One element of a PostgreSQL array literal. */
const quoted = (element: unknown): string => `"${String(element).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** `json` is PostgreSQL's json, not jsonb: it keeps escaped NUL and lone surrogates, so hostile text stays exact there. */
export const columnTypes: Readonly<Record<ColumnType, Column>> = {
  text: { sql: 'text collate "C"', parameter: 'text', check: text },
  instant: { sql: 'text collate "C"', parameter: 'text', check: instant },
  date: { sql: 'text collate "C"', parameter: 'text', check: day },
  integer: { sql: 'integer', parameter: 'integer', check: within(2 ** 31 - 1) },
  amount: { sql: 'bigint', parameter: 'bigint', check: within(Number.MAX_SAFE_INTEGER) },
  boolean: {
    sql: 'boolean',
    parameter: 'boolean',
    check: (value) => (typeof value === 'boolean' ? value : fail('true or false', value)),
  },
  json: { sql: 'json', parameter: 'text', check: (value) => value, encode: (value) => JSON.stringify(value) },
  texts: {
    sql: 'text[] collate "C"',
    parameter: 'text',
    check: (value) => (Array.isArray(value) ? value.map(text) : fail('a list of texts', value)),
    encode: (value) => `{${(value as readonly unknown[]).map(quoted).join(',')}}`,
  },
};

/**
 * The row exactly as the table will give it back, so that a fold comes to the same whether or not a batch ended between
 * two events: only declared columns, nothing for null, text made readable. Throws on what a column cannot hold.
 */
export function checkedRow(projection: AnyProjection, row: Row, key: string): Values {
  const given = row as Values;
  const values: Record<string, unknown> = {};
  for (const [column, type] of Object.entries(projection.columns)) {
    const value = given[column];
    if (value === null || value === undefined) continue;
    try {
      values[column] = columnTypes[type].check(value);
    } catch (error) {
      throw new Error(`column ${column}: ${(error as Error).message}`, { cause: error });
    }
  }
  if (values[projection.key] !== key)
    throw new Error(`the row for key ${key} says its key is ${String(values[projection.key])}`);
  return values;
}

/** A row as the driver gives it → as folds and answers see it. */
export function rowFrom(columns: readonly string[], given: Values): Row {
  const row: Record<string, unknown> = {};
  for (const column of columns) if (given[column] !== null && given[column] !== undefined) row[column] = given[column];
  return row;
}
