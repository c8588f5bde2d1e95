import { CsvFile } from './csv-file.js';
import type { MappedRow, Mapping, Stage } from './mapping.js';
import { scmsColumns, scmsOrders, type ScmsOrder } from './scms-lines.js';
import { orderTold, scmsOwner } from './scms-order.js';

/**
 * The shipments of a health supply chain (SCMS delivery history), one ordered line a row: the lines of a number are an order, those
 * of its delivery notes its deliveries. An order with a line that cannot be read is refused whole: a part of it would be told wrong.
 */
export const shipments: Mapping = {
  name: 'shipments',
  description: `a file of delivered order lines with the columns ${Object.values(scmsColumns).join(', ')}`,
  open: async (path) => {
    const file = await CsvFile.open(path, Object.values(scmsColumns));
    const orders = await scmsOrders(file);
    return [
      stage('people', [owner(file.name)]),
      stage(
        'orders',
        orders.map((order) => told(file.name, order)),
      ),
    ];
  },
};

const owner = (file: string): MappedRow => {
  const row = scmsOwner.staffId;
  const command = { type: 'RegisterPerson', ...scmsOwner, roles: ['rep'] };
  return { file, line: 1, row, steps: [{ row, step: 'person', command }] };
};

function told(file: string, { order, line, lines, problems }: ScmsOrder): MappedRow {
  const [problem] = problems;
  const [first, ...rest] = lines;
  if (problem || !first) return { file, line: problem?.line ?? line, row: order, problems };
  return { file, line, row: order, steps: orderTold(order, [first, ...rest]).map((step) => ({ row: order, ...step })) };
}

const stage = (name: string, rows: readonly MappedRow[]): Stage => ({
  name,
  lines: rows.length,
  async *rows() {
    await Promise.resolve(); // all of them are read before: the lines of an order may stand anywhere in the file
    yield* rows;
  },
});
