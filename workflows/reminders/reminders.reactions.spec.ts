import type { Recorded } from '@dealtrail/event-sourcing';
import type { ContractEvent } from '@dealtrail/contracts';
import type { DealEvent } from '@dealtrail/deals';
import { testKnown } from '@dealtrail/known/testing';
import { policyKind, type PolicyContent } from '@dealtrail/policies';
import { reminderIdOf, type RaiseReminder } from '@dealtrail/reminders';
import { approve, company, contractId, ContractStory, text } from '../testing/contract-story.js';
import { dealId, fact } from '../testing/deal-events.js';
import { remindersReactions } from './reminders.reactions.js';

const monday = '2026-03-02T01:00:00.000Z';
const tuesday = '2026-03-03T06:00:00.000Z';
const dueAt = '2026-03-04T10:00:00.000Z';
const process = { kind: 'process', id: 'contractApproval' } as const;
const number = 'KCPJR7JZ';
const submitted = () => new ContractStory().submitted(monday);

/** Who is told what of the fact of this type that came last. */
async function told(story: ContractStory, type: ContractEvent['type']) {
  const found = story.facts.findLast((one) => one.type === type);
  if (!found) throw new Error(`no ${type}`);
  return raised(found, await story.reactionsTo(remindersReactions, found));
}

/** Without what every reminder has: the id of fact and person, and when the fact came about. */
function raised(event: Recorded, actions: readonly object[]) {
  return actions.map((action) => {
    const { command } = action as { command: RaiseReminder };
    const { type, reminderId, at, staffId, kind, about, ...rest } = command;
    expect([type, reminderId, at]).toEqual([
      'RaiseReminder',
      reminderIdOf(event.id, staffId),
      event.metadata.occurredAt,
    ]);
    return [staffId, kind, [about.category, about.id, about.part].filter(Boolean).join(' '), rest];
  });
}
const step = (name: string, round = 1): string => `contract ${contractId} ${round}/${name}`;

describe('reviewers', () => {
  it('are told of the steps that a submission gives them', async () =>
    expect(await told(submitted(), 'ContractSubmitted')).toEqual([
      ['fang.yuan', 'review-assigned', step('legal'), { number, dueAt }],
      ['he.jing', 'review-assigned', step('finance'), { number, dueAt }],
    ]));

  it('are told of a step that opens for them later', async () => {
    const story = new ContractStory().submitted(monday, 100_000_000);
    story.does('fang.yuan', { type: 'AddContractReviewer', round: 1, reviewerId: 'zhao.min' }, monday);
    story.does('zhao.min', { type: 'ApproveContract', round: 1 }, monday);
    for (const who of ['fang.yuan', 'he.jing']) story.does(who, approve, tuesday);
    expect(await told(story, 'ContractReviewerAdded')).toEqual([
      ['zhao.min', 'review-assigned', step('added-1'), { number, dueAt }],
    ]);
    expect(await told(story, 'DirectorApprovalRequested')).toEqual([
      ['zhou.hong', 'review-assigned', step('director'), { number, dueAt }],
    ]);
  });

  it('are told of a step that they are handed, late or not', async () => {
    const story = submitted();
    story.does('fang.yuan', { type: 'DelegateContractReview', round: 1, to: 'zhou.hong' }, monday);
    expect(await told(story, 'ContractReviewDelegated')).toEqual([
      ['zhou.hong', 'review-assigned', step('legal'), { number, dueAt, overdue: false }],
    ]);
    const heJing = { staffId: 'he.jing', roles: ['finance'], active: false } as const;
    story.known = testKnown({ people: [heJing, { staffId: 'wu.dan', roles: ['finance'] }] });
    const reassign = { type: 'ReassignContractReview', round: 1, step: 'finance', from: 'he.jing' } as const;
    story.does(process, { ...reassign, cause: 'departure', position: 3 }, '2026-03-05T01:00:00.000Z');
    expect(await told(story, 'ContractReviewReassigned')).toEqual([
      ['wu.dan', 'review-assigned', step('finance'), { number, dueAt, overdue: true }],
    ]);
  });

  it('are reminded before a step is due', async () => {
    const story = submitted();
    const remind = { type: 'RemindContractReviewer', round: 1, step: 'legal', at: tuesday, dueAt } as const;
    story.does(process, remind, tuesday);
    expect(await told(story, 'ContractReviewDueSoon')).toEqual([
      ['fang.yuan', 'review-due-soon', step('legal'), { number, dueAt }],
    ]);
  });

  it('are told with the owner when it is late, and the superior to whom it is escalated', async () => {
    const story = submitted();
    story.does(process, { type: 'RecordContractReviewOverdue', round: 1, step: 'legal', dueAt }, dueAt);
    const late = { number, dueAt, overdue: true };
    expect(await told(story, 'ContractReviewOverdue')).toEqual([
      ['fang.yuan', 'review-overdue', step('legal'), late],
      ['li.na', 'review-overdue', step('legal'), late],
    ]);
    expect(await told(story, 'ContractReviewEscalated')).toEqual([
      ['gao.feng', 'review-escalated', step('legal'), late],
    ]);
  });

  it('are told with the owner when the calendar moves their step (U-29)', async () => {
    const story = submitted();
    const { years, ...rest } = policyKind('calendar').first as PolicyContent<'calendar'>;
    const content = { ...rest, years: { ...years, '2026': { daysOff: ['2026-03-04'], makeUpDays: [] } } };
    const { policies } = testKnown({ policies: [{ kind: 'calendar', version: 2, content, effectiveFrom: tuesday }] });
    story.known = { ...company, policies };
    story.does('fang.yuan', approve, tuesday);
    story.does('he.jing', { type: 'AddContractReviewer', round: 1, reviewerId: 'zhao.min' }, monday);
    story.does(process, { type: 'ReplanContractReviews', calendarVersion: 2, position: 3 }, tuesday);
    const moved = { number, dueAt: '2026-03-05T10:00:00.000Z' };
    expect(await told(story, 'ContractReviewsReplanned')).toEqual([
      ['he.jing', 'calendar-replanned', step('finance'), moved],
      ['zhao.min', 'calendar-replanned', step('added-1'), moved],
      ['li.na', 'calendar-replanned', `contract ${contractId}`, moved],
    ]);
  });
});

describe('the owner of a contract', () => {
  it.each([
    ['ContractReturned', 'contract-returned', { type: 'ReturnContract', round: 1, reason: '付款條款' }],
    ['ContractRejected', 'contract-rejected', { type: 'RejectContract', round: 1, reason: '虧損' }],
  ] as const)('is told that it is not approved: %s', async (type, kind, refusal) => {
    const story = submitted();
    story.does('fang.yuan', refusal, monday);
    expect(await told(story, type)).toEqual([['li.na', kind, `contract ${contractId}`, { number }]]);
  });

  it('is told that it is approved, and that another text was signed', async () => {
    const story = submitted();
    for (const who of ['fang.yuan', 'he.jing']) story.does(who, approve, monday);
    expect(await told(story, 'ContractApproved')).toEqual([
      ['li.na', 'contract-approved', `contract ${contractId}`, { number }],
    ]);
    story.does('li.na', { type: 'SignContract', round: 1, text: { ...text, sha256: 'ab'.repeat(32) } }, tuesday);
    expect(await told(story, 'SignedTextDiffers')).toEqual([
      ['li.na', 'signed-text-differs', `contract ${contractId}`, { number }],
    ]);
  });
});

describe('the owner of a deal', () => {
  const stale = {
    dealId,
    number: 'FJF6CYBM',
    ownerId: 'li.na',
    superiorId: 'zhao.min',
    since: monday,
    dueAt,
    days: 45,
  };
  const policy = { kind: 'follow-up', version: 1 } as const;
  const of = async (type: 'DealGoingStale' | 'DealGoneStale') => {
    const event = fact<DealEvent>({ type, data: { ...stale, grade: 'B', policy } });
    const react = remindersReactions.react[type] as (event: object) => object[];
    return raised(event, await react(event));
  };

  it('is told that it goes stale, and with the superior that it has', async () => {
    expect(await of('DealGoingStale')).toEqual([
      ['li.na', 'deal-going-stale', `deal ${dealId}`, { number: 'FJF6CYBM', dueAt }],
    ]);
    const late = { number: 'FJF6CYBM', dueAt, overdue: true };
    expect(await of('DealGoneStale')).toEqual([
      ['li.na', 'deal-gone-stale', `deal ${dealId}`, late],
      ['zhao.min', 'deal-gone-stale', `deal ${dealId}`, late],
    ]);
  });
});

it('raises the same reminder for the same fact and person, another one for each other', async () => {
  const story = submitted();
  const idsOf = async () =>
    (await story.reactionsTo(remindersReactions, story.facts[1] as Recorded<ContractEvent>)).map((action) =>
      'command' in action ? (action.command as unknown as RaiseReminder).reminderId : '',
    );
  expect(await idsOf()).toEqual(await idsOf());
  expect(new Set(await idsOf()).size).toBe(2);
});

it('tells nobody of history', () => expect(remindersReactions.history).toBeUndefined());
