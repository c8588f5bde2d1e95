import {
  contract,
  contractCommands,
  type AnyContractCommand,
  type Contract,
  type ContractEvent,
} from '@dealtrail/contracts';
import { decide, DomainError, evolve, fold, type Decided } from '@dealtrail/event-sourcing';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import { personCommands } from '@dealtrail/staff';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Misuse } from '../failure.js';
import { approvals } from './approvals.mapping.js';
import type { MappedRow } from './mapping.js';
import { invalidAmong, metadataOf, readStages, refusedOf, stepsOf } from './testing/mapped.js';

const sample = join(__dirname, 'sample', 'approvals', 'events.csv');
const whole = join(__dirname, '../../../../../shared/data/bpi2019-purchase-orders/po_items_dev_slice.csv');
const commands = [...personCommands, ...contractCommands];
const today: readonly TestPerson[] = [
  { staffId: 'fang.yuan', roles: ['legal'] },
  { staffId: 'fa.wu', roles: ['finance'] },
  { staffId: 'gao.feng', roles: ['director'] },
  { staffId: 'admin', roles: ['admin'] },
];

type Stages = Awaited<ReturnType<typeof readStages>>;

/** What the real rules make of the rows, each until its first refusal as the server does. */
function imported(stages: Stages) {
  const people = stepsOf(stages.get('people')).map(({ command }) => command as unknown as TestPerson);
  const known = testKnown({ people: [...today, ...people] });
  const contracts = new Map<string, Contract>();
  const facts: Decided<ContractEvent>[] = [];
  const refused: [line: number, row: string, step: string, code: string][] = [];
  const rows = [...(stages.get('items') ?? []), ...(stages.get('items after their deletion') ?? [])];
  for (const row of rows)
    for (const item of stepsOf([row])) {
      const command = { ...item.command, metadata: metadataOf('approvals', item) } as unknown as AnyContractCommand;
      let state = contracts.get(command.contractId) ?? fold(contract, []);
      try {
        for (const event of decide(contract, command, state, known)) {
          state = evolve(contract, state, event);
          facts.push(event);
        }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        refused.push([row.line, row.row, item.step, error.code]);
        break;
      }
      contracts.set(command.contractId, state);
      expect(decide(contract, command, state, known)).toEqual([]); // a repeat leaves nothing
    }
  return { contracts: [...contracts.values()], facts, refused };
}

type Fact<T extends ContractEvent['type']> = Extract<ContractEvent, { type: T }>;

const of = <T extends ContractEvent['type']>(facts: readonly ContractEvent[], type: T): readonly Fact<T>['data'][] =>
  facts.flatMap((fact) => (fact.type === type ? [fact.data as Fact<T>['data']] : []));

const told = (stages: Stages, row: string): readonly [string, string | undefined][] =>
  [...stages.values()]
    .flatMap((rows) => stepsOf(rows))
    .filter((step) => step.row === row)
    .map(({ step, occurredAt }) => [step, occurredAt?.slice(0, 16)]);

const rowsOf = (stages: Stages, stage: string): readonly MappedRow[] => stages.get(stage) ?? [];

describe('the approvals mapping on a sample', () => {
  it('tells people and contracts as commands the server knows', async () => {
    const stages = await readStages(approvals, sample);
    expect([...stages.keys()]).toEqual(['people', 'items', 'items after their deletion']);
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
    expect(stepsOf(rowsOf(stages, 'people')).map(({ command }) => command['roles'])).toEqual([
      ['rep'],
      ['rep'],
      ['rep'],
    ]);
  });

  it('orders what happened in the same minute by sorting, whatever zone and order the file has', async () => {
    const stages = await readStages(approvals, sample);
    expect(told(stages, '4500_00001')).toEqual([
      ['draft', '2018-01-12T08:52'],
      ['submit-1', '2018-01-12T09:52'],
      ['legal-1', '2018-01-12T09:52'],
      ['finance-1', '2018-01-12T09:52'],
    ]);
    expect(told(stages, '4500_00003').map(([step]) => step)).toEqual([
      'draft',
      'submit-1',
      'legal-1',
      'finance-1',
      'recall-2',
      'revise-2',
      'submit-2',
      'legal-2',
      'finance-2',
      'withdraw-1',
    ]);
  });

  it('says what the source lacks, and names stand-ins only for reviews that are over', async () => {
    const steps = stepsOf((await readStages(approvals, sample)).get('items'));
    const drafts = steps.filter(({ step }) => step === 'draft');
    expect(drafts).toHaveLength(6);
    for (const { command } of drafts)
      expect(command).toMatchObject({
        ownerId: 'srm.owner',
        parties: [],
        amount: { amount: 0, currency: 'EUR' },
        dataQuality: ['no-deal', 'no-text', 'no-parties', 'no-amount', 'no-director'],
      });
    const reviewers = (row: string) =>
      steps.find((step) => step.row === row && step.step === 'submit-1')?.command['reviewers'];
    expect(reviewers('4500_00001')).toEqual({ legal: 'srm.legal', finance: 'srm.finance' });
    expect(reviewers('4500_00004')).toBeUndefined();
    const more = (row: string) =>
      steps.find((step) => step.row === row && step.step === 'submit-1')?.command['moreToTell'];
    expect([more('4500_00001'), more('4500_00004')]).toEqual([true, undefined]); // what is open is followed at once
  });

  it('refuses each item it cannot read whole, with every reason and its line, and passes over what never awaited', async () => {
    const stages = await readStages(approvals, sample);
    expect(refusedOf(stages.get('items'))).toEqual([
      [30, 'missing'],
      [26, 'not-an-instant', 'not-an-instant', 'not-a-number'],
      [29, 'broken-row'],
    ]);
    expect(rowsOf(stages, 'items').find(({ row }) => row === '4500_00005')).toMatchObject({ steps: [] });
  });

  it('takes working time and lateness from the instants of the source, over make-up days and the National Day', async () => {
    const { facts } = imported(await readStages(approvals, sample));
    const late = of(facts, 'ContractReviewApproved').filter((approved) => approved.late);
    const hour = 3_600_000; // 6 on Friday the 28th, 8 each on the make-up days, the 29th and 30th, none from the 1st to 09:00 on the 8th
    expect(late.map(({ step, reviewerId, workingMs, checks }) => [step, reviewerId, workingMs, checks])).toEqual([
      ['legal', 'srm.legal', 22 * hour, []],
      ['finance', 'srm.finance', 22 * hour, []],
    ]);
    expect(of(facts, 'ContractReviewOverdue').map(({ dueAt }) => dueAt)).toEqual([
      '2018-09-30T10:00:00.000Z',
      '2018-09-30T10:00:00.000Z',
    ]);
    const intime = of(facts, 'ContractReviewApproved').filter((approved) => !approved.late);
    expect(intime.map(({ workingMs }) => workingMs)).toEqual(Array(6).fill(0));
  });

  it('leaves to the rules what they refuse, each with its line', async () => {
    const { contracts, refused } = imported(await readStages(approvals, sample));
    expect(contracts.map(({ status }) => status)).toEqual([
      'approved',
      'approved',
      'withdrawn',
      'review',
      'draft',
      'review',
    ]);
    expect(refused).toEqual([
      [31, '4500_00008', 'legal-1', 'round-not-found'],
      [33, '4500_00009', 'revise-2', 'contract-under-review'],
      [15, '4500_00003/2', 'revise-3', 'contract-withdrawn'],
      [19, '4500_00003/3', 'revise-4', 'contract-withdrawn'],
    ]);
  });

  it('asks no director of the past, and the people of today for what is still open', async () => {
    const { facts } = imported(await readStages(approvals, sample));
    expect(of(facts, 'DirectorApprovalRequested')).toEqual([]);
    const open = of(facts, 'ContractSubmitted').filter(({ steps }) => steps.every(({ via }) => via !== 'asked'));
    expect(open.map(({ steps }) => steps.map(({ reviewerId }) => reviewerId))).toEqual([
      ['fang.yuan', 'fa.wu'],
      ['fang.yuan', 'fa.wu'],
    ]);
    expect(of(facts, 'ContractRevised')).toEqual([
      {
        contractId: expect.any(String) as string,
        by: 'srm.owner',
        changes: { title: 'Purchase order item 4500_00003, version 2' },
        previous: { title: 'Purchase order item 4500_00003' },
      },
    ]);
  });

  it('gives the same ids every time', async () =>
    expect([...(await readStages(approvals, sample))]).toEqual([...(await readStages(approvals, sample))]));

  it('refuses a file that is something else', () =>
    expect(approvals.open(join(__dirname, 'sample/crm-pipeline/accounts.csv'))).rejects.toBeInstanceOf(Misuse));
});

/** Counted from the text of the file, by other code than the mapping's: its items stand together and in order. */
function counted(file: string) {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const of = (activity: string) => rows.filter((row) => row[2] === `SRM: ${activity}`);
  const items = new Set(of('Awaiting Approval').map((row) => row[1]));
  const deletedBefore = (index: number): boolean =>
    rows.slice(0, index).some((row) => row[1] === rows[index]?.[1] && row[2] === 'SRM: Deleted');
  const afterwards = rows.filter((row, index) => row[2] === 'SRM: Awaiting Approval' && deletedBefore(index));
  return {
    contracts: items.size,
    rounds: of('Awaiting Approval').length,
    refused: afterwards.length,
    approvals: of('Complete').length,
    withdrawn: new Set(of('Deleted').map((row) => row[1])).size,
  };
}

const hasWhole = existsSync(whole);
if (!hasWhole) process.stdout.write('The purchase orders are not beside this repository: they are not checked.\n');

(hasWhole ? describe : describe.skip)('the approvals mapping on the 716 purchase order items', () => {
  it('ends with the contracts and rounds of the file, by the rules of contracts', async () => {
    const stages = await readStages(approvals, whole);
    const { contracts, facts, refused } = imported(stages);
    const approved = of(facts, 'ContractReviewApproved');
    const told = {
      contracts: contracts.length,
      rounds: of(facts, 'ContractSubmitted').length + refused.length,
      refused: refused.length,
      approvals: of(facts, 'ContractApproved').length + refused.length,
      withdrawn: contracts.filter(({ status }) => status === 'withdrawn').length,
    };
    expect(told).toEqual(counted(whole));
    expect(told).toEqual({ contracts: 230, rounds: 255, refused: 5, approvals: 255, withdrawn: 20 });
    expect(new Set(refused.map(([, , , code]) => code))).toEqual(new Set(['contract-withdrawn']));
    expect(approved).toHaveLength(2 * 250);
    expect(contracts.filter(({ status }) => status === 'approved')).toHaveLength(210);
    expect([...stages.values()].flatMap(refusedOf)).toEqual([]);
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
  });
});
