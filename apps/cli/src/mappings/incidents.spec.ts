import { caseCommands, type CaseEvent } from '@dealtrail/cases';
import type { Decided } from '@dealtrail/event-sourcing';
import { waitReasons, type WaitReason } from '@dealtrail/policies';
import { personCommands } from '@dealtrail/staff';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Misuse } from '../failure.js';
import { incidents } from './incidents.mapping.js';
import { importedCases } from './testing/imported-cases.js';
import { countedIncidents, missedOf, type CountedIncident } from './testing/incident-counts.js';
import { invalidAmong, readStages, refusedOf, stepsOf } from './testing/mapped.js';

const sample = join(__dirname, 'sample', 'incidents', 'incidents.csv');
const whole = join(__dirname, '../../../../../shared/data/uci-incident-log/incident_dev_slice.csv');
const commands = [...personCommands, ...caseCommands];
type Stages = Awaited<ReturnType<typeof readStages>>;

/** The facts and cases of all rows. */
function imported(stages: Stages, pausingWaits?: readonly WaitReason[]) {
  const { cases, refused } = importedCases(stages, pausingWaits);
  return { facts: cases.flatMap(({ facts }) => facts), refused, states: cases.map(({ state }) => state) };
}

type Fact<T extends CaseEvent['type']> = Extract<CaseEvent, { type: T }>;
const of = <T extends CaseEvent['type']>(facts: readonly Decided<CaseEvent>[], type: T): readonly Fact<T>['data'][] =>
  facts.flatMap((fact) => (fact.type === type ? [fact.data as Fact<T>['data']] : []));

/** The breaches of the facts, as an independent count names them. */
function breaches(facts: readonly Decided<CaseEvent>[]): readonly string[] {
  const numbers = new Map(of(facts, 'CaseReported').map(({ caseId, source }) => [caseId, source?.['number']]));
  return facts
    .flatMap((fact) =>
      fact.type === 'CaseClockOverdue'
        ? [`${numbers.get(fact.data.caseId)} ${fact.data.clock} ${fact.occurredAt}`]
        : [],
    )
    .sort();
}

const counted = (all: readonly CountedIncident[]): readonly string[] =>
  all
    .flatMap(({ number, missed }) => Object.entries(missed).map(([clock, dueAt]) => `${number} ${clock} ${dueAt}`))
    .sort();

/** What is told of an incident: when, step, and what is asked. */
const told = (stages: Stages, number: string) =>
  stepsOf(stages.get('incidents'))
    .filter(({ row }) => row === number)
    .map(({ step, occurredAt = '', command: { caseId: _, type, ...asked } }) => [
      `${occurredAt.slice(0, 16)} ${step} ${type}`,
      asked,
    ]);

describe('the incidents mapping on a sample', () => {
  let stages: Stages;
  beforeAll(async () => void (stages = await readStages(incidents, sample)));

  it('tells people and cases as commands the server knows, people before who is theirs', () => {
    expect([...stages.keys()]).toEqual(['people', 'incidents']);
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
    expect(
      stepsOf(stages.get('people')).map(({ command: { staffId, name, roles } }) => [staffId, name, roles]),
    ).toEqual([
      ['group.70', 'Group 70 (nobody named in the source)', ['rep']],
      ['resolver.5', 'Resolver 5', ['rep']],
      ['group.24', 'Group 24 (nobody named in the source)', ['rep']],
      ['resolver.8', 'Resolver 8', ['rep']],
      ['incidents.owner', '案件負責人 (not named in the source)', ['rep']],
      ['group.31', 'Group 31 (nobody named in the source)', ['rep']],
      ['resolver.9', 'Resolver 9', ['rep']],
    ]);
  });

  it('tells what each row changes, at its own instant; what a row does not say has not changed', () =>
    expect(told(stages, 'INC01')).toEqual([
      [
        '2016-02-29T08:41 1-report ReportCase',
        {
          ...{ kind: 'issue', channel: 'hotline', subject: 'INC01 · Category 20 · Subcategory 125' },
          ...{ ownerId: 'group.70', impact: 2, urgency: 2, category: 'Category 20', group: 'Group 70' },
          moreToTell: true,
          source: {
            ...{ number: 'INC01', caller_id: 'Caller 1', opened_by: 'Opened by 1', location: 'Location 1' },
            ...{ subcategory: 'Subcategory 125', contact_type: 'Phone' },
          },
        },
      ],
      ['2016-02-29T09:41 2-assign AssignCase', { to: 'resolver.5', group: 'Group 70' }],
      ['2016-02-29T09:41 2-respond RespondToCase', {}],
      ['2016-02-29T12:00 3-await AwaitCase', { for: 'customer' }],
      ['2016-03-01T12:00 4-resume ResumeCase', {}],
      ['2016-03-01T12:00 4-prioritise ChangeCasePriority', { impact: 1, urgency: 2 }],
      ['2016-03-01T12:00 4-hand-over HandOverCase', { department: 'technical', to: 'group.24', group: 'Group 24' }],
      ['2016-03-02T14:44 5-edit EditCase', { category: 'Category 21' }],
      ['2016-03-02T14:44 5-assign AssignCase', { to: 'resolver.8', group: 'Group 24' }],
      ['2016-03-02T14:44 5-resolve ResolveCase', { resolution: 'Resolved' }],
      [
        '2016-03-07T15:00 6-hand-over HandOverCase',
        { department: 'customerService', to: 'resolver.8', group: 'Group 70' },
      ],
      ['2016-03-07T15:00 6-close CloseCase', {}],
      ['2016-03-07T15:00 told EditCase', { moreToTell: false }],
    ]));

  it('opens again what was resolved, and resolves what was closed without', () =>
    expect(told(stages, 'INC02').map(([step]) => step)).toEqual([
      '2016-03-01T10:00 1-report ReportCase',
      '2016-03-01T11:01 1-resolve ResolveCase',
      '2016-03-04T10:00 2-reopen ReopenCase',
      '2016-03-08T09:00 4-resolve ResolveCase',
      '2016-03-08T09:00 4-close CloseCase',
      '2016-03-08T09:00 told EditCase',
    ]));

  it('goes from one wait to another, wherever the rows of an incident stand, and flags what is missing', () => {
    const [report, ...rest] = told(stages, 'INC03');
    expect(report?.[1]).toMatchObject({
      ...{ channel: 'other', subject: 'INC03', ownerId: 'incidents.owner', impact: 3, urgency: 2 },
      dataQuality: ['no-channel', 'no-priority'],
    });
    expect(rest).toEqual([
      ['2016-03-01T11:00 2-assign AssignCase', { to: 'group.31', group: 'Group 31' }],
      ['2016-03-01T11:00 2-await AwaitCase', { for: 'vendor' }],
      ['2016-03-02T11:00 3-assign AssignCase', { to: 'resolver.9', group: 'Group 31' }],
      ['2016-03-02T11:00 3-await AwaitCase', { for: 'internal' }],
      ['2016-03-02T11:00 told EditCase', { moreToTell: false }],
    ]);
  });

  it('reads no column that knows what comes later', async () =>
    expect(JSON.stringify(stepsOf(stages.get('incidents')))).not.toMatch(/code \d|2016-03-09|9\/3\/2016/));

  it('refuses each incident it cannot read whole, with every reason and its line', () =>
    expect(refusedOf(stages.get('incidents'))).toEqual([
      [20, 'missing'],
      [15, 'not-an-instant', 'not-an-instant', 'unknown-state', 'not-a-number', 'unknown-level'],
      [18, 'differs-within-incident', 'not-in-order'],
      [19, 'broken-row'],
    ]));

  it('gives the same ids every time', async () =>
    expect([...(await readStages(incidents, sample))]).toEqual([...stages]));

  it('refuses a file that is something else', () =>
    expect(incidents.open(join(__dirname, 'sample/crm-pipeline/accounts.csv'))).rejects.toBeInstanceOf(Misuse));

  it('leaves the breaches of the source, dated at their due instants, by the rules of cases', () => {
    const { facts, refused, states } = imported(stages);
    expect(refused).toEqual([]);
    expect(states.map(({ status }) => status)).toEqual(['closed', 'closed', 'waiting']);
    expect(breaches(facts)).toEqual([
      'INC01 solution 2016-03-01T08:41:00.000Z',
      'INC02 closing 2016-03-07T08:59:00.000Z',
      'INC02 response 2016-03-01T11:00:00.000Z',
      'INC03 solution 2016-03-02T10:00:00.000Z', // it waits still: whoever comes next brings it along
    ]);
  });

  it('names who had it as who did it, never who imports it, and nobody as the seller', () => {
    const { facts } = imported(stages);
    expect(of(facts, 'CaseResponded').map(({ by }) => by)).toEqual(['resolver.5']);
    expect(of(facts, 'CaseResolved').map(({ by }) => by)).toEqual(['resolver.8', 'resolver.5', 'resolver.5']);
    const handed = of(facts, 'CaseHandedOver').map(({ from, to, group, sellerId }) => [from, to, group, sellerId]);
    expect(handed).toEqual([
      ['resolver.5', 'group.24', 'Group 24', undefined],
      ['resolver.8', 'resolver.8', 'Group 70', undefined],
    ]);
  });
});

const hasWhole = existsSync(whole);
if (!hasWhole) process.stdout.write('The incidents are not beside this repository: they are not checked.\n');

(hasWhole ? describe : describe.skip)('the incidents mapping on the 5,742 updates of 990 incidents', () => {
  let stages: Stages;
  beforeAll(async () => void (stages = await readStages(incidents, whole)), 60_000);

  it('reads every row', () => {
    expect([...stages.values()].flatMap(refusedOf)).toEqual([]);
    expect(stages.get('incidents')).toHaveLength(990);
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
  });

  const every = ['Awaiting User Info', 'Awaiting Vendor', 'Awaiting Problem'];
  it.each<[string, readonly WaitReason[], readonly string[], number]>([
    ['pausing for the customer only', ['customer'], ['Awaiting User Info'], 249],
    ['pausing in every wait', waitReasons, every, 246],
    ['pausing in none', [], [], 343],
  ])(
    'comes to the breaches that an independent count has, none twice: %s',
    (_, pausingWaits, states, closing) => {
      const expected = countedIncidents(readFileSync(whole, 'utf8'), states);
      expect(missedOf(expected)).toEqual({ response: 439, solution: 469, closing, reopened: 13 });
      const { facts, refused, states: cases } = imported(stages, pausingWaits);
      expect(refused).toEqual([]);
      expect(breaches(facts)).toEqual(counted(expected));
      expect(of(facts, 'CaseEscalated')).toHaveLength(439 + 469 + closing);
      expect(new Set(of(facts, 'CaseReopened').map(({ caseId }) => caseId)).size).toBe(13);
      expect(of(facts, 'CaseReopened')).toHaveLength(16);
      expect(new Set(cases.map(({ status }) => status))).toEqual(new Set(['closed']));
    },
    60_000,
  );

  it('counts what an independent count does, in stretches without a gap', () => {
    const expected = new Map(
      countedIncidents(readFileSync(whole, 'utf8'), ['Awaiting User Info']).map(({ number, countedMs }) => [
        number,
        countedMs,
      ]),
    );
    for (const one of imported(stages).states) {
      if (one.status === 'none') continue;
      for (const { clock, intervals, since, countedMs } of one.clocks) {
        const begins = [since, ...intervals.map(({ to }) => to)].slice(0, intervals.length); // none without length
        expect(intervals.map(({ from }) => from)).toEqual(begins);
        expect(intervals.reduce((sum, interval) => sum + interval.countedMs, 0)).toBe(countedMs);
        if (clock === 'closing') expect(countedMs).toBe(expected.get(one.reported.source?.['number'] ?? ''));
      }
    }
  });
});
