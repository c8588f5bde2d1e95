import { signal, start, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { CaseEvent, ClockId, KnownCase } from '@dealtrail/cases';
import { company } from '@dealtrail/cases/testing';
import { policyKind, type PolicyContent } from '@dealtrail/policies';
import {
  awaitCustomer,
  caseId,
  CaseStory,
  confirm,
  form,
  reopen,
  resolve,
  respond,
  resume,
  solve,
} from '../testing/case-story.js';
import { Sandbox, SandboxedRun } from '../testing/sandboxed-run.js';
import { complaintEscalation } from './complaint-escalation.process.js';
import { complaintEscalationReactions } from './complaint-escalation.reactions.js';
import { detailsOfComplaintEscalation, type ComplaintEscalation } from './complaint-escalation.state.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.open(['RemindCaseClock', 'RecordCaseClockOverdue', 'CloseSilentCase']);
}, 120_000);
afterAll(() => sandbox?.close());

const opened = (story: CaseStory) =>
  complaintEscalation.open(story.state, { id: caseId, revision: 1, position: story.facts.at(-1)?.position ?? 0 });

/** The process of a case beside the real rules: what it sends is decided, what follows is signalled back to it. */
async function begin(story: CaseStory, at: Instant) {
  const heardOf = async (facts: readonly Recorded<CaseEvent>[]): Promise<readonly object[]> => {
    const signals: object[] = [];
    for (const fact of facts)
      for (const action of await story.reactionsTo(complaintEscalationReactions, fact))
        if (action.kind === 'signal') signals.push(action.event);
    return signals;
  };
  const open = opened(story);
  const run = await SandboxedRun.start(sandbox, {
    workflow: 'complaintEscalation',
    workflowId: open?.workflowId ?? '',
    input: open?.input ?? {},
    at,
    world: async (sent) => heardOf(story.answers(sent)),
  });
  return {
    run,
    /** Somebody acts, once that much time has passed. */
    does: async (...what: Parameters<CaseStory['does']>): Promise<void> => {
      await run.until(what[2]);
      for (const news of await heardOf(story.does(...what))) await run.hears(news);
    },
  };
}

/** What is on record of the clocks: type, clock, when it occurred. */
const told = ({ facts }: CaseStory, ...clocks: readonly ClockId[]) =>
  facts.flatMap(({ type, data, metadata }) =>
    ['CaseClockDueSoon', 'CaseClockOverdue', 'CaseEscalated'].includes(type) && 'clock' in data
      ? clocks.length === 0 || clocks.includes(data.clock)
        ? [[type.replace('Case', '').replace('Clock', ''), data.clock, metadata.occurredAt]]
        : []
      : [],
  );
const missed = (clock: string, dueAt: Instant) => [
  ['Overdue', clock, dueAt],
  ['Escalated', clock, dueAt],
];

/** Friday, 6 March 2026, 17:30 in Shanghai. */
const friday = '2026-03-06T09:30:00.000Z';
const after = (hours: number, since = friday): Instant => new Date(Date.parse(since) + hours * 3_600_000).toISOString();

it('follows no case in the middle of an import: what was done in time may be told next', () => {
  const { state } = new CaseStory().reported(friday);
  const following = (moreToTell: boolean) =>
    complaintEscalation.open({ ...(state as KnownCase), moreToTell }, { id: caseId, revision: 0, position: 11 });
  expect(following(true)).toBeUndefined();
  expect(following(false)?.input.clocks).toHaveLength(3);
});

describe('1, 24 and 72 hours over a weekend', () => {
  it('round the clock are Friday 18:30, Saturday 17:30 and Monday 17:30', async () => {
    const story = new CaseStory().reported(friday);
    const { run } = await begin(story, friday);
    await run.until('2026-03-20T00:00:00.000Z');
    expect(told(story)).toEqual([
      ['DueSoon', 'response', '2026-03-06T10:00:00.000Z'],
      ['DueSoon', 'response', '2026-03-06T10:20:00.000Z'],
      ...missed('response', '2026-03-06T10:30:00.000Z'),
      ['DueSoon', 'solution', after(12)],
      ['DueSoon', 'solution', after(20)],
      ...missed('solution', '2026-03-07T09:30:00.000Z'),
      ['DueSoon', 'closing', after(48)],
      ['DueSoon', 'closing', after(66)],
      ...missed('closing', '2026-03-09T09:30:00.000Z'),
    ]);
    expect(run.ended).toBeUndefined();
  });

  it('with a pause from Saturday 09:00 to Sunday 21:00 end 36 hours later', async () => {
    const story = new CaseStory().reported(friday);
    const { run, does } = await begin(story, friday);
    await does('luo.jia', respond, after(0.5));
    await does('luo.jia', solve, after(1));
    await does('luo.jia', awaitCustomer, '2026-03-07T01:00:00.000Z');
    await does('luo.jia', resume, '2026-03-08T13:00:00.000Z');
    await run.until('2026-03-20T00:00:00.000Z');
    expect(told(story, 'closing')).toEqual([
      ['DueSoon', 'closing', after(48 + 36)],
      ['DueSoon', 'closing', after(66 + 36)],
      ...missed('closing', '2026-03-10T21:30:00.000Z'),
    ]);
  });

  it('of working time go on on Monday, where the policy counts it', async () => {
    const first = policyKind('case-handling').first as PolicyContent<'case-handling'>;
    const content = {
      ...first,
      limits: first.limits.map((limits) => ({ ...limits, counts: 'working-time' as const })),
    };
    const version = { kind: 'case-handling', version: 2, content, effectiveFrom: '2026-01-01T00:00:00.000Z' } as const;
    const story = new CaseStory(company.companyWith({}, [version])).reported(friday);
    const { run } = await begin(story, friday);
    await run.until('2026-03-20T00:00:00.000Z');
    // Half an hour of Friday is left, the other half is Monday's from 09:00 on.
    expect(told(story, 'response').slice(-2)).toEqual(missed('response', '2026-03-09T01:30:00.000Z'));
  });
});

describe('a pause of the closing clock', () => {
  async function planned() {
    const story = new CaseStory().reported(friday);
    const begun = await begin(story, friday);
    await begun.does('luo.jia', respond, after(0.25));
    await begun.does('luo.jia', solve, after(2));
    return { story, ...begun };
  }

  it('across the due instant leaves it in time, and late only when what was left has passed', async () => {
    const { story, run, does } = await planned();
    await does('luo.jia', awaitCustomer, after(71));
    await run.until(after(200));
    expect(told(story, 'closing')).toEqual([
      ['DueSoon', 'closing', after(48)],
      ['DueSoon', 'closing', after(66)],
    ]);
    await does('luo.jia', resume, after(200));
    await run.until(after(400));
    expect(told(story, 'closing').slice(2)).toEqual(missed('closing', after(201)));
  });

  it('that begins after a warning and ends after the old due instant warns of what is left only', async () => {
    const { story, run, does } = await planned();
    await does('luo.jia', awaitCustomer, after(50));
    await does('luo.jia', resume, after(100));
    await run.until(after(400));
    expect(told(story, 'closing')).toEqual([
      ['DueSoon', 'closing', after(48)],
      ['DueSoon', 'closing', after(116)],
      ...missed('closing', after(122)),
    ]);
  });

  it('twice within a second costs the time it took and no more', async () => {
    const { story, run, does } = await planned();
    const at = (ms: number) => new Date(Date.parse(after(10)) + ms).toISOString();
    await does('luo.jia', awaitCustomer, at(0));
    await does('luo.jia', resume, at(200));
    await does('luo.jia', awaitCustomer, at(400));
    await does('luo.jia', resume, at(700));
    await run.until(after(400));
    const late = new Date(Date.parse(after(72)) + 500).toISOString();
    expect(told(story, 'closing').slice(-2)).toEqual(missed('closing', late));
    expect(told(story, 'closing')).toHaveLength(4);
  });
});

describe('a late answer', () => {
  it('while nobody worked is a breach at its due instant, on record once, whoever is first afterwards', async () => {
    const story = new CaseStory().reported(friday);
    const input = opened(story)?.input; // nobody works from here on
    const answered = after(3);
    story.does('luo.jia', respond, answered);
    expect(told(story)).toEqual(missed('response', after(1)));
    const run = await SandboxedRun.start(sandbox, {
      workflow: 'complaintEscalation',
      workflowId: `complaintEscalation/${caseId}`,
      input: input ?? {},
      at: after(5), // started for the report, which is all it knows
      world: async (sent) => {
        story.answers(sent);
        return [];
      },
    });
    await run.until(after(6));
    expect(run.sent.map(({ type, body }) => [type, (body as { clock: string }).clock])).toEqual([
      ['RecordCaseClockOverdue', 'response'],
    ]);
    expect(told(story)).toEqual(missed('response', after(1)));
    const response = story.facts.find(({ type }) => type === 'CaseResponded');
    expect(response?.data).toMatchObject({ late: true });
  });

  it('is a breach once, when the process is first', async () => {
    const story = new CaseStory().reported(friday);
    const { does } = await begin(story, friday);
    await does('luo.jia', respond, after(3));
    expect(told(story, 'response').filter(([type]) => type === 'Overdue')).toHaveLength(1);
  });
});

describe('a case from its report to its end', () => {
  it('ends with the customer’s word, and begins again where it was when it is opened again', async () => {
    const story = new CaseStory().reported(friday);
    const { run, does } = await begin(story, friday);
    await does('luo.jia', respond, after(0.25));
    await does('luo.jia', resolve, after(20));
    await does('luo.jia', confirm, after(30));
    expect(run.ended).toEqual({ as: 'completed' });
    expect(told(story)).toEqual([12, 20].map((hours) => ['DueSoon', 'solution', after(hours)]));
    story.does('luo.jia', reopen, after(100));
    const again = await begin(story, after(100));
    await again.run.until(after(400));
    expect(told(story, 'closing')).toEqual([
      ['DueSoon', 'closing', after(128)],
      ['DueSoon', 'closing', after(146)],
      ...missed('closing', after(152)),
    ]);
  });

  it('closes after the silence of the customer, which is nobody’s breach', async () => {
    const story = new CaseStory().reported(friday);
    const { run, does } = await begin(story, friday);
    await does('luo.jia', resolve, after(0.25));
    await run.until(after(80));
    expect(run.ended).toEqual({ as: 'completed' });
    expect(story.facts.slice(-2).map(({ type }) => type)).toEqual(['CaseResolutionConfirmed', 'CaseClosed']);
    expect(told(story)).toEqual([]);
  });

  it('of a task force misses a week, which the next one does not wait for', async () => {
    const story = new CaseStory().reported(friday);
    const { run, does } = await begin(story, friday);
    await does('luo.jia', respond, after(0.25));
    await does('luo.jia', form, after(1));
    const week = 7 * 24;
    await does('luo.jia', { type: 'SyncProgress', channel: 'hotline', text: '備件已到倉' }, after(1 + 24));
    await run.until(after(1 + 24 + 2 * week + 1));
    expect(told(story, 'sync/1', 'sync/2', 'sync/3').filter(([type]) => type === 'Overdue')).toEqual([
      ['Overdue', 'sync/2', after(25 + week)],
      ['Overdue', 'sync/3', after(25 + 2 * week)],
    ]);
    expect(opened(story)?.input.taskForce).toMatchObject({ syncs: 1, missed: 2 });
  });

  it('of a complaint keeps each stage, and goes on after the word until the cause is on record', async () => {
    const story = new CaseStory().reported(friday, 'complaint');
    const { run, does } = await begin(story, friday);
    await run.until(after(1.5));
    expect(told(story, 'stage/intake/1').slice(-2)).toEqual(missed('stage/intake/1', after(1)));
    await does('luo.jia', respond, after(2));
    await does('luo.jia', resolve, after(3));
    await does('luo.jia', confirm, after(10));
    expect(run.ended).toBeUndefined();
    expect(opened(story)?.input.clocks.find(({ clock }) => clock === 'closing')?.dueAt).toBe(after(79));
    const cause = { type: 'RecordCaseCause', category: 'product-quality', prevention: '來料加測' } as const;
    await does('luo.jia', cause, after(12));
    expect(run.ended).toEqual({ as: 'completed' });
  });

  it('goes on as a new run when its history has become long, and forgets nothing', async () => {
    const story = new CaseStory().reported(friday);
    const { run, does } = await begin(story, friday);
    run.growsLong();
    await does('luo.jia', respond, after(0.25));
    expect((run.ended as { input: ComplaintEscalation }).input).toEqual(opened(story)?.input);
  });
});

describe('what is told of a case', () => {
  it('starts its process, then is every fact with all its clocks, and in the end that it has ended', async () => {
    const story = new CaseStory().reported(friday);
    const [reported] = story.facts;
    if (!reported) throw new Error('not reported');
    const of = (fact: Recorded<CaseEvent>) => story.reactionsTo(complaintEscalationReactions, fact);
    expect(await of(reported)).toEqual([start(complaintEscalation, caseId)]);
    const [responded] = story.does('luo.jia', respond, after(0.25));
    if (!responded) throw new Error('not responded');
    const { position, revision } = responded;
    const input = complaintEscalation.open(story.state, { id: caseId, revision, position })?.input;
    expect(await of(responded)).toEqual([signal(complaintEscalation, caseId, { ...responded, data: input } as never)]);
    story.does('luo.jia', resolve, after(2));
    const closed = story.does('luo.jia', confirm, after(3)).at(-1);
    if (!closed) throw new Error('not closed');
    // Whoever looks at the run afterwards sees how the case ended, not how it stood before.
    const data = expect.objectContaining({
      ...{ ended: true, status: 'closed', position: closed.position },
      clocks: expect.arrayContaining([expect.objectContaining({ clock: 'closing', ended: 'met' })]),
    });
    expect(await of(closed)).toEqual([signal(complaintEscalation, caseId, { ...closed, data } as never)]);
    expect(opened(story)).toBeUndefined();
  });

  it('says of a case that was opened again that its task force ended with it', () => {
    const story = new CaseStory().reported(friday);
    story.does('luo.jia', form, after(1));
    const details = () => detailsOfComplaintEscalation(opened(story)?.input as ComplaintEscalation);
    expect(details()).toContain('已同步 words to the customer: 0');
    expect(details()).not.toContain('已結束 ended');
    story.does('luo.jia', resolve, after(2));
    story.does('luo.jia', confirm, after(3));
    story.does('luo.jia', reopen, after(4));
    expect(details()).toContain('已同步 words to the customer: 0; 已結束 ended');
  });
});
