import { decide, evolve, fold } from '@dealtrail/event-sourcing';
import { customerCommands } from '@dealtrail/customers';
import { deal, dealCommands, type AnyDealCommand, type Deal } from '@dealtrail/deals';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import { personCommands, unitCommands } from '@dealtrail/staff';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Misuse } from '../failure.js';
import { crmPipeline } from './crm-pipeline.mapping.js';
import type { MappedRow } from './mapping.js';
import { invalidAmong, metadataOf, readStages, refusedOf, stepsOf } from './testing/mapped.js';

const sample = join(__dirname, 'sample', 'crm-pipeline');
const whole = join(__dirname, '../../../../../shared/data/crm-sales-opportunities');

const commands = [...unitCommands, ...personCommands, ...customerCommands, ...dealCommands];
const read = (folder: string): ReturnType<typeof readStages> => readStages(crmPipeline, folder);

/** The deals these steps leave, by the real rules. */
function dealsAfter(stages: ReadonlyMap<string, readonly MappedRow[]>): ReadonlyMap<string, Deal> {
  const people = stepsOf([...(stages.get('managers') ?? []), ...(stages.get('agents') ?? [])]);
  const known = testKnown({ people: people.map(({ command }) => command as unknown as TestPerson) });
  const deals = new Map<string, Deal>();
  for (const item of stepsOf(stages.get('pipeline'))) {
    const command = { ...item.command, metadata: metadataOf('crm-pipeline', item) } as unknown as AnyDealCommand;
    let state = deals.get(command.dealId) ?? fold(deal, []);
    for (const event of decide(deal, command, state, known)) state = evolve(deal, state, event);
    deals.set(command.dealId, state);
  }
  return deals;
}

describe('the crm-pipeline mapping on a sample', () => {
  it('tells people, units, customers and deals as commands the server knows', async () => {
    const stages = await read(sample);
    expect([...stages.keys()]).toEqual([
      'offices',
      'teams',
      'managers',
      'team heads',
      'agents',
      'accounts',
      'pipeline',
    ]);
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
    expect(stepsOf(stages.get('agents')).map(({ command }) => command['staffId'])).toEqual([
      'ana.nunez',
      'bo.lin.ho',
      'cem.aydin',
    ]);
    expect(stepsOf(stages.get('accounts'))[1]?.command).toMatchObject({
      name: 'Birch, Stone & Co',
      industry: 'technolgy',
      annualRevenue: { amount: 461_800_000_000, currency: 'USD' },
    });
  });

  it('dates each step at the start of its day in Shanghai', async () => {
    const steps = stepsOf((await read(sample)).get('pipeline')).filter(({ row }) => row === 'WON00001');
    expect(steps.map(({ step, occurredAt }) => [step, occurredAt])).toEqual([
      ['register', '2017-01-09T16:00:00.000Z'],
      ['engage', '2017-01-09T16:00:00.000Z'],
      ['close', '2017-02-28T16:00:00.000Z'],
    ]);
    expect(steps[0]?.command).toMatchObject({
      productName: 'GTX Pro',
      listPrice: { amount: 482_100, currency: 'USD' },
    });
  });

  it('says what the source lacks', async () => {
    const flags = stepsOf((await read(sample)).get('pipeline'))
      .filter(({ step }) => step === 'register')
      .map(({ row, command, occurredAt }) => [row, command['dataQuality'], occurredAt !== undefined]);
    expect(flags).toEqual([
      ['WON00001', undefined, true],
      ['LOST0001', undefined, true],
      ['OPEN0001', ['no-account'], true],
      ['OPEN0002', ['no-date'], false],
      ['OPEN0003', ['no-account', 'no-date'], false],
    ]);
  });

  it('refuses each bad row with every reason and its line', async () => {
    const stages = await read(sample);
    expect(refusedOf(stages.get('pipeline'))).toEqual([
      [7, 'unknown-agent', 'unknown-product', 'unknown-account', 'unknown-stage', 'not-a-day'],
      [8, 'close-before-engage'],
      [9, 'not-a-value'],
      [10, 'missing'],
      [11, 'broken-row'],
      [12, 'not-a-day'],
    ]);
    expect(refusedOf(stages.get('accounts'))).toEqual([[4, 'not-a-value']]);
  });

  it('gives the same ids every time', async () => expect([...(await read(sample))]).toEqual([...(await read(sample))]));

  it('refuses a folder that is something else', () =>
    expect(crmPipeline.open(__dirname)).rejects.toBeInstanceOf(Misuse));
});

/** Counted from the text of the file, by other code than the mapping's. */
function counted(file: string) {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const of = (stage: string) => rows.filter((row) => row[4] === stage);
  return {
    won: of('Won').length,
    lost: of('Lost').length,
    open: of('Engaging').length + of('Prospecting').length,
    openWithDate: [...of('Engaging'), ...of('Prospecting')].filter((row) => row[5] !== '').length,
    wonValue: of('Won').reduce((sum, row) => sum + 100 * Number(row[7]), 0),
  };
}

const hasWhole = existsSync(whole);
if (!hasWhole)
  process.stdout.write('The 8,800 opportunities are not beside this repository: their totals are not checked.\n');

(hasWhole ? describe : describe.skip)('the crm-pipeline mapping on all 8,800 opportunities', () => {
  it('ends with the totals of the file, by the rules of deals', async () => {
    const stages = await read(whole);
    const deals = [...dealsAfter(stages).values()];
    const open = deals.filter((one) => one.status === 'open');
    const told = {
      won: deals.filter(({ status }) => status === 'won').length,
      lost: deals.filter(({ status }) => status === 'lost').length,
      open: open.length,
      openWithDate: open.filter((one) => !one.registration.dataQuality?.includes('no-date')).length,
      wonValue: deals.reduce((sum, one) => sum + (one.status === 'won' ? one.amount.amount : 0), 0),
    };
    expect(told).toEqual(counted(join(whole, 'sales_pipeline.csv')));
    expect(told).toEqual({ won: 4238, lost: 2473, open: 2089, openWithDate: 1589, wonValue: 1_000_553_400 });
    expect([...stages.values()].flatMap(refusedOf)).toEqual([]);
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
  });

  it('brings every office, manager, agent and account once', async () => {
    const stages = await read(whole);
    const count = (stage: string) => stepsOf(stages.get(stage)).length;
    expect(['offices', 'teams', 'managers', 'team heads', 'agents', 'accounts'].map(count)).toEqual([
      3, 6, 6, 6, 35, 85,
    ]);
  });
});
