import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { cli, type CliAnswer } from './testing/cli.js';
import { deliveredLines, deliveryCounts, type DeliveredLine } from './testing/scms-lines.js';
import { TestSystem } from './testing/system.js';

const root = join(__dirname, '..', '..', '..');
const file = join(root, '..', 'shared', 'data', 'scms-delivery-history', 'scms_dev_slice.csv');
const sample = join(root, 'apps', 'cli', 'src', 'mappings', 'sample', 'shipments', 'shipments.csv');

type Fields = Record<string, string>;
type Body = Readonly<Record<string, unknown>>;
interface Process {
  readonly process: string;
  readonly open: number;
  readonly started: number;
}
interface Total {
  readonly count: number;
  readonly onDay: number;
  readonly early: number;
  readonly late: number;
}
interface Group extends Total {
  readonly key?: string;
  readonly amounts: readonly { readonly currency: string; readonly amount: number; readonly late: number }[];
}

describe('orders and deliveries from the history of another system', () => {
  let system: TestSystem;
  let folder: string;
  beforeEach(async () => {
    [system, folder] = await Promise.all([TestSystem.open(), mkdtemp(join(tmpdir(), 'dealtrail-shipments-'))]);
  }, 120_000);
  afterEach(async () => {
    await system.close();
    await rm(folder, { recursive: true });
  }, 60_000);

  const imported = (path: string, ...more: string[]): Promise<CliAnswer> =>
    cli(system, 'import', 'shipments', path, '--no-reconcile', '--report', join(folder, 'refused.csv'), ...more);
  const refused = (): string[] =>
    (parse(readFileSync(join(folder, 'refused.csv')), { columns: true, bom: true }) as Fields[]).map(
      ({ line, row, code }) => `${line} ${row} ${code}`,
    );
  const written = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  async function performance(level: string, groupBy: string): Promise<Body> {
    const path = `/reports/delivery-performance?level=${level}&groupBy=${groupBy}&minPosition=${await system.head()}`;
    const { status, body } = await system.get(path, { as: 'admin' });
    expect(status).toBe(200);
    return body;
  }
  const reconciled = async (): Promise<readonly Process[]> =>
    (await cli(system, 'reconcile')).said['processes'] as readonly Process[];

  /** What the log holds of each line, by its own id. */
  async function recorded(): Promise<readonly DeliveredLine[]> {
    const facts = async (type: string) =>
      (await system.facts({ types: [type] })).map(({ data }) => data as Record<string, unknown>);
    const [placed, scheduled, delivered] = await Promise.all(
      ['OrderPlaced', 'DeliveryScheduled', 'DeliveryDelivered'].map(facts),
    );
    const key = ({ orderId, delivery }: Record<string, unknown>) => `${orderId as string}/${delivery as number}`;
    const orders = new Map(placed?.map((order) => [order['orderId'], order]));
    const arrivals = new Map(delivered?.map((one) => [key(one), one]));
    return (scheduled ?? []).flatMap((delivery) => {
      const order = orders.get(delivery['orderId']) as unknown as {
        readonly orderNumber: string;
        readonly source: Fields;
        readonly lines: readonly { readonly lineId: string; readonly value: { amount: number; currency: string } }[];
      };
      const arrival = arrivals.get(key(delivery)) as unknown as Record<'deliveredOn' | 'recordedOn', string>;
      const lines = delivery['lines'] as readonly { readonly lineId: string; readonly promisedOn?: string }[];
      return lines.map(({ lineId, promisedOn = delivery['scheduledOn'] as string }) => {
        const value = order.lines.find((line) => line.lineId === lineId)?.value;
        const { vendor = '', country = '', mode = '' } = order.source;
        return {
          ...{ id: lineId, order: order.orderNumber, note: delivery['note'] as string, vendor, country, mode },
          ...{ promisedOn, deliveredOn: arrival.deliveredOn, recordedOn: arrival.recordedOn },
          cents: value?.currency === 'USD' ? value.amount : NaN,
        };
      });
    });
  }

  const real = existsSync(file) ? it : it.skip;
  if (!existsSync(file)) console.warn(`skipped: the real shipments are not at ${file}`);

  real(
    'brings 2,177 lines of 1,267 orders in as an independent count has them, in parts, in either form, once',
    async () => {
      const text = readFileSync(file, 'utf8');
      const expected = deliveredLines(text);
      const before = await system.head();
      expect(await imported(file, '--dry-run')).toMatchObject({
        code: 0,
        said: { rows: 1_268, done: 1_268, refused: 0 },
      });
      expect(await system.head()).toBe(before);

      const rows: Fields[] = parse(text, { columns: true, bom: true });
      const earlier = rows.filter(({ 'PO / SO #': order = '' }) => order.startsWith('SCMS'));
      const first = await imported(written('part.csv', stringify(earlier, { header: true })));
      expect(first).toMatchObject({ code: 0, said: { rows: 599, done: 599, refused: 0 } });
      const whole = await imported(file);
      expect(whole).toMatchObject({
        code: 0,
        said: {
          stages: [
            { stage: 'people', already: 1 },
            { stage: 'orders', rows: 1_267, done: 669, already: 598, refused: 0, failed: 0 },
          ],
        },
      });
      const byId = (lines: readonly DeliveredLine[]) => [...lines].sort((a, b) => Number(a.id) - Number(b.id));
      expect(byId(await recorded())).toEqual(byId(expected));

      const after = await system.head();
      const unchanged = { rows: 1_268, done: 0, already: 1_268, refused: 0, failed: 0, commands: 0 };
      expect(await imported(file)).toMatchObject({ code: 0, said: unchanged });
      await system.restart();
      const original = written('original.csv', `\uFEFF${text.replaceAll('\n', '\r')}`);
      expect(await imported(original)).toMatchObject({ code: 0, said: unchanged });
      const [row] = rows;
      const changed = rows.map((one) => (one === row ? { ...one, 'Line Item Value': '6200.01' } : one));
      expect(await imported(written('changed.csv', stringify(changed, { header: true })))).toMatchObject({
        code: 1,
        said: { ...unchanged, already: 1_267, refused: 1 },
      });
      expect(refused()).toEqual([`2 ${row?.['PO / SO #']} row-changed-since-import`]);
      expect(await system.head()).toBe(after);

      const types = new Map<string, number>();
      for (const { type } of await system.facts())
        if (/^(Order|Delivery)/.test(type)) types.set(type, (types.get(type) ?? 0) + 1);
      expect(Object.fromEntries(types)).toEqual({
        OrderPlaced: 1_267,
        DeliveryScheduled: 1_473,
        DeliveryDelivered: 1_473,
        OrderCompleted: 1_267,
        OrderImportEnded: 1_267,
      });
      for (const process of await reconciled()) expect(process).toMatchObject({ open: 0, started: 0 });

      await asCounted(expected);
    },
    300_000,
  );

  /** The report at every level and by everything it groups by, beside a count of the file. */
  async function asCounted(lines: readonly DeliveredLine[]): Promise<void> {
    const total = (await performance('line', 'mode'))['total'];
    expect(total).toMatchObject({
      ...{ count: 2_177, late: 268, early: 545, onDay: 1_364, overdue: 0, open: 0 },
      ...{ recordedSameDay: 1_812, recordedNextDay: 45, recordedLater: 320, recordedBefore: 0 },
      ...{ inTimeRate: '0.8769', lateRate: '0.1231' },
      amounts: [{ currency: 'USD', amount: 34_396_861_044 }],
    });
    expect((await performance('delivery', 'mode'))['total']).toMatchObject({ count: 1_473, late: 177 });
    expect((await performance('order', 'mode'))['total']).toMatchObject({ count: 1_267, late: 132 });
    for (const level of ['line', 'delivery', 'order'] as const)
      for (const groupBy of ['owner', 'vendor', 'country', 'mode', 'month'] as const) {
        const groups = (await performance(level, groupBy))['groups'] as readonly Group[];
        const told = groups.map(({ key = '', count, onDay, early, late, amounts }) => [
          key,
          { count, onDay, early, late, cents: amounts[0]?.amount },
        ]);
        expect([level, groupBy, Object.fromEntries(told)]).toEqual([
          level,
          groupBy,
          Object.fromEntries(deliveryCounts(lines, level, groupBy)),
        ]);
      }
  }

  it('refuses what cannot be read, keeps what contradicts itself with its flag, and leaves open what is not delivered', async () => {
    expect(await imported(sample)).toMatchObject({ code: 1, said: { rows: 11, done: 7, refused: 4, failed: 0 } });
    expect(refused().sort()).toEqual(
      [
        '17  missing',
        ...['not-a-quantity', 'not-an-amount', 'not-a-day', 'not-a-day'].map((code) => `12 SCMS-7 ${code}`),
        ...['differs-within-order', 'differs-within-delivery', 'differs-within-delivery'].map(
          (code) => `14 SCMS-8 ${code}`,
        ),
        '15 SCMS-9 repeated',
        '15 SCMS-9 broken-row',
      ].sort(),
    );
    const flagged = (await system.facts({ types: ['OrderPlaced', 'DeliveryDelivered'] })).flatMap(({ data }) => {
      const { dataQuality = [] } = data as { readonly dataQuality?: readonly string[] };
      return dataQuality.filter((flag) => /before/.test(flag));
    });
    expect(flagged.sort()).toEqual([
      'delivered-before-ordered',
      'delivered-before-quoted',
      'recorded-before-delivered',
    ]);
    expect((await performance('order', 'mode'))['total']).toMatchObject({ count: 6, overdue: 1, open: 0 });
    const open = (await reconciled()).filter((process) => process.open > 0);
    expect(open).toMatchObject([{ process: 'deliveryTracking', open: 1, started: 1 }]);
  }, 120_000);
});
