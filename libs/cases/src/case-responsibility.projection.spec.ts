import { projectAll } from '@dealtrail/event-sourcing/testing';
import { caseResponsibility } from './case-responsibility.projection.js';
import type { CaseResponsibilityRow } from './case-responsibility.row.js';
import type { CaseEvent } from './case.events.js';
import * as facts from './testing/case-facts.js';
import { told, type Told } from './testing/case-story.js';

const { after } = facts;
const at = (minutes: number, fact: CaseEvent): Told => ({ ...fact, occurredAt: after(minutes) });
const rows = (...story: readonly Told[]) =>
  [...projectAll(caseResponsibility, told(story)).values()] as CaseResponsibilityRow[];
/** Each stretch with whose it is, in order. */
const stretches = (...story: readonly Told[]) =>
  rows(...story)
    .flatMap(({ staffId, holdings }) => holdings.map((one) => ({ staffId, ...one })))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
const back = facts.fact('CaseAssigned', {
  ...facts.whom,
  ...{ ownerId: 'luo.jia', from: 'qin.tao', to: 'luo.jia', by: 'qin.tao', group: 'V5 2nd' },
});

describe('caseResponsibility', () => {
  it('has it from the report on, however much later it was written down', () => {
    expect(rows(at(15, facts.reported))).toEqual([
      {
        ...{ responsibilityKey: `${facts.caseId}/luo.jia`, caseId: facts.caseId, staffId: 'luo.jia' },
        ...{ number: facts.number, kind: 'issue', customerId: facts.customerId, orderId: facts.orderId },
        ...{ productId: facts.productId, sellerId: 'li.na', holds: true, heldWhenMerged: false },
        ...{ since: after(0), times: 1, heldMs: 0, holdings: [{ from: after(0), came: 'reported' }], revision: 0 },
      },
    ]);
  });
  it('goes on without a gap from one to the next, and back', () => {
    const story = [at(0, facts.reported), at(50, facts.handedOver), at(80, back), at(360, facts.closed)];
    expect(stretches(...story)).toEqual([
      { staffId: 'luo.jia', from: after(0), to: after(50), came: 'reported' },
      { staffId: 'qin.tao', from: after(50), to: after(80), came: 'handedOver', department: 'technical' },
      { staffId: 'luo.jia', from: after(80), to: after(360), came: 'assigned', group: 'V5 2nd' },
    ]);
    const [luo, qin] = rows(...story);
    expect(luo).toMatchObject({ holds: false, times: 2, heldMs: 330 * 60_000, until: after(360) });
    expect(qin).toMatchObject({ holds: false, times: 1, heldMs: 30 * 60_000 });
    expect((luo?.heldMs ?? 0) + (qin?.heldMs ?? 0)).toBe(360 * 60_000);
  });
  it('is nobody’s while it is closed, and theirs again when it opens', () =>
    expect(stretches(at(0, facts.reported), at(360, facts.closed), at(1440, facts.reopened))).toEqual([
      { staffId: 'luo.jia', from: after(0), to: after(360), came: 'reported' },
      { staffId: 'luo.jia', from: after(1440), came: 'reopened' },
    ]));
  it('is nobody’s while it is merged, and theirs again who had it when that is undone', () => {
    const again = rows(at(0, facts.reported), at(30, facts.merged), at(60, facts.unmerged));
    expect(again.map(({ until }) => until)).toEqual([undefined]);
    expect(stretches(at(0, facts.reported), at(30, facts.merged), at(60, facts.unmerged))).toEqual([
      { staffId: 'luo.jia', from: after(0), to: after(30), came: 'reported' },
      { staffId: 'luo.jia', from: after(60), came: 'unmerged' },
    ]);
    const closed = [at(0, facts.reported), at(360, facts.closed), at(400, facts.merged), at(420, facts.unmerged)];
    expect(stretches(...closed)).toHaveLength(1);
  });
  it('is nobody’s while it is merged where one has left who had it, and their superior’s when that is undone', () => {
    const { data } = facts.reassigned as Extract<CaseEvent, { type: 'CaseReassigned' }>;
    const given = facts.fact('CaseReassigned', { ...data, merged: true });
    const merged = [at(0, facts.reported), at(30, facts.merged), at(60, given)];
    expect(stretches(...merged)).toEqual([{ staffId: 'luo.jia', from: after(0), to: after(30), came: 'reported' }]);
    const { data: whose } = facts.unmerged;
    const undone = facts.fact('CaseUnmerged', { ...whose, ownerId: 'he.ping' });
    expect(stretches(...merged, at(90, undone))).toEqual([
      { staffId: 'luo.jia', from: after(0), to: after(30), came: 'reported' },
      { staffId: 'he.ping', from: after(90), came: 'unmerged' },
    ]);
    expect(rows(...merged, at(90, undone))).toMatchObject([
      { staffId: 'luo.jia', holds: false, heldWhenMerged: false, heldMs: 30 * 60_000 },
      { staffId: 'he.ping', holds: true, times: 1, since: after(90), heldMs: 0 },
    ]);
  });
  it('is somebody else’s where one has left who had it, not where only their stage was', () => {
    expect(stretches(at(0, facts.reported), at(60, facts.reassigned)).map(({ staffId }) => staffId)).toEqual([
      'luo.jia',
      'he.ping',
    ]);
    const { data } = facts.reassigned as Extract<CaseEvent, { type: 'CaseReassigned' }>;
    const stageOnly = facts.fact('CaseReassigned', { ...data, ownerId: 'luo.jia', owner: false, stage: true });
    expect(rows(at(0, facts.reported), at(60, stageOnly))).toMatchObject([{ staffId: 'luo.jia', holds: true }]);
  });
});
