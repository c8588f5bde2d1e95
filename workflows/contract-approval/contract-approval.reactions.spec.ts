import { signal, start, type Recorded } from '@dealtrail/event-sourcing';
import type { ContractEvent } from '@dealtrail/contracts';
import { approve, contractId, ContractStory, draft } from '../testing/contract-story.js';
import { contractApproval } from './contract-approval.process.js';
import { contractApprovalReactions } from './contract-approval.reactions.js';

const morning = '2026-03-02T01:00:00.000Z';
const dueAt = '2026-03-04T10:00:00.000Z';
const process = { kind: 'process', id: 'contractApproval' } as const;
function reactions(story: ContractStory, fact: Recorded<ContractEvent> | undefined) {
  if (!fact) throw new Error('nothing happened');
  return story.reactionsTo(contractApprovalReactions, fact);
}
/** The news that round 1 is over. */
const overAfter = (fact: Recorded | undefined) =>
  signal(contractApproval, `${contractId}/1`, { ...(fact as Recorded), data: { ended: true } });
const opened = (story: ContractStory, position: number) =>
  contractApproval.open(story.state, { id: contractId, revision: 1, position });

describe('the approval of a contract', () => {
  it('follows no round in the middle of an import: what was decided may be told next', () => {
    const { state } = new ContractStory().submitted(morning);
    const standing = { id: contractId, revision: 1, position: 12 };
    if (state.status === 'none' || !state.round) throw new Error('a round');
    expect(contractApproval.open({ ...state, round: { ...state.round, moreToTell: true } }, standing)).toBeUndefined();
    expect(contractApproval.open(state, standing)?.input.round).toBe(1);
  });

  it('starts when the contract is submitted', async () => {
    const story = new ContractStory().submitted(morning);
    expect(await reactions(story, story.facts[1])).toEqual([start(contractApproval, contractId)]);
  });

  it.each([
    ['approves', 'fang.yuan', approve],
    ['delegates', 'fang.yuan', { type: 'DelegateContractReview', round: 1, to: 'zhou.hong' }],
    ['adds somebody', 'fang.yuan', { type: 'AddContractReviewer', round: 1, reviewerId: 'zhao.min' }],
    ['is late', process, { type: 'RecordContractReviewOverdue', round: 1, step: 'legal', dueAt }],
    [
      'is reminded',
      process,
      { type: 'RemindContractReviewer', round: 1, step: 'legal', at: '2026-03-03T06:00:00.000Z', dueAt },
    ],
  ] as const)('hears all steps as they stand now when a reviewer %s', async (_, who, what) => {
    const story = new ContractStory().submitted(morning);
    const facts = story.does(who, what, '2026-03-03T06:00:00.000Z');
    expect(facts.length).toBeGreaterThan(0);
    for (const fact of facts) {
      const data = opened(story, fact.position)?.input;
      expect(data?.steps).not.toEqual(opened(new ContractStory().submitted(morning), 12)?.input.steps);
      const news = signal(contractApproval, `${contractId}/1`, { ...fact, data: data ?? {} });
      expect(await reactions(story, fact)).toEqual([news]);
    }
  });

  it.each([
    ['returned', 'fang.yuan', { type: 'ReturnContract', round: 1, reason: '付款條款' }],
    ['rejected', 'he.jing', { type: 'RejectContract', round: 1, reason: '虧損' }],
    ['recalled', 'li.na', { type: 'RecallContract', round: 1 }],
    ['withdrawn', 'li.na', { type: 'WithdrawContract', reason: '客戶取消採購' }],
  ] as const)('hears that its round has ended when the contract is %s', async (_, who, what) => {
    const story = new ContractStory().submitted(morning);
    const [fact] = story.does(who, what, '2026-03-02T02:00:00.000Z');
    expect(await reactions(story, fact)).toEqual([overAfter(fact)]);
  });

  it('hears late news of a round that was over when they came as its end, whatever round runs by then', async () => {
    const story = new ContractStory().submitted(morning);
    const [reminded] = story.does(
      process,
      { type: 'RemindContractReviewer', round: 1, step: 'legal', at: '2026-03-03T06:00:00.000Z', dueAt },
      '2026-03-03T06:00:00.000Z',
    );
    story.does('li.na', { type: 'RecallContract', round: 1 }, '2026-03-03T07:00:00.000Z');
    story.does('li.na', { type: 'SubmitContract' }, '2026-03-03T08:00:00.000Z');
    expect(await reactions(story, reminded)).toEqual([overAfter(reminded)]);
    expect(opened(story, 20)?.workflowId).toBe(`contractApproval/${contractId}/2`);
  });

  it('is told of nothing before the first submission', async () => {
    const story = new ContractStory();
    story.does('li.na', draft(), morning);
    const [withdrawn] = story.does('li.na', { type: 'WithdrawContract', reason: '客戶取消採購' }, morning);
    expect(await reactions(story, withdrawn)).toEqual([]);
  });
});

describe('a round that should be watched', () => {
  it('is one under review, with what is not on record yet', () => {
    const story = new ContractStory().submitted(morning);
    story.does(
      process,
      { type: 'RemindContractReviewer', round: 1, step: 'legal', at: '2026-03-03T06:00:00.000Z', dueAt },
      '2026-03-03T06:00:00.000Z',
    );
    const step = {
      step: 'legal',
      reviewerId: 'fang.yuan',
      since: morning,
      dueAt,
      warnAt: ['2026-03-04T03:00:00.000Z', '2026-03-04T07:36:00.000Z'],
      reminded: [50],
      overdue: false,
      decided: false,
    };
    expect(opened(story, 13)).toEqual({
      workflowId: `contractApproval/${contractId}/1`,
      input: {
        contractId,
        number: expect.stringMatching(/^[0-9A-Z]{8}$/),
        round: 1,
        ownerId: 'li.na',
        steps: [step, expect.objectContaining({ step: 'finance', reminded: [] })],
        ended: false,
        position: 13,
      },
    });
  });

  it('is none that is a draft, approved or over', () => {
    expect(opened(new ContractStory(), 1)).toBeUndefined();
    const story = new ContractStory().submitted(morning);
    for (const who of ['fang.yuan', 'he.jing']) story.does(who, approve, '2026-03-02T02:00:00.000Z');
    expect(story.state.status).toBe('approved');
    expect(opened(story, 20)).toBeUndefined();
  });
});
