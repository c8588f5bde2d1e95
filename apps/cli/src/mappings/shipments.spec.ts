import { decide, evolve, fold, type Decided } from '@dealtrail/event-sourcing';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import { order, orderCommands, type AnyOrderCommand, type Order, type OrderEvent } from '@dealtrail/orders';
import { personCommands } from '@dealtrail/staff';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Misuse } from '../failure.js';
import type { MappedRow } from './mapping.js';
import { shipments } from './shipments.mapping.js';
import { invalidAmong, metadataOf, readStages, refusedOf, stepsOf } from './testing/mapped.js';

const sample = join(__dirname, 'sample', 'shipments', 'shipments.csv');
const whole = join(__dirname, '../../../../../shared/data/scms-delivery-history/scms_dev_slice.csv');

const orders = async (path: string): Promise<readonly MappedRow[]> =>
  (await readStages(shipments, path)).get('orders') ?? [];

/** What the real rules make of the rows; a repeat of each command leaves nothing. */
async function imported(path: string) {
  const stages = await readStages(shipments, path);
  const commands = [...personCommands, ...orderCommands];
  expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
  const people = stepsOf(stages.get('people')).map(({ command }) => command as unknown as TestPerson);
  const known = testKnown({ people });
  const orders = new Map<string, Order>();
  const facts: Decided<OrderEvent>[] = [];
  for (const item of stepsOf(stages.get('orders'))) {
    const command = { ...item.command, metadata: metadataOf('shipments', item) } as unknown as AnyOrderCommand;
    let state = orders.get(command.orderId) ?? fold(order, []);
    for (const event of decide(order, command, state, known)) {
      state = evolve(order, state, event);
      facts.push(event);
    }
    orders.set(command.orderId, state);
    expect(decide(order, command, state, known)).toEqual([]);
  }
  return { orders: [...orders.values()], facts };
}

/** What is told of an order: step, the day in Shanghai it is dated, and the command. */
const told = async (order: string, path = sample) =>
  stepsOf(await orders(path))
    .filter(({ row }) => row === order)
    .map(({ step, occurredAt = '', command }) => [step, occurredAt.slice(0, 16), command] as const);

describe('the shipments mapping on a sample', () => {
  it('tells an order with its deliveries, wherever its lines stand, in the order in which they were delivered', async () => {
    const steps = await told('SCMS-2');
    expect(steps.map(([step, at]) => [step, at])).toEqual([
      ['place', '2012-11-12T16:00'],
      ['schedule-ASN-3', '2012-11-12T16:00'],
      ['schedule-ASN-2', '2012-11-12T16:00'],
      ['deliver-ASN-3', '2013-01-28T16:00'],
      ['deliver-ASN-2', '2013-02-03T16:00'],
      ['told', '2013-02-03T16:00'],
    ]);
    const [placed, ...others] = steps.map(([, , command]) => command);
    expect(placed).toMatchObject({
      type: 'PlaceOrder',
      ownerId: 'scms.owner',
      orderNumber: 'SCMS-2',
      placedOn: '2012-11-13',
      value: { amount: 9_020, currency: 'USD' },
      dataQuality: ['no-customer'],
      moreToTell: true,
      source: { country: "Côte d'Ivoire", mode: 'Ocean', vendor: 'Northwind Labs', ordered: '11/13/12' },
    });
    expect(placed?.['lines']).toMatchObject([
      { lineId: '3', category: 'arv', quantity: 10, value: { amount: 5, currency: 'USD' } },
      { lineId: '5', quantity: 30, value: { amount: 9_015, currency: 'USD' }, source: { site: '"Plant III", Pune' } },
    ]);
    const orderId = placed?.['orderId'];
    expect(others).toEqual([
      {
        ...{ type: 'ScheduleDelivery', orderId, delivery: 1, note: 'ASN-3', scheduledOn: '2013-02-01' },
        lines: [{ lineId: '5', quantity: 30 }],
      },
      {
        ...{ type: 'ScheduleDelivery', orderId, delivery: 2, note: 'ASN-2', scheduledOn: '2013-02-01' },
        lines: [{ lineId: '3', quantity: 10 }],
      },
      {
        ...{ type: 'RecordDelivery', orderId, delivery: 1 },
        ...{ happenedAt: '2013-01-28T16:00:00.000Z', recordedOn: '2013-01-29', dataQuality: ['no-sign-off'] },
      },
      {
        ...{ type: 'RecordDelivery', orderId, delivery: 2 },
        ...{ happenedAt: '2013-02-03T16:00:00.000Z', recordedOn: '2013-02-04', dataQuality: ['no-sign-off'] },
      },
      { type: 'EndOrderImport', orderId },
    ]);
  });

  it('keeps a line that was promised for another day than its delivery, and dates what has no order date by what is known', async () => {
    const [[, placedAt, placed], [, , scheduled]] = (await told('SO-3')) as never as [
      [string, string, Record<string, unknown>],
      [string, string, Record<string, unknown>],
    ];
    expect(placedAt).toBe('2013-03-01T16:00');
    expect(placed['placedOn']).toBeUndefined();
    expect(placed['dataQuality']).toEqual(['no-customer', 'no-order-date']);
    expect(placed['source']).toMatchObject({ quoted: 'Date Not Captured', ordered: 'N/A - From RDC' });
    expect(scheduled['lines']).toEqual([
      { lineId: '4', quantity: 7 },
      { lineId: '6', quantity: 8, promisedOn: '2013-03-16' },
    ]);
  });

  it('keeps references to other lines word for word, and says what they and other words leave unknown', async () => {
    const [[, , first]] = (await told('SCMS-1')) as never as [[string, string, Record<string, unknown>]];
    expect(first['dataQuality']).toEqual(['no-customer']);
    expect(first['lines']).toMatchObject([
      { source: { weight: '358', freight: '4521.5' } },
      { source: { weight: 'See ASN-1 (ID#:1)', freight: 'See ASN-1 (ID#:1)', insurance: '12.5' } },
    ]);
    const steps = await told('SO-5');
    expect(steps[0]?.[2]['dataQuality']).toEqual([
      'no-customer',
      'no-order-date',
      'no-weight',
      'no-freight',
      'unknown-reference',
    ]);
  });

  it('tells contradictory days as they stand', async () => {
    const [early, quoted] = [await told('SCMS-4'), await told('SO-5')];
    expect(early.map(([step, at]) => [step, at])).toEqual([
      ['place', '2012-11-09T16:00'], // not after its delivery: a past is told in its order
      ['schedule-ASN-5', '2012-11-09T16:00'],
      ['deliver-ASN-5', '2012-11-09T16:00'],
      ['told', '2012-11-09T16:00'],
    ]);
    expect(early[0]?.[2]).toMatchObject({ placedOn: '2012-11-13' });
    expect(early[2]?.[2]).toMatchObject({ recordedOn: '2012-11-09', dataQuality: ['no-sign-off'] }); // the rules find it themselves
    expect(quoted[2]?.[2]).toMatchObject({
      dataQuality: ['no-sign-off', 'delivered-before-quoted'],
      recordedOn: '2013-02-26',
    });
  });

  it('comes to orders that are over once all is delivered, with contradictions flagged by the rules', async () => {
    const { orders, facts } = await imported(sample);
    expect(orders.map(({ status }) => status)).toEqual([...Array<string>(5).fill('completed'), 'open']);
    const flags = facts.flatMap((fact) => (fact.type === 'DeliveryDelivered' ? [fact.data.dataQuality] : []));
    expect(flags).toEqual([
      ['no-sign-off'],
      ['no-sign-off'],
      ['no-sign-off'],
      ['no-sign-off'],
      ['no-sign-off', 'recorded-before-delivered', 'delivered-before-ordered'],
      ['no-sign-off', 'delivered-before-quoted'],
    ]);
    const promised = orders.flatMap((one) => (one.status === 'none' ? [] : one.milestones));
    const running = promised.filter(({ ended }) => ended === undefined);
    expect(running.map(({ milestone, clock }) => [milestone, clock.dueAt])).toEqual([
      ['confirmation/1', '2015-08-29T01:00:00.000Z'],
      ['documents/1', '2015-08-31T10:00:00.000Z'],
    ]);
    expect(facts.some(({ type }) => type.startsWith('OrderMilestone'))).toBe(false);
    expect(orders.every((one) => one.status !== 'none' && !one.moreToTell)).toBe(true);
  });

  it('names the owner of the source as who did it, never who imports it', async () => {
    const { facts } = await imported(sample);
    const doers = facts.flatMap(({ data }) => ('placedBy' in data ? [data.placedBy] : 'by' in data ? [data.by] : []));
    expect(new Set(doers)).toEqual(new Set(['scms.owner']));
  });

  it('leaves open what is not delivered', async () =>
    expect((await told('SCMS-6')).map(([step]) => step)).toEqual(['place', 'schedule-ASN-8', 'told']));

  it('refuses whole orders, with a reason for every value that is none', async () => {
    const rows = await orders(sample);
    expect(refusedOf(rows)).toEqual([
      [17, 'missing'],
      [12, 'not-a-quantity', 'not-an-amount', 'not-a-day', 'not-a-day'],
      [14, 'differs-within-order', 'differs-within-delivery', 'differs-within-delivery'],
      [15, 'repeated', 'broken-row'],
    ]);
    const messages = rows.flatMap((row) => ('problems' in row ? row.problems.map(({ message }) => message) : []));
    expect(messages).toContain('line 12: "31-Feb-13" is no day');
    expect(messages).toContain('line 14: "Southwind Labs" is "Northwind Labs" in line 13');
    expect(messages).toContain('line 15: "12" stands in line 13 already');
  });

  it('reads the original form too: lines ended by a carriage return alone, a byte-order mark before the first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dealtrail-shipments-'));
    try {
      const original = join(folder, 'shipments.csv');
      await writeFile(original, `\uFEFF${readFileSync(sample, 'utf8').replaceAll('\n', '\r')}`);
      expect([...(await readStages(shipments, original))]).toEqual([...(await readStages(shipments, sample))]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a file that is something else', () =>
    expect(shipments.open(join(__dirname, 'sample/crm-pipeline/accounts.csv'))).rejects.toBeInstanceOf(Misuse));
});

const hasWhole = existsSync(whole);
if (!hasWhole) process.stdout.write('The shipments are not beside this repository: they are not checked.\n');

(hasWhole ? describe : describe.skip)('the shipments mapping on the 2,177 lines', () => {
  it('comes to 1,267 orders that are over, by the rules of orders', async () => {
    const { orders, facts } = await imported(whole);
    expect(orders).toHaveLength(1_267);
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['completed']));
    const types = new Map<string, number>();
    for (const { type } of facts) types.set(type, (types.get(type) ?? 0) + 1);
    expect(Object.fromEntries(types)).toEqual({
      OrderPlaced: 1_267,
      DeliveryScheduled: 1_473,
      DeliveryDelivered: 1_473,
      OrderCompleted: 1_267,
      OrderImportEnded: 1_267,
    });
  });

  it('reads every line of every order', async () => {
    const rows = await orders(whole);
    expect(refusedOf(rows)).toEqual([]);
    expect(rows).toHaveLength(1_267);
    const commands = stepsOf(rows).map(({ command }) => command);
    const of = (type: string) => commands.filter((command) => command.type === type);
    expect([of('ScheduleDelivery').length, of('RecordDelivery').length]).toEqual([1_473, 1_473]);
    const lines = of('PlaceOrder').flatMap((command) => command['lines'] as { value: { amount: number } }[]);
    expect(lines).toHaveLength(2_177);
    expect(lines.reduce((sum, { value }) => sum + value.amount, 0)).toBe(34_396_861_044);
    const flags = new Map<string, number>();
    for (const { dataQuality = [] } of commands as readonly { readonly dataQuality?: readonly string[] }[])
      for (const flag of dataQuality) flags.set(flag, (flags.get(flag) ?? 0) + 1);
    expect(Object.fromEntries(flags)).toEqual({
      'no-customer': 1_267,
      'no-order-date': 688,
      'no-weight': 113,
      'no-freight': 42,
      'no-sign-off': 1_473,
      'delivered-before-quoted': 1,
    });
  });
});
