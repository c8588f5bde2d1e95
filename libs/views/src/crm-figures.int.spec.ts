import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derivedId } from '@dealtrail/event-sourcing';
import { startOfDay } from '@dealtrail/calendar';
import { parseMoney } from '@dealtrail/money';
import { PipelineReportHandler } from './reports.handlers.js';
import { PipelineReport } from './reports.queries.js';
import { SalesOffice } from './testing/sales-office.js';

const data = join(__dirname, '../../../../shared/data/crm-sales-opportunities');
const present = existsSync(data);
if (!present)
  process.stderr.write('The CRM sales opportunities are not beside the repository: their figures are not checked.\n');

const lines = (file: string): string[][] =>
  readFileSync(join(data, file), 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
const codeOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '.');

(present ? describe : describe.skip)('the pipeline of 8,800 opportunities (skipped without its data)', () => {
  let office: SalesOffice;
  beforeAll(async () => {
    office = await SalesOffice.open();
    const offices = new Set<string>();
    const managers = new Set<string>();
    for (const [agent = '', manager = '', region = ''] of lines('sales_teams.csv')) {
      if (!offices.has(region)) await office.unit(codeOf(region), 'region', region);
      offices.add(region);
      const team = `${codeOf(manager)}.team`;
      if (!managers.has(manager)) {
        await office.unit(team, 'team', manager, codeOf(region), codeOf(manager));
        await office.person(codeOf(manager), manager, ['supervisor'], team);
      }
      managers.add(manager);
      await office.person(codeOf(agent), agent, ['rep'], team);
    }
    await office.person('gao.feng', '高峰', ['director']);

    office.now = '2018-01-01T00:00:00.000Z';
    const by = { kind: 'import', id: 'crm-pipeline' } as const;
    const opportunity = async ([
      id = '',
      agent = '',
      name = '',
      ,
      stage = '',
      engaged,
      closed,
      value = '',
    ]: string[]) => {
      const dealId = derivedId('spec', 'opportunity', id);
      const send = (command: object, step: string, day: string | undefined) =>
        office.send({ ...command, dealId } as never, by, {
          commandId: derivedId('spec', id, step),
          history: true,
          occurredAt: day ? startOfDay(day) : office.now,
        });
      const productName = name === 'GTXPro' ? 'GTX Pro' : name;
      const registered = engaged ? { registeredOn: engaged } : { dataQuality: ['no-date'] };
      const sold = { title: productName, productId: codeOf(productName), productName, ownerId: codeOf(agent) };
      await send({ type: 'RegisterDeal', ...sold, ...registered }, 'register', engaged);
      if (stage !== 'Prospecting') await send({ type: 'AdvanceDeal', stage: 'consideration' }, 'engage', engaged);
      if (stage === 'Won')
        await send({ type: 'WinDeal', amount: parseMoney(value, 'USD'), wonOn: closed }, 'close', closed);
      if (stage === 'Lost') await send({ type: 'LoseDeal', lostOn: closed }, 'close', closed);
    };
    const rows = lines('sales_pipeline.csv');
    for (let at = 0; at < rows.length; at += 200) await Promise.all(rows.slice(at, at + 200).map(opportunity));
  }, 300_000);
  afterAll(() => office.close());

  const report = async (fields: Partial<PipelineReport>) =>
    new PipelineReportHandler(office.reader, office.known).execute(
      await office.question(PipelineReport, 'gao.feng', fields),
    );
  const won = async (fields: Partial<PipelineReport>): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await report(fields)).groups.map(({ label = 'none', amounts }) => [label, (amounts[0]?.won ?? 0) / 100]),
    );

  it('comes to the same as its files say', async () =>
    expect((await report({ groupBy: 'stage' })).total).toEqual({
      key: undefined,
      deals: 8_800,
      open: 2_089,
      won: 4_238,
      lost: 2_473,
      winRate: '0.6315',
      amounts: [{ currency: 'USD', open: 0, won: 1_000_553_400, lost: 0 }],
    }));

  it('by quarter of 2017', async () =>
    expect(await won({ groupBy: 'quarter', from: '2017-01-01', to: '2017-12-31' })).toEqual({
      '2017-Q1': 1_134_672,
      '2017-Q2': 3_086_111,
      '2017-Q3': 2_982_255,
      '2017-Q4': 2_802_496,
    }));

  it('by office', async () =>
    expect(await won({ groupBy: 'office' })).toEqual({ Central: 3_346_293, East: 3_090_594, West: 3_568_647 }));

  it('by manager, product and owner, each adding up to the same', async () => {
    const sum = (sums: Record<string, number>) => Object.values(sums).reduce((a, b) => a + b, 0);
    const managerOf = new Map(lines('sales_teams.csv').map(([agent, manager = '']) => [agent, manager]));
    const counted: Record<string, number> = {};
    for (const [, agent, , , stage, , , value] of lines('sales_pipeline.csv')) {
      const manager = managerOf.get(agent) ?? '';
      if (stage === 'Won') counted[manager] = (counted[manager] ?? 0) + Number(value);
    }
    const managers = await won({ groupBy: 'manager' });
    expect(managers).toEqual(counted);
    expect(Object.keys(managers)).toHaveLength(6);
    expect(Object.keys(await won({ groupBy: 'product' }))).toHaveLength(7);
    for (const groupBy of ['manager', 'product', 'owner'] as const)
      expect(sum(await won({ groupBy }))).toBe(10_005_534);
  });
});
