import { send, type Aggregate, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { CaseEvent, CaseRecurrenceEvent, ClockChange } from '@dealtrail/cases';
import { company, facts } from '@dealtrail/cases/testing';
import { order } from '@dealtrail/orders';
import { RaiseReminder, reminderIdOf, type ReminderKind } from '@dealtrail/reminders';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CaseStory } from '../testing/case-story.js';
import { caseRemindersReactions } from './case-reminders.reactions.js';

const { caseId, number, response, whom } = facts;
const story = new CaseStory().reported(company.monday);
const when = reactionSpecification(caseRemindersReactions, {
  known: company.known,
  load: <S>(aggregate: Aggregate<S>) =>
    Promise.resolve(
      (aggregate === (order as Aggregate<unknown>) ? { status: 'open', ownerId: 'wang.wei' } : story.state) as S,
    ),
});
const of = <E extends CaseEvent | CaseRecurrenceEvent>(fact: E): Recorded<E> => recorded(fact, `case-${caseId}`, 7);

/** Who is told what of a fact: of the case, or of a part of it. */
const told = (fact: Recorded, staffId: string, kind: ReminderKind, part?: string, more: object = {}) => {
  const reminder = {
    type: 'RaiseReminder',
    reminderId: reminderIdOf(fact.id, staffId),
    staffId,
    kind,
    at: fact.metadata.occurredAt,
    about: { category: 'case', id: caseId, ...(part !== undefined && { part }) },
    number,
    ...more,
  } as const;
  expect(validateSync(plainToInstance(RaiseReminder, { ...reminder, metadata: {} }))).toEqual([]);
  return send<RaiseReminder>(reminder);
};
const late = { dueAt: response.dueAt, overdue: true };

describe('a case', () => {
  it('when it is reported, tells who has it, unless they reported it themselves', async () => {
    await when(of(facts.reported)).then();
    const theirs = of(facts.fact('CaseReported', { ...facts.reported.data, reportedBy: 'li.na' }));
    await when(theirs).then(told(theirs, 'luo.jia', 'case-assigned', undefined, { dueAt: response.dueAt }));
  });
  it('that its customer reports by a link tells who sold, too', async () => {
    const { reportedBy: _, ...data } = facts.reported.data;
    const byLink = of(facts.fact('CaseReported', { ...data, linkId: facts.linkId }));
    await when(byLink).then(
      told(byLink, 'luo.jia', 'case-assigned', undefined, { dueAt: response.dueAt }),
      told(byLink, 'wang.wei', 'case-reported-by-customer'),
    );
  });
  it('when it is given to somebody, tells them; of a hand-over the seller who keeps following as well', async () => {
    const assigned = of(facts.assigned);
    await when(assigned).then(told(assigned, 'xu.fang', 'case-assigned'));
    await when(of(facts.fact('CaseAssigned', { ...facts.assigned.data, by: 'xu.fang' }))).then();
    const handedOver = of(facts.handedOver);
    await when(handedOver).then(
      told(handedOver, 'qin.tao', 'case-assigned'),
      told(handedOver, 'li.na', 'case-handed-over'),
    );
    const reassigned = of(facts.reassigned);
    await when(reassigned).then(told(reassigned, 'he.ping', 'case-assigned'));
  });
  it('before a clock is due, tells who answers for it', async () => {
    const dueSoon = of(facts.dueSoon(response));
    const { dueAt } = response;
    await when(dueSoon).then(told(dueSoon, 'luo.jia', 'case-clock-due-soon', 'response', { dueAt }));
  });
  it('when it is late, tells who is, and to whom it went; their answer goes back', async () => {
    const { occurredAt: _, ...breach } = facts.breach({ ...response, responsibleId: 'xu.fang' });
    const overdue = of(breach);
    await when(overdue).then(
      told(overdue, 'xu.fang', 'case-clock-overdue', 'response', late),
      told(overdue, 'luo.jia', 'case-clock-overdue', 'response', late),
    );
    const { occurredAt: __, ...escalation } = facts.escalated(response, 'he.ping');
    const escalated = of(escalation);
    await when(escalated).then(told(escalated, 'he.ping', 'case-escalated', 'response', late));
    const answered = of(facts.acknowledged);
    await when(answered).then(told(answered, 'luo.jia', 'case-escalation-answered', 'response'));
  });
  it('when its customer is not content, or it is opened again, tells who has it and who sold', async () => {
    for (const [fact, kind] of [
      [of(facts.refused), 'case-resolution-refused'],
      [of(facts.reopened), 'case-reopened'],
    ] as const) {
      const dueAt = fact.data.clocks?.flatMap((change) => ('dueAt' in change ? [change.dueAt] : []))[0];
      await when(fact).then(
        told(fact, 'luo.jia', kind, undefined, { dueAt }),
        told(fact, 'li.na', kind, undefined, { dueAt }),
      );
    }
  });
  it('that is confirmed and waits for its cause tells who has it, and one that closes nobody', async () => {
    await when(of(facts.confirmed)).then();
    const goesOn = facts.resumed('closing', 360, 4020);
    const waits = of(facts.fact('CaseResolutionConfirmed', { ...facts.confirmed.data, clocks: [goesOn] }));
    const dueAt = facts.after(4380);
    await when(waits).then(told(waits, 'luo.jia', 'case-cause-missing', undefined, { dueAt }));
  });
  it('tells who answers for a stage, unless that is who has the case', async () => {
    await when(of(facts.intakeEntered)).then();
    const given = of(facts.stageAssigned);
    await when(given).then(told(given, 'xu.fang', 'complaint-stage-assigned', 'stage/intake/1'));
    const theirs = of(facts.fact('ComplaintStageEntered', { ...facts.intakeEntered.data, stageOwnerId: 'qin.tao' }));
    const { dueAt } = facts.intake;
    await when(theirs).then(told(theirs, 'qin.tao', 'complaint-stage-assigned', 'stage/intake/1', { dueAt }));
  });
  it('suggests a task force to who has it and their superior, and tells who is named to one', async () => {
    const suggested = of(facts.suggested);
    await when(suggested).then(
      told(suggested, 'luo.jia', 'task-force-suggested'),
      told(suggested, 'he.ping', 'task-force-suggested'),
    );
    const formed = of(facts.formed);
    const { dueAt } = facts.sync(1, facts.after(60));
    await when(formed).then(told(formed, 'qin.tao', 'task-force-named', undefined, { dueAt }));
    const changed = of(facts.forceChanged);
    await when(changed).then(told(changed, 'ma.chao', 'task-force-named'));
  });
  it('that a calendar or its customer’s tier plans anew tells who has it, once for each time', async () => {
    const dueAt = facts.after(30);
    const plan = { limitMs: 1_800_000, warnMs: [], counts: 'round-the-clock', dueAt, warnings: [] } as const;
    const clocks = [
      {
        change: 'replanned',
        clock: 'closing',
        at: facts.after(5),
        countedMs: 300_000,
        ...plan,
        dueAt: facts.after(60),
      },
      { change: 'replanned', clock: 'response', at: facts.after(5), countedMs: 300_000, ...plan },
    ] as unknown as ClockChange[]; // the first of the two is due last
    for (const [cause, kind] of [
      ['calendar', 'calendar-replanned'],
      ['tier', 'tier-replanned'],
    ] as const) {
      const moved = of(facts.fact('CaseClocksReplanned', { ...whom, cause, clocks }));
      await when(moved).then(told(moved, 'luo.jia', kind, undefined, { dueAt }));
    }
  });
  it('whose cause comes back tells who has the last one, and their superior', async () => {
    const recurred = of({
      type: 'CauseRecurred',
      data: {
        ...{ recurrenceId: facts.otherCaseId, category: 'product-quality', subjectKind: 'product', subjectId: 'GTX' },
        ...{ caseId, cases: [], days: 90, policy: facts.policy },
      },
    } as const);
    await when(recurred).then(
      told(recurred, 'luo.jia', 'case-cause-recurred', 'product'),
      told(recurred, 'he.ping', 'case-cause-recurred', 'product'),
    );
  });
  it('tells nobody of what nobody has to see to', async () => {
    for (const fact of [facts.edited, facts.responded, facts.solutionGiven, facts.waited, facts.closed, facts.merged])
      await when(of(fact)).then();
  });
});
