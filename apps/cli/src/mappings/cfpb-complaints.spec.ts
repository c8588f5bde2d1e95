import { caseCommands, caseDecider, type AnyCaseCommand, type Case, type CaseEvent } from '@dealtrail/cases';
import { decide, evolve, fold, type Decided } from '@dealtrail/event-sourcing';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import { personCommands } from '@dealtrail/staff';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Misuse } from '../failure.js';
import { cfpbComplaints } from './cfpb-complaints.mapping.js';
import { invalidAmong, metadataOf, readStages, refusedOf, stepsOf } from './testing/mapped.js';

const sample = join(__dirname, 'sample', 'cfpb-complaints', 'complaints.csv');
const whole = join(__dirname, '../../../../../shared/data/cfpb-complaints/consumer_complaints.csv');

type Stages = Awaited<ReturnType<typeof readStages>>;

/** What the real rules make of the rows; none is refused. */
function imported(stages: Stages) {
  const people = stepsOf(stages.get('people')).map(({ command }) => command as unknown as TestPerson);
  const known = testKnown({ people: [...people, { staffId: 'admin', roles: ['admin'] }] });
  const states = new Map<string, Case>();
  const facts: Decided<CaseEvent>[] = [];
  for (const item of stepsOf(stages.get('complaints'))) {
    const command = { ...item.command, metadata: metadataOf('cfpb-complaints', item) } as unknown as AnyCaseCommand;
    let state = states.get(command.caseId) ?? fold(caseDecider, []);
    for (const event of decide(caseDecider, command, state, known)) {
      state = evolve(caseDecider, state, event);
      facts.push(event);
    }
    states.set(command.caseId, state);
  }
  return { states: [...states.values()], facts };
}

/** How often each of them is there. */
function tally(all: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const reports = (stages: Stages) =>
  stepsOf(stages.get('complaints'))
    .filter(({ step }) => step === 'report')
    .map(({ command }) => command as unknown as { readonly dataQuality: readonly string[] });

describe('the cfpb-complaints mapping on a sample', () => {
  let stages: Stages;
  beforeAll(async () => void (stages = await readStages(cfpbComplaints, sample)));
  const told = (n: number) => {
    const row = (stages.get('complaints') ?? [])[n];
    return stepsOf(row && [row]).map(({ step, occurredAt = '', command: { caseId: _, type, ...asked } }) => [
      `${occurredAt.slice(0, 16)} ${step} ${type}`,
      asked,
    ]);
  };

  it('tells people and cases as commands the server knows', () => {
    expect([...stages.keys()]).toEqual(['people', 'complaints']);
    const commands = [...personCommands, ...caseCommands];
    expect([...stages.values()].flatMap((rows) => invalidAmong(stepsOf(rows), commands))).toEqual([]);
    expect(stepsOf(stages.get('people')).map(({ row }) => row)).toEqual(['cfpb.intake', 'cfpb.company']);
  });

  it('reports a complaint when it was received, and hands it over and ends it when it was sent to the company', () =>
    expect(told(0)).toEqual([
      [
        '2013-07-28T16:00 report ReportCase',
        {
          ...{ kind: 'complaint', channel: 'hotline', subject: 'Consumer Loan · Managing the loan or lease' },
          ...{ ownerId: 'cfpb.intake', category: 'Consumer Loan', dataQuality: ['no-priority', 'no-response-date'] },
          moreToTell: true,
          source: {
            ...{ 'Date received': '7/29/2013', Product: 'Consumer Loan', 'Sub-product': 'Vehicle loan' },
            ...{ Issue: 'Managing the loan or lease', Company: 'Northwind Bank', State: 'VA', 'ZIP code': '00001' },
            ...{ 'Consumer consent provided?': 'N/A', 'Submitted via': 'Phone', 'Date sent to company': '7/30/2013' },
            ...{ 'Company response to consumer': 'Closed with explanation', 'Timely response?': 'Yes' },
            'Consumer disputed?': 'No',
          },
        },
      ],
      ['2013-07-29T16:00 respond RespondToCase', { note: 'Sent to Northwind Bank' }],
      [
        '2013-07-29T16:00 hand-over HandOverCase',
        { department: 'customerService', to: 'cfpb.company', group: 'Northwind Bank' },
      ],
      ['2013-07-29T16:00 resolve ResolveCase', { resolution: 'Closed with explanation' }],
      ['2013-07-29T16:00 close CloseCase', {}],
      ['2013-07-29T16:00 told EditCase', { moreToTell: false }],
    ]));

  it('tells a dispute as a refusal, of which nothing more is known than that it is closed', () =>
    expect(told(1).slice(3)).toEqual([
      ['2013-07-28T16:00 resolve ResolveCase', { resolution: 'Closed with monetary relief' }],
      ['2013-07-28T16:00 refuse RefuseCaseResolution', { reason: 'Consumer disputed? Yes' }],
      ['2013-07-28T16:00 close CloseCase', {}],
      ['2013-07-28T16:00 told EditCase', { moreToTell: false }],
    ]));

  it('keeps what was sent before it came in, with its flag and its own days', () => {
    const [report, ...rest] = told(2);
    expect(report).toMatchObject([
      '2013-07-30T16:00 report ReportCase',
      { channel: 'other', dataQuality: ['forwarded-before-received', 'no-priority', 'no-response-date'] },
    ]);
    expect(report?.[1]).toMatchObject({ source: { 'Date sent to company': '7/29/2013' } });
    expect(rest.map(([step]) => String(step).slice(0, 16))).toEqual(Array(5).fill('2013-07-30T16:00'));
  });

  it('leaves open what is in progress', () =>
    expect(told(5).map(([step]) => String(step).slice(17))).toEqual([
      'report ReportCase',
      'respond RespondToCase',
      'hand-over HandOverCase',
      'told EditCase',
    ]));

  it('refuses a row that says the same as another, and what cannot be read, each with its reasons', () => {
    expect(refusedOf(stages.get('complaints'))).toEqual([
      [5, 'duplicate-row'],
      [6, 'not-a-day', 'not-a-day', 'missing', 'missing'],
      [8, 'broken-row'],
    ]);
    const duplicate = (stages.get('complaints') ?? [])[3];
    expect(duplicate).toMatchObject({ problems: [{ message: 'says the same as line 2' }] });
  });

  it('comes to complaints that are over, but for what is in progress, by the rules of cases', () =>
    expect(imported(stages).states.map(({ status }) => status)).toEqual(['closed', 'closed', 'closed', 'open']));

  it('gives the same ids every time', async () =>
    expect([...(await readStages(cfpbComplaints, sample))]).toEqual([...stages]));

  it('refuses a file that is something else', () =>
    expect(cfpbComplaints.open(join(__dirname, 'sample/crm-pipeline/accounts.csv'))).rejects.toBeInstanceOf(Misuse));
});

const hasWhole = existsSync(whole);
if (!hasWhole) process.stdout.write('The complaints are not beside this repository: they are not checked.\n');

(hasWhole ? describe : describe.skip)('the cfpb-complaints mapping on the 3,186 complaints', () => {
  let stages: Stages;
  beforeAll(async () => void (stages = await readStages(cfpbComplaints, whole)), 60_000);

  it('refuses the 11 duplicates and nothing else, and flags the 6 that were forwarded before they came in', () => {
    const refused = refusedOf(stages.get('complaints'));
    expect(refused.map(([, ...codes]) => codes)).toEqual(Array(11).fill(['duplicate-row']));
    expect(tally(reports(stages).flatMap(({ dataQuality }) => dataQuality))).toEqual({
      'forwarded-before-received': 6,
      'no-priority': 3_175,
      'no-response-date': 3_172,
    });
    expect(invalidAmong(stepsOf(stages.get('complaints')), caseCommands)).toEqual([]);
  });

  it('comes to 3,175 complaints by their channels, of which 3 are open, by the rules of cases', () => {
    const { states, facts } = imported(stages);
    expect(tally(states.map(({ status }) => status))).toEqual({ closed: 3_172, open: 3 });
    expect(tally(facts.flatMap((fact) => (fact.type === 'CaseReported' ? [fact.data.channel] : [])))).toEqual({
      ...{ hotline: 200, web: 2_225, mail: 165, referral: 533, other: 52 },
    });
    expect(facts.filter(({ type }) => type === 'CaseResolutionRefused')).toHaveLength(594);
  });
});
