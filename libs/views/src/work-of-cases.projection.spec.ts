import { facts as cases } from '@dealtrail/cases/testing';
import type { CaseEvent } from '@dealtrail/cases';
import { recorded } from '@dealtrail/event-sourcing/testing';
import { projectAll } from '@dealtrail/event-sourcing/testing';
import type { WorkItem } from './work-item.row.js';
import { workItems } from './work-items.projection.js';

const { caseId, complained, whomOfComplaint, after } = cases;
const now = '2026-03-03T01:00:00.000Z';
const asComplaint = <E extends CaseEvent>({ data, ...fact }: E): E =>
  ({ ...fact, data: { ...data, kind: 'complaint' } }) as unknown as E;

const items = (...facts: readonly CaseEvent[]): readonly WorkItem[] =>
  [
    ...projectAll(
      workItems,
      facts.map((fact, n) => recorded(fact, `case-${caseId}`, n, { occurredAt: now, recordedAt: now })),
    ).values(),
  ].filter((item) => (item as WorkItem).idle === undefined) as WorkItem[];
/** `kind: assignees` of what waits, most urgent first. */
const waiting = (...facts: readonly CaseEvent[]): string[] =>
  [...items(...facts)]
    .sort((a, b) => (a.urgency < b.urgency ? -1 : 1))
    .map(({ kind, assignees, paused }) => [kind, assignees.join(), paused].filter(Boolean).join(' '));

describe('what waits of cases', () => {
  it('is each promise, of whoever answers for it, until its due instant', () => {
    const [response] = items(cases.reported);
    expect(response).toMatchObject({
      ...{ itemId: `${caseId}/response`, kind: 'answer-case', subject: 'case', subjectId: caseId, part: 'response' },
      ...{ number: cases.number, customerId: cases.customerId, ownerId: 'luo.jia', assignees: ['luo.jia'] },
      ...{ since: after(0), dueAt: after(60), urgency: `${after(60)} ${after(0)}` },
    });
    expect(waiting(cases.reported)).toEqual(['answer-case luo.jia', 'solve-case luo.jia', 'close-case luo.jia']);
    expect(waiting(cases.reported, cases.responded, cases.solutionGiven)).toEqual(['close-case luo.jia']);
    const stages = [...complained, cases.stageAssigned];
    expect(waiting(...stages)).toContain('complaint-stage xu.fang');
    const weekly = items(cases.formed, cases.synced).map(({ part, dueAt }) => [part, dueAt]);
    expect(weekly).toEqual([['sync/2', after(1_500 + 10_080)]]);
  });

  it('goes with the case to whoever handles it, and on with who takes over', () => {
    expect(waiting(cases.reported, cases.assigned)).toEqual([
      'answer-case xu.fang',
      'solve-case xu.fang',
      'close-case xu.fang',
    ]);
    expect(waiting(cases.reported, cases.reassigned)).toEqual([
      'answer-case he.ping',
      'solve-case he.ping',
      'close-case he.ping',
    ]);
  });

  it('has no due instant while somebody else has the word, and says why', () => {
    const { reported, responded, solutionGiven, waited, waitEnded } = cases;
    const underway = [reported, responded, solutionGiven];
    expect(waiting(...underway, waited)).toEqual(['close-case luo.jia wait/customer']);
    expect(items(...underway, waited)[0]).toMatchObject({ since: after(0), urgency: `~ ${after(0)}` });
    expect(items(...underway, waited)[0]?.dueAt).toBeUndefined();
    expect(items(...underway, waited, waitEnded)[0]).toMatchObject({ dueAt: after(240 + 4140), since: after(0) });
    expect(waiting(...underway, waited, waitEnded)).toEqual(['close-case luo.jia']);
  });

  it('is nothing of a case that is part of another, until it is taken out again', () => {
    expect(waiting(cases.reported, cases.merged)).toEqual([]);
    expect(waiting(cases.reported, cases.merged, cases.unmerged)).toHaveLength(3);
  });

  it('ends with the closed loop, and begins again when the case is opened again', () => {
    const { reported, responded, solutionGiven, resolved, confirmed, closed, reopened } = cases;
    const done = [reported, responded, solutionGiven, resolved];
    expect(waiting(...done)).toEqual(['close-case luo.jia resolved']);
    expect(waiting(...done, confirmed, closed)).toEqual([]);
    expect(items(...done, confirmed, closed, reopened)).toMatchObject([
      { kind: 'close-case', assignees: ['luo.jia'], since: after(1440), dueAt: after(1440 + 4020) },
    ]);
  });

  it('is the cause of a resolved complaint, once, and then its closing by who has the word', () => {
    const [resolved, confirmed, refused] = [cases.resolved, cases.confirmed, cases.refused].map(asComplaint) as [
      never,
      never,
      never,
    ];
    const reopened = asComplaint(cases.reopened);
    const closed = asComplaint(cases.closed);
    const ofCause = (...facts: readonly CaseEvent[]) =>
      waiting(...facts).filter((one) => one.includes('cause') || one.includes('confirmed'));
    const { causeRecorded } = cases;
    expect(ofCause(...complained)).toEqual([]);
    expect(ofCause(...complained, resolved)).toEqual(['record-cause luo.jia']);
    expect(ofCause(...complained, resolved, confirmed)).toEqual(['close-confirmed-case luo.jia']);
    expect(ofCause(...complained, resolved, refused)).toEqual([]);
    expect(ofCause(...complained, resolved, confirmed, causeRecorded, closed)).toEqual([]);
    expect(ofCause(...complained, causeRecorded, resolved)).toEqual([]);
    expect(ofCause(...complained, resolved, causeRecorded, closed, reopened, resolved)).toEqual([]);
    const { category, prevention } = causeRecorded.data;
    const closedWith = { ...closed, data: { ...closed.data, cause: { category, prevention } } };
    expect(ofCause(...complained, resolved, closedWith, reopened, resolved)).toEqual([]);
    const merged = [cases.merged, cases.unmerged].map(asComplaint) as [never, never];
    expect(ofCause(...complained, resolved, merged[0])).toEqual([]);
    expect(ofCause(...complained, resolved, ...merged)).toEqual(['record-cause luo.jia']);
    const assigned = { ...cases.assigned, data: { ...cases.assigned.data, ...whomOfComplaint, ownerId: 'xu.fang' } };
    expect(ofCause(...complained, resolved, assigned)).toEqual(['record-cause xu.fang']);
    expect(ofCause(cases.reported, cases.resolved)).toEqual([]);
  });

  it('is a breach for whom it was escalated to, until they acknowledge it', () => {
    const told = cases.escalated(cases.response, 'he.ping') as CaseEvent;
    expect(items(told)).toMatchObject([
      { kind: 'acknowledge-escalation', assignees: ['he.ping'], part: `escalation/response/${after(60)}`, since: now },
    ]);
    expect(items(told, cases.acknowledged)).toEqual([]);
  });

  it('asks nobody of today about a breach that an import tells', () => {
    const told = cases.escalated(cases.response, 'he.ping') as CaseEvent;
    const past = { ...told, data: { ...told.data, past: true } } as CaseEvent;
    const asHistory = recorded(past, `case-${caseId}`, 0, { occurredAt: now, history: true });
    expect([...projectAll(workItems, [asHistory]).values()]).toEqual([]);
  });
});
