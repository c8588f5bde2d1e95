import type { Day } from '@dealtrail/calendar';
import type { CsvFile } from './csv-file.js';
import type { Fields } from './map-rows.js';
import type { RowProblem } from './mapping.js';
import { sourceDay } from './source-day.js';

/** Every column is kept: what has no place of its own among the facts stands word for word in a `source`. */
export const scmsColumns = {
  id: 'ID',
  project: 'Project Code',
  quote: 'PQ #',
  order: 'PO / SO #',
  note: 'ASN/DN #',
  country: 'Country',
  managedBy: 'Managed By',
  fulfilledVia: 'Fulfill Via',
  incoTerm: 'Vendor INCO Term',
  mode: 'Shipment Mode',
  quoted: 'PQ First Sent to Client Date',
  ordered: 'PO Sent to Vendor Date',
  promised: 'Scheduled Delivery Date',
  delivered: 'Delivered to Client Date',
  recorded: 'Delivery Recorded Date',
  productGroup: 'Product Group',
  subClassification: 'Sub Classification',
  vendor: 'Vendor',
  item: 'Item Description',
  molecule: 'Molecule/Test Type',
  brand: 'Brand',
  dosage: 'Dosage',
  dosageForm: 'Dosage Form',
  unitsPerPack: 'Unit of Measure (Per Pack)',
  quantity: 'Line Item Quantity',
  value: 'Line Item Value',
  packPrice: 'Pack Price',
  unitPrice: 'Unit Price',
  site: 'Manufacturing Site',
  firstLine: 'First Line Designation',
  weight: 'Weight (Kilograms)',
  freight: 'Freight Cost (USD)',
  insurance: 'Line Item Insurance (USD)',
} as const;
export type ScmsColumn = keyof typeof scmsColumns;

/** A line of the source by short names, with its days read. */
export interface ScmsLine extends Readonly<Record<ScmsColumn, string>> {
  /** In the file. */
  readonly line: number;
  readonly quotedOn?: Day;
  readonly orderedOn?: Day;
  readonly promisedOn: Day;
  /** Absent: not delivered yet. */
  readonly deliveredOn?: Day;
  readonly recordedOn?: Day;
}

export type ScmsProblem = RowProblem & { readonly line: number };

/** An order with its lines as the file has them, and every reason why it cannot be told. */
export interface ScmsOrder {
  readonly order: string;
  /** Of its first row. */
  readonly line: number;
  readonly lines: readonly ScmsLine[];
  readonly problems: readonly ScmsProblem[];
}

/** Words that stand where a day is not known or does not apply. */
const noDay: Readonly<Partial<Record<ScmsColumn, readonly string[]>>> = {
  quoted: ['', 'Pre-PQ Process', 'Date Not Captured'],
  ordered: ['', 'N/A - From RDC', 'Date Not Captured'],
  delivered: [''],
  recorded: [''],
};

/** What an order has but one of, whichever of its lines says so; of a delivery those of `ofDelivery` too. */
export const ofOrder = [
  'project',
  'quote',
  'country',
  'managedBy',
  'fulfilledVia',
  'incoTerm',
  'mode',
  'vendor',
  'quoted',
  'ordered',
] as const;
const ofDelivery = ['delivered', 'recorded'] as const;

interface Reading extends ScmsOrder {
  readonly lines: ScmsLine[];
  readonly problems: ScmsProblem[];
}

/** Every order of the file, in the order of the first row of each; rows of no order are orders of their own, without a name. */
export async function scmsOrders(file: CsvFile): Promise<readonly ScmsOrder[]> {
  const orders = new Map<string, Reading>();
  const nameless: ScmsOrder[] = [];
  const ids = new Map<string, number>();
  for await (const { line, fields, broken } of file.rows()) {
    const values = valuesOf(fields);
    const { order, id } = values;
    if (order === '') {
      const problem = { field: scmsColumns.order, code: 'missing', message: broken ?? 'is empty', line };
      nameless.push({ order, line, lines: [], problems: [problem] });
      continue;
    }
    const reading = orders.get(order) ?? { order, line, lines: [], problems: [] };
    orders.set(order, reading);
    const refuse = (column: ScmsColumn | undefined, code: string, message: string): void => {
      const field = column === undefined ? '' : scmsColumns[column];
      reading.problems.push({ field, code, message: `line ${line}: ${message}`, line });
    };
    if (broken) {
      refuse(undefined, 'broken-row', broken);
      continue;
    }
    const before = ids.get(id);
    if (before !== undefined) refuse('id', 'repeated', `"${id}" stands in line ${before} already`);
    ids.set(id, line);
    const read = lineOf(line, values, refuse);
    if (!read) continue;
    ensureAgrees(read, reading.lines, refuse);
    reading.lines.push(read);
  }
  return [...nameless, ...orders.values()];
}

const valuesOf = (fields: Fields): Record<ScmsColumn, string> =>
  Object.fromEntries(Object.entries(scmsColumns).map(([name, column]) => [name, fields[column] ?? ''])) as Record<
    ScmsColumn,
    string
  >;

type Refuse = (column: ScmsColumn, code: string, message: string) => void;

/** A line with its days; nothing when one of its values is none, each of which is told. */
function lineOf(line: number, values: Record<ScmsColumn, string>, refuse: Refuse): ScmsLine | undefined {
  let isFine = true;
  const wrong: Refuse = (...problem) => {
    isFine = false;
    refuse(...problem);
  };
  const day = (column: ScmsColumn): Day | undefined => {
    const text = values[column];
    const found = sourceDay(text);
    if (found === undefined && !noDay[column]?.includes(text)) wrong(column, 'not-a-day', `"${text}" is no day`);
    return found;
  };
  const { id, note, quantity, value } = values;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)) wrong('id', 'not-an-id', `"${id}" names no line`);
  if (note === '') wrong('note', 'missing', 'is empty');
  if (!/^[1-9]\d{0,8}$/.test(quantity)) wrong('quantity', 'not-a-quantity', `"${quantity}" is no whole number above 0`);
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(value)) wrong('value', 'not-an-amount', `"${value}" is no amount in USD`);
  const [quotedOn, orderedOn, promisedOn = '', deliveredOn, recordedOn] = (
    ['quoted', 'ordered', 'promised', 'delivered', 'recorded'] as const
  ).map(day);
  return isFine ? { ...values, line, quotedOn, orderedOn, promisedOn, deliveredOn, recordedOn } : undefined;
}

/** What an order and a delivery have but one of must not differ among their lines: which would be true? */
function ensureAgrees(read: ScmsLine, others: readonly ScmsLine[], refuse: Refuse): void {
  const compare = (columns: readonly ScmsColumn[], other: ScmsLine | undefined, code: string): void => {
    for (const column of columns)
      if (other && other[column] !== read[column])
        refuse(column, code, `"${read[column]}" is "${other[column]}" in line ${other.line}`);
  };
  compare(ofOrder, others[0], 'differs-within-order');
  const sameDelivery = others.find(({ note }) => note === read.note);
  compare(ofDelivery, sameDelivery, 'differs-within-delivery');
}
