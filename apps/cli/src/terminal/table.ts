import { formatMoney } from '@dealtrail/money';

/** Columns a terminal gives to a character: Chinese ones take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}

const longestCell = 48;

/** Rows as aligned columns; columns that are empty in every row are left out, numbers stand to the right. */
export function table(records: readonly object[], columns?: readonly string[]): string {
  const rows = records.map(withMoney);
  const shown = columns ?? columnsOf(rows);
  const cells = rows.map((row) => shown.map((name) => short(cell(valueOf(row, name)))));
  const widths = shown.map((name, index) =>
    Math.max(...[name, ...cells.map((line) => line[index] ?? '')].map(displayWidth)),
  );
  const right = shown.map((name) => rows.every((row) => isNumeric(valueOf(row, name))));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => padded(text, widths[index] ?? 0, right[index] ?? false))
      .join('  ')
      .trimEnd();
  return [line(shown), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n');
}

/** What a person wants to see: columns that hold something, and names instead of the ids they belong to. */
function columnsOf(rows: readonly object[]): readonly string[] {
  const all = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => cell(valueOf(row, name)) !== ''),
  );
  return all.filter((name) => !(name.endsWith('Id') && all.includes(name.replace(/Id$/, 'Name'))));
}

/** Rows carry an amount of minor units beside its currency; a person reads them as one. */
function withMoney(row: object): object {
  if (!isMoney(row)) return row;
  const { amount, currency, ...rest } = row;
  return Object.fromEntries(
    Object.keys(row).flatMap((name) =>
      name === 'currency' ? [] : [[name, name === 'amount' ? { amount, currency } : valueOf(rest, name)]],
    ),
  );
}

/** One record as `name  value` lines; nested lists of records follow as tables. */
export function record(value: object): string {
  const entries = Object.entries(withMoney(value)).filter(
    ([, one]) => one !== null && one !== undefined && !(Array.isArray(one) && one.length === 0),
  );
  const lists = entries.filter(([, one]) => isListOfRecords(one));
  const plain = entries.filter(([, one]) => !isListOfRecords(one));
  const width = Math.max(0, ...plain.map(([name]) => displayWidth(name)));
  return [
    ...plain.map(([name, one]) => `${padded(name, width, false)}  ${cell(one)}`),
    ...lists.map(([name, one]) => `\n${name}\n${table(one as object[])}`),
  ].join('\n');
}

/** What a person reads for a value: money with its currency, instants in the business's zone. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return isInstant(value) ? localTime(value) : value.replace(/\s*\n\s*/g, ' ');
  if (Array.isArray(value)) return value.map(cell).join(', ');
  if (typeof value !== 'object') return String(value);
  if (isMoney(value)) return formatMoney(value);
  if ('currency' in value && typeof value.currency === 'string') return amounts(value.currency, value);
  return Object.entries(value)
    .filter(([, one]) => one !== null && one !== undefined)
    .map(([name, one]) => `${name} ${cell(one)}`)
    .join(', ');
}

/** Several amounts of one currency, e.g. `won USD 1,134,672.00`; those that are zero are left out. */
const amounts = (currency: string, value: object): string =>
  Object.entries(value)
    .filter(([name, amount]) => name !== 'currency' && Number.isInteger(amount) && amount !== 0)
    .map(([name, amount]) => `${name} ${formatMoney({ amount: amount as number, currency })}`)
    .join(', ');

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** `2017-03-01 08:00`, Asia/Shanghai. */
export const localTime = (instant: string): string => shanghai.format(new Date(instant));

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);

function isMoney(value: object): value is { amount: number; currency: string } {
  return (
    'amount' in value && 'currency' in value && Number.isInteger(value.amount) && typeof value.currency === 'string'
  );
}

const isListOfRecords = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === 'object' && one !== null && !isMoney(one as object));

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'object' && value !== null && isMoney(value));

const valueOf = (row: object, name: string): unknown => (row as Record<string, unknown>)[name];

const short = (text: string): string =>
  displayWidth(text) <= longestCell ? text : `${[...text].slice(0, longestCell - 1).join('')}…`;

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? space + text : text + space;
}
