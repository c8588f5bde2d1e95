import { fold, send, start, type Aggregate, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { ReplanCaseClocks } from '@dealtrail/cases';
import { company } from '@dealtrail/cases/testing';
import type { ContractEvent, ReplanContractReviews } from '@dealtrail/contracts';
import { testKnown } from '@dealtrail/known/testing';
import { policy, policyKind, type PolicyContent, type PolicyEvent, type PolicyKindId } from '@dealtrail/policies';
import { awaitCustomer, caseId, CaseStory, confirm, reopen, resolve, resume } from '../testing/case-story.js';
import { approve, contractId, ContractStory } from '../testing/contract-story.js';
import { calendarReplanning } from './calendar-replanning.process.js';
import { calendarReplanningReactions } from './calendar-replanning.reactions.js';

const effectiveFrom = '2026-04-01T00:00:00.000Z';
const content = policyKind('calendar').first as PolicyContent<'calendar'>;
const published = (version: number, kind: PolicyKindId = 'calendar', from = effectiveFrom): PolicyEvent => ({
  type: 'PolicyPublished',
  data: { kind, version, draft: version, content, effectiveFrom: from, draftedBy: 'qian', publishedBy: 'zhou' },
});
const begun = (version: number): PolicyEvent => ({
  type: 'CalendarReplanningBegun',
  data: { kind: 'calendar', version },
});
const applied = (version: number): PolicyEvent => ({
  type: 'CalendarApplied',
  data: { kind: 'calendar', version, upTo: 70, replanned: 3 },
});
const ofPolicy = (event: PolicyEvent, stream = 'policy-calendar'): Recorded<PolicyEvent> => recorded(event, stream, 3);

/** The calendar's log and what is known of it when the reaction looks. */
const when = (...facts: readonly PolicyEvent[]) => {
  const versions = facts.flatMap(({ data }) => ('effectiveFrom' in data ? [data.version] : []));
  return reactionSpecification(calendarReplanningReactions, {
    known: testKnown({ policies: versions.map((version) => ({ kind: 'calendar', version, content, effectiveFrom })) }),
    load: <S>(_: Aggregate<S>) => Promise.resolve(fold(policy, [published(1), ...facts]) as S),
  });
};

/** One fact of each type that plans steps, all by version 1. */
const story = new ContractStory().submitted('2026-03-02T01:00:00.000Z', 100_000_000);
story.does('fang.yuan', { type: 'AddContractReviewer', round: 1, reviewerId: 'zhao.min' }, '2026-03-02T02:00:00.000Z');
story.does('zhao.min', { type: 'ApproveContract', round: 1 }, '2026-03-02T02:00:00.000Z');
for (const who of ['fang.yuan', 'he.jing']) story.does(who, approve, '2026-03-02T03:00:00.000Z');
const planning = ['ContractSubmitted', 'ContractReviewerAdded', 'DirectorApprovalRequested'].map((type) => {
  const fact = story.facts.find((one) => one.type === type);
  if (!fact) throw new Error(`no ${type}`);
  return [type, fact] as const;
});
const replan = ({ position }: Recorded<ContractEvent>, calendarVersion: number) =>
  send<ReplanContractReviews>({ type: 'ReplanContractReviews', contractId, calendarVersion, position });

describe('a published version of the calendar', () => {
  it('is waited for', () => when()(ofPolicy(published(2))).then(start(calendarReplanning, 'calendar')));
  it('makes way for the next when it is applied', () =>
    when()(ofPolicy(applied(2))).then(start(calendarReplanning, 'calendar')));
  it('is none when it is the first, or of another policy', async () => {
    await when()(ofPolicy(published(1))).then();
    await when()(ofPolicy(published(2, 'follow-up'), 'policy-follow-up')).then();
  });
});

describe('a step that is planned by an older version', () => {
  it.each(planning)('is planned anew once a newer one has begun: %s', (_, fact) =>
    when(published(2), begun(2), published(3))(fact).then(replan(fact, 2)),
  );
  it.each(planning)('is left to the newer one before that has begun: %s', (_, fact) => when(published(2))(fact).then());
  it.each(planning)('is planned by the newest there is: %s', (_, fact) => when()(fact).then());
  it('is planned by the newest of several that have begun, applied or not', async () => {
    const [, fact] = planning[0] ?? [];
    if (!fact) throw new Error('nothing planned');
    await when(published(2), begun(2), applied(2), published(3), begun(3))(fact).then(replan(fact, 3));
  });
  it('is left alone in history: its own rows go on', () => expect(calendarReplanningReactions.history).toBeUndefined());
});

describe('a re-planning that should run', () => {
  const open = (...facts: readonly PolicyEvent[]) =>
    calendarReplanning.open(fold(policy, facts), { id: 'calendar', revision: 1, position: 50 });

  it('is that of the oldest version that is not on record as applied', () => {
    const input = { version: 2, effectiveFrom, replanned: 0, position: 50 };
    const two = { workflowId: 'calendarReplanning/calendar/2', input };
    expect(open(published(1), published(2), published(3))).toEqual(two);
    expect(open(published(1), published(2), published(3), begun(2))).toEqual(two);
    expect(open(published(1), published(2), published(3), applied(2))?.workflowId).toBe(
      'calendarReplanning/calendar/3',
    );
  });
  it('is none when all are applied, of the first version, and of other policies', () => {
    expect(open(published(1))).toBeUndefined();
    expect(open(published(1), published(2), begun(2), applied(2))).toBeUndefined();
    expect(open(published(1, 'follow-up'), published(2, 'follow-up'))).toBeUndefined();
  });
});

describe('a case whose clocks count working time', () => {
  const first = policyKind('case-handling').first as PolicyContent<'case-handling'>;
  const limits = first.limits.map((one) => ({ ...one, counts: 'working-time' as const }));
  const counting = { kind: 'case-handling', version: 2, content: { ...first, limits }, effectiveFrom } as const;
  const reportedAt = '2026-04-06T02:00:00.000Z';
  const later = (hours: number) => new Date(Date.parse(reportedAt) + hours * 3_600_000).toISOString();

  /** The calendar's log, and what becomes of a fact of the case when it has come to that. */
  const whenOf = (one: CaseStory, ...facts: readonly PolicyEvent[]) => {
    const versions = facts.flatMap(({ data }) => ('effectiveFrom' in data ? [data.version] : []));
    return reactionSpecification(calendarReplanningReactions, {
      known: testKnown({
        policies: versions.map((version) => ({ kind: 'calendar', version, content, effectiveFrom })),
      }),
      load: <S>(aggregate: Aggregate<S>) =>
        Promise.resolve(
          (aggregate === (policy as Aggregate<unknown>) ? fold(policy, [published(1), ...facts]) : one.state) as S,
        ),
    });
  };
  const counts = () => new CaseStory(company.companyWith({}, [counting])).reported(reportedAt);
  const last = ({ facts }: CaseStory, type: string) => {
    const fact = facts.findLast((one) => one.type === type);
    if (!fact) throw new Error(`no ${type}`);
    return fact;
  };
  const replanCase = ({ position }: Recorded) =>
    send<ReplanCaseClocks>({ type: 'ReplanCaseClocks', caseId, calendarVersion: 2, position });

  it('is planned anew when it is reported by an older version than the one that has begun', async () => {
    const one = counts();
    const reported = last(one, 'CaseReported');
    await whenOf(one, published(2), begun(2))(reported).then(replanCase(reported));
    await whenOf(one, published(2))(reported).then();
    await whenOf(one)(reported).then();
  });
  it('is planned anew when a clock goes on by the calendar it had', async () => {
    const one = counts();
    one.does('luo.jia', resolve, later(1));
    one.does('luo.jia', confirm, later(2));
    one.does('luo.jia', reopen, later(3));
    const reopened = last(one, 'CaseReopened');
    await whenOf(one, published(2), begun(2))(reopened).then(replanCase(reopened));
  });
  it('stays as it is where it counts round the clock', async () => {
    const one = new CaseStory().reported(reportedAt);
    one.does('luo.jia', awaitCustomer, later(1));
    one.does('luo.jia', resume, later(2));
    for (const type of ['CaseReported', 'CaseWaitEnded'])
      await whenOf(one, published(2), begun(2))(last(one, type)).then();
  });
});
