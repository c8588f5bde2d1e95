import { stringify } from 'csv-stringify/sync';

type Cell = string | number | boolean;

/** What a spreadsheet would take for a formula, full-width signs and all (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** Line breaks of any kind are quoted: by default the library quotes only the kind that ends its own lines. */
const format = { record_delimiter: '\r\n', quote_record_delimiter: true } as const;

const isPlain = (value: unknown): value is Cell => ['string', 'number', 'boolean'].includes(typeof value);

/** A list of plain values is joined by semicolons, anything deeper is JSON. */
function textOf(value: unknown): string {
  if (Array.isArray(value) && value.every(isPlain)) return value.join(';');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = textOf(value);
  return formula.test(text) ? `'${text}` : text;
}

const memberOf = (value: unknown, path: string): unknown =>
  path.split('.').reduce((at: unknown, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], value);

/** Rows by RFC 4180, each line ended; formulas made harmless, numbers left as they are. */
export const csvLines = (columns: readonly string[], rows: readonly unknown[]): string =>
  stringify(
    rows.map((row) => columns.map((column) => cellOf(memberOf(row, column)))),
    format,
  );

/** How a file begins: UTF-8 said to spreadsheets, which else guess, and the names of the columns. */
export const csvHead = (columns: readonly string[]): string => `\uFEFF${stringify([columns], format)}`;
