import type { Instant, Recorded } from '@dealtrail/event-sourcing';
import type { ContractEvent } from '@dealtrail/contracts';
import { approve, contractId, ContractStory } from '../testing/contract-story.js';
import { Sandbox, SandboxedRun } from '../testing/sandboxed-run.js';
import { contractApproval } from './contract-approval.process.js';
import { contractApprovalReactions } from './contract-approval.reactions.js';
import type { ContractApproval } from './contract-approval.state.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.open(['RemindContractReviewer', 'RecordContractReviewOverdue']);
}, 60_000);
afterAll(() => sandbox?.close());

/** The process beside the real rules: what it sends is decided, what follows is signalled back to it. */
async function begin(story: ContractStory, at: Instant) {
  const heardOf = async (facts: readonly Recorded<ContractEvent>[]): Promise<readonly object[]> => {
    const signals: object[] = [];
    for (const fact of facts)
      for (const action of await story.reactionsTo(contractApprovalReactions, fact))
        if (action.kind === 'signal') signals.push(action.event);
    return signals;
  };
  const open = contractApproval.open(story.state, { id: contractId, revision: 1, position: 12 });
  const run = await SandboxedRun.start(sandbox, {
    workflow: 'contractApproval',
    workflowId: open?.workflowId ?? '',
    input: open?.input ?? {},
    at,
    world: async (sent) => heardOf(story.answers(sent)),
  });
  return {
    run,
    /** Somebody acts, once that much time has passed. */
    does: async (...what: Parameters<ContractStory['does']>): Promise<void> => {
      await run.until(what[2]);
      for (const signal of await heardOf(story.does(...what))) await run.hears(signal);
    },
  };
}

/** Type, step, and when it occurred, of what is on record after the submission. */
const told = ({ facts }: ContractStory) =>
  facts.slice(2).map(({ type, data, metadata }) => [type, 'step' in data ? data.step : undefined, metadata.occurredAt]);

/** What is on record of a step that nobody decides. */
const missed = (...[half, threeQuarters, ninety, due]: readonly Instant[]) => [
  ...[half, threeQuarters, ninety].flatMap((at) =>
    ['legal', 'finance'].map((step) => ['ContractReviewDueSoon', step, at]),
  ),
  ...['legal', 'finance'].flatMap((step) => [
    ['ContractReviewOverdue', step, due],
    ['ContractReviewEscalated', step, due],
  ]),
];

describe('two working days for both departments', () => {
  it('go over National Day 2025: submitted on 30 September at 10:00, due on 10 October at 18:00', async () => {
    const at = '2025-09-30T02:00:00.000Z';
    const story = new ContractStory().submitted(at);
    const { run } = await begin(story, at);
    await run.until('2025-12-01T00:00:00.000Z');
    expect(told(story)).toEqual(
      missed(
        '2025-10-09T06:30:00.000Z',
        '2025-10-10T03:15:00.000Z',
        '2025-10-10T07:42:00.000Z',
        '2025-10-10T10:00:00.000Z',
      ),
    );
    expect(story.facts.filter(({ type }) => type === 'ContractReviewEscalated').map(({ data }) => data)).toEqual([
      expect.objectContaining({ step: 'legal', to: 'gao.feng' }),
      expect.objectContaining({ step: 'finance', to: 'qian.yu' }),
    ]);
  });

  it('count the Sunday that is worked (調休): submitted on Friday 26 September at 10:00, due on Monday at 18:00', async () => {
    const at = '2025-09-26T02:00:00.000Z';
    const story = new ContractStory().submitted(at);
    const { run } = await begin(story, at);
    await run.until('2025-12-01T00:00:00.000Z');
    expect(told(story)).toEqual(
      missed(
        '2025-09-28T06:30:00.000Z',
        '2025-09-29T03:15:00.000Z',
        '2025-09-29T07:42:00.000Z',
        '2025-09-29T10:00:00.000Z',
      ),
    );
  });
});

describe('a contract from the submission to the signature', () => {
  const submittedAt = '2026-03-02T01:00:00.000Z'; // Monday 09:00

  it('is with the director for one working day, warned of once, then with the deputy too', async () => {
    const story = new ContractStory().submitted(submittedAt, 100_000_000);
    const { run, does } = await begin(story, submittedAt);
    await does('fang.yuan', approve, '2026-03-02T03:00:00.000Z');
    await does('he.jing', approve, '2026-03-03T01:00:00.000Z'); // Tuesday 09:00: Wednesday 18:00
    await run.until('2026-03-20T00:00:00.000Z');
    expect(told(story).slice(2)).toEqual([
      ['DirectorApprovalRequested', undefined, '2026-03-03T01:00:00.000Z'],
      ['ContractReviewDueSoon', 'director', '2026-03-04T06:00:00.000Z'],
      ['ContractReviewOverdue', 'director', '2026-03-04T10:00:00.000Z'],
      ['ContractReviewEscalated', 'director', '2026-03-04T10:00:00.000Z'],
    ]);
    expect(run.ended).toBeUndefined();
    await does('admin', { type: 'ApproveContract', round: 1 }, '2026-03-20T01:00:00.000Z');
    expect(run.ended).toEqual({ as: 'completed' });
  });

  it('hears nothing more once it was returned', async () => {
    const story = new ContractStory().submitted(submittedAt);
    const { run, does } = await begin(story, submittedAt);
    await does('fang.yuan', { type: 'ReturnContract', round: 1, reason: '付款條款' }, '2026-03-02T02:00:00.000Z');
    expect(run.ended).toEqual({ as: 'completed' });
    expect(run.sent).toEqual([]);
  });

  it('goes on as a new run when its history has become long, and forgets nothing', async () => {
    const story = new ContractStory().submitted(submittedAt);
    const { run, does } = await begin(story, submittedAt);
    run.growsLong();
    await does('fang.yuan', approve, '2026-03-02T02:00:00.000Z');
    const input = (run.ended as { input: ContractApproval }).input;
    expect(input).toEqual(contractApproval.open(story.state, { id: contractId, revision: 2, position: 13 })?.input);
    const next = await SandboxedRun.start(sandbox, {
      workflow: 'contractApproval',
      workflowId: 'contractApproval/next',
      input,
      at: '2026-03-02T02:00:00.000Z',
      world: () => Promise.resolve([]),
    });
    await next.until('2026-03-20T00:00:00.000Z');
    expect(next.sent.map(({ type, body }) => [type, body])).toEqual([
      ...[0, 1, 2].map(() => ['RemindContractReviewer', expect.objectContaining({ step: 'finance' })]),
      ['RecordContractReviewOverdue', expect.objectContaining({ step: 'finance' })],
    ]);
  });
});
