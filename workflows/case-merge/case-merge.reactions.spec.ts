import { send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { UnmergeCase } from '@dealtrail/cases';
import { company, facts } from '@dealtrail/cases/testing';
import { caseMergeReactions, mergeReason } from './case-merge.reactions.js';

const { caseId, otherCaseId: into } = facts;
const third = 'd1b9f602-8e6f-4a1c-8d47-2d3e4f5a6b7c';
const merged = recorded(facts.merged, `case-${caseId}`, 4);

/** Which cases there are, and into which each was merged, or how else it stands. */
const when = (others: Readonly<Record<string, string | object | undefined>>) =>
  reactionSpecification(caseMergeReactions, {
    known: company.known,
    load: <S>(_: unknown, id: string) => {
      const cases: typeof others = { [caseId]: into, ...others };
      const its = cases[id];
      const known = typeof its === 'object' ? its : { status: its === undefined ? 'open' : 'merged', mergedInto: its };
      return Promise.resolve((id in cases ? known : { status: 'none' }) as S);
    },
  })(merged);
/** Closed so many ms after the merge. */
const closed = (ms: number) => {
  const to = new Date(Date.parse(merged.metadata.occurredAt) + ms).toISOString();
  return { status: 'closed', clocks: [{ clock: 'closing', ended: 'met', intervals: [{ from: company.monday, to }] }] };
};
const undone = send<UnmergeCase>({ type: 'UnmergeCase', caseId, reason: mergeReason });

describe('a case that was merged into another', () => {
  it('stays so where the other keeps the promise, or hands it on to one that does', async () => {
    await when({ [into]: undefined }).then();
    await when({ [into]: third, [third]: undefined }).then();
  });
  it('stays in the one it was merged into since, when the worker was away meanwhile', () =>
    when({ [caseId]: third, [third]: undefined }).then());
  it('is as it was before where there is no other', async () => {
    await when({}).then(undone);
    await when({ [into]: third }).then(undone);
  });
  it('is as it was before where the other, or who has its promise, was closed by then: nothing is kept there', async () => {
    await when({ [into]: closed(-1) }).then(undone);
    await when({ [into]: third, [third]: closed(-1) }).then(undone);
    await when({ [into]: closed(1) }).then();
  });
  it('is as it was before where the other is another customer’s, or no complaint as it is', async () => {
    const complaint = { status: 'merged', mergedInto: into, kind: 'complaint', customerId: facts.customerId };
    const other = { ...complaint, status: 'open', mergedInto: undefined };
    await when({ [caseId]: complaint, [into]: other }).then();
    await when({ [caseId]: complaint, [into]: { ...other, customerId: undefined } }).then();
    await when({ [caseId]: complaint, [into]: { ...other, customerId: third } }).then(undone);
    await when({ [caseId]: complaint, [into]: { ...other, kind: 'issue' } }).then(undone);
    await when({ [caseId]: { ...complaint, kind: 'issue' }, [into]: other }).then();
  });
  it('is as it was before where the other was merged into it, or a third that was', async () => {
    await when({ [into]: caseId }).then(undone);
    await when({ [into]: third, [third]: caseId }).then(undone);
    await when({ [into]: third, [third]: into }).then(undone);
  });
});
