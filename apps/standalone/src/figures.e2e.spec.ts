import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deal } from '@dealtrail/deals';
import { eventually, testServer } from '@dealtrail/event-sourcing/testing';
import { clockBeside } from '@dealtrail/runtime';
import { reactionTables } from '@dealtrail/workflows';
import { TestSystem } from './testing/system.js';

const day = 24 * 3_600_000;
const documentation = join(__dirname, '..', '..', '..', 'docs', 'observability.md');

/** Every figure of the table that operators read, in Prometheus' spelling. */
function documented(): readonly string[] {
  const text = readFileSync(documentation, 'utf8');
  const table = text.slice(text.indexOf('## Figures'), text.indexOf('## Traces'));
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  return rows
    .flatMap((row) => (row.split('|')[1] ?? '').match(/[a-z0-9_.]+(?=`)/g) ?? [])
    .map((name) => name.replaceAll('.', '_'));
}

/** Fails until it is told to do what it did before; then says how often it failed. */
function failing(table: object, type: string): () => number {
  const before = Reflect.get(table, type) as unknown;
  let failed = 0;
  Reflect.set(table, type, () => {
    failed++;
    throw new TypeError('planted');
  });
  return () => {
    Reflect.set(table, type, before);
    return failed;
  };
}

/** Fails once, then does what it did before. */
function failingOnce(table: object, type: string): void {
  const before = Reflect.get(table, type) as unknown;
  Reflect.set(table, type, () => {
    Reflect.set(table, type, before);
    throw new TypeError('planted');
  });
}

describe('the figures of a product to which everything has happened', () => {
  let system: TestSystem;
  let dealId: string;
  beforeAll(async () => {
    // Registered so long ago that it has gone stale meanwhile, without a Temporal that could have said so.
    system = await TestSystem.open({ clock: clockBeside(-100 * day), temporalAddress: '127.0.0.1:1' });
    await system.done('/staff', 'admin', { staffId: 'li.na', name: '李娜', roles: ['rep'] });
    const { body } = await system.done('/deals', 'li.na', { title: 'a deal' });
    dealId = String(body['streamId']).slice('deal-'.length);
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  const text = async (): Promise<string> => String((await system.get('/metrics')).body['text']);

  it('are told, each that is documented', async () => {
    const heal = failing(deal.decide, 'RecordDealGoneStale');
    const table = reactionTables.find(({ react }) => Object.hasOwn(react, 'DealGoneStale'));
    failingOnce(table?.react ?? {}, 'DealGoneStale');
    await system.restart({ clock: clockBeside(0), temporalAddress: testServer('TEST_TEMPORAL_ADDRESS') });

    const faults = async () =>
      (await system.get('/ops', { as: 'admin' })).body['faults'] as readonly { what: string; cause: string }[];
    const retried = (
      await eventually(faults, (rows) => rows.some(({ what }) => what.startsWith('workflow ')), 60)
    ).find(({ what }) => what.startsWith('workflow '));
    expect(retried).toMatchObject({
      what: `workflow dealFollowUp/${dealId}`,
      cause: expect.stringMatching(/^RecordDealGoneStale, attempt \d: .*planted/) as string,
    });
    const failures = heal();
    await eventually(
      () => system.facts({ stream: `deal-${dealId}`, types: ['DealGoneStale'] }),
      (facts) => facts.length === 1,
      60,
    );
    await eventually(faults, (rows) => !rows.some(({ what }) => what.startsWith('workflow ')), 60);

    expect(documented()).toHaveLength(26);
    const missing = (said: string): readonly string[] =>
      documented().filter((name) => !new RegExp(`^${name}(_total|_count)?[{ ]`, 'm').test(said));
    expect(missing(await eventually(text, (said) => missing(said).length === 0, 30).catch(text))).toEqual([]);
    const said = await text();
    const retries = /^dealtrail_activity_retries_total\{dealtrail_activity="RecordDealGoneStale"\} (\d+)$/m.exec(
      said,
    )?.[1];
    expect(Number(retries)).toBe(failures);
    // Due 45 days after the registration (R020): 55 days late.
    const late = /^dealtrail_timer_lateness_sum\{dealtrail_event="DealGoneStale"\} ([\d.]+)$/m.exec(said)?.[1];
    expect(Math.floor((Number(late) * 1_000) / day)).toBe(55);
  }, 240_000);
});
