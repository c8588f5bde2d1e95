import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { cli as dealtrail } from './testing/cli.js';
import { TestSystem } from './testing/system.js';
import { testNamespace } from './testing/temporal-namespace.js';

const root = join(__dirname, '..', '..', '..');
const folder = join(root, '..', 'shared', 'data', 'crm-sales-opportunities');

interface Group {
  readonly label?: string;
  readonly won: number;
  readonly lost: number;
  readonly amounts: readonly { readonly currency: string; readonly won: number }[];
}

/** The real pipeline where it is at hand: 8,800 opportunities of a company and its 35 sellers. */
const real = existsSync(folder) ? describe : describe.skip;
if (!existsSync(folder)) console.warn(`skipped: the real pipeline is not at ${folder}`);

real('the real pipeline', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.open();
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  const cli = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, said } = await dealtrail(system, ...args);
    if (code !== 0) throw new Error(`dealtrail ${args.join(' ')} ended with ${code}: ${JSON.stringify(said)}`);
    return said;
  };
  const report = async (groupBy: string, filters = ''): Promise<readonly Group[]> => {
    const { status, body } = await system.get(
      `/reports/pipeline?groupBy=${groupBy}&minPosition=${await system.head()}${filters}`,
      { as: 'admin' },
    );
    expect(status).toBe(200);
    return body['groups'] as Group[];
  };
  const won = (groups: readonly Group[], name: string): number => {
    const amounts = groups.find(({ label }) => label === name)?.amounts ?? [];
    expect(amounts.map(({ currency }) => currency)).toEqual(['USD']);
    return (amounts[0]?.won ?? 0) / 100;
  };
  const sum = (groups: readonly Group[], of: (group: Group) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);

  it('goes in through commands, and a second time changes nothing', async () => {
    const first = await cli('import', 'crm-pipeline', folder, '--no-reconcile');
    expect(first).toMatchObject({ refused: 0, failed: 0 });
    const after = await system.head();
    const second = await cli('import', 'crm-pipeline', folder, '--no-reconcile');
    expect(second).toMatchObject({ done: 0, refused: 0, failed: 0 });
    expect(await system.head()).toBe(after);
    expect(await system.facts({ types: ['DealRegistered'] })).toHaveLength(8_800);
  }, 300_000);

  it('answers with exact numbers', async () => {
    const quarters = await report('quarter');
    expect(sum(quarters, (group) => group.won)).toBe(4_238);
    expect(sum(quarters, (group) => group.lost)).toBe(2_473);
    expect(sum(quarters, (group) => (group.amounts[0]?.won ?? 0) / 100)).toBe(10_005_534);
    expect(['2017-Q1', '2017-Q2', '2017-Q3', '2017-Q4'].map((quarter) => won(quarters, quarter))).toEqual([
      1_134_672, 3_086_111, 2_982_255, 2_802_496,
    ]);
    const offices = await report('office');
    expect(['Central', 'East', 'West'].map((office) => won(offices, office))).toEqual([
      3_346_293, 3_090_594, 3_568_647,
    ]);
  });

  it('gives the six managers what an independent count of the file gives', async () => {
    const read = (file: string): Record<string, string>[] =>
      parse(readFileSync(join(folder, file)), { columns: true, bom: true });
    const managerOf = new Map(read('sales_teams.csv').map((row) => [row['sales_agent'], row['manager'] ?? '']));
    const counted = new Map<string, { won: number; lost: number; value: number }>();
    for (const row of read('sales_pipeline.csv')) {
      const manager = managerOf.get(row['sales_agent']) ?? '';
      const entry = counted.get(manager) ?? { won: 0, lost: 0, value: 0 };
      if (row['deal_stage'] === 'Won')
        counted.set(manager, { ...entry, won: entry.won + 1, value: entry.value + Number(row['close_value']) });
      else if (row['deal_stage'] === 'Lost') counted.set(manager, { ...entry, lost: entry.lost + 1 });
    }
    const managers = await report('manager');
    expect(managers).toHaveLength(6);
    for (const [manager, expected] of counted) {
      const group = managers.find(({ label }) => label === manager);
      expect({ manager, won: group?.won, lost: group?.lost, value: won(managers, manager) }).toEqual({
        manager,
        ...expected,
      });
    }
  });

  /** Independent of the product's clock: a deal without a grade counts as B, 45 days. */
  const limit = 45 * 86_400_000;
  const stale = () => system.facts({ types: ['DealGoneStale'] });

  async function staleOnce(): Promise<void> {
    await eventually(
      async () => (await stale()).length,
      (n) => n >= 1_589,
      240,
    );
    const recorded = await stale();
    expect(new Set(recorded.map(({ stream }) => stream)).size).toBe(1_589);
    expect(recorded).toHaveLength(1_589);
    const last = new Map<string, number>();
    for (const { stream, metadata } of await system.facts({ types: ['DealRegistered', 'DealAdvanced'] }))
      last.set(stream, Math.max(last.get(stream) ?? 0, Date.parse(metadata.occurredAt)));
    for (const { stream, metadata } of recorded)
      expect(Date.parse(metadata.occurredAt)).toBe((last.get(stream) ?? NaN) + limit);
  }

  it('reconciles: starts the open deals’ processes and no others, and staleness is recorded once, dated right', async () => {
    const first = (await cli('reconcile')) as { processes: { process: string; open: number; started: number }[] };
    const followUps = first.processes.find(({ process }) => process === 'dealFollowUp');
    expect(followUps).toMatchObject({ open: 2_089, started: 2_089, failed: 0 });
    await staleOnce();
    const second = (await cli('reconcile')) as { processes: object[] };
    for (const process of second.processes) expect(process).toMatchObject({ started: 0, ended: 0, failed: 0 });
  }, 300_000);

  it('does the same again on an empty Temporal, and doubles nothing', async () => {
    const before = await stale();
    const { namespace } = await testNamespace();
    await system.restart({ temporalNamespace: namespace });
    await eventually(
      async () => {
        const { said } = await dealtrail(system, 'reconcile'); // refused as long as a step of it fails
        const processes = said['processes'] as { process: string; running: number; started: number; failed: number }[];
        return processes.find(({ process }) => process === 'dealFollowUp');
      },
      (result) => result?.running === 2_089 && result.started + result.failed === 0,
      240,
    );
    await staleOnce();
    expect(await stale()).toEqual(before);
  }, 300_000);
});
