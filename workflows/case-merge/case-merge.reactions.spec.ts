import { send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { UnmergeCase } from '@dealtrail/cases';
import { company, facts } from '@dealtrail/cases/testing';
import { caseMergeReactions, mergeReason } from './case-merge.reactions.js';

const { caseId, otherCaseId: into } = facts;
const third = 'd1b9f602-8e6f-4a1c-8d47-2d3e4f5a6b7c';
const merged = recorded(facts.merged, `case-${caseId}`, 4);

/** Which cases there are, and into which each was merged. */
const when = (cases: Readonly<Record<string, string | undefined>>) =>
  reactionSpecification(caseMergeReactions, {
    known: company.known,
    load: <S>(_: unknown, id: string) =>
      Promise.resolve((id in cases ? { status: 'open', mergedInto: cases[id] } : { status: 'none' }) as S),
  })(merged);
const undone = send<UnmergeCase>({ type: 'UnmergeCase', caseId, reason: mergeReason });

describe('a case that was merged into another', () => {
  it('stays so where the other keeps the promise, or hands it on to one that does', async () => {
    await when({ [into]: undefined }).then();
    await when({ [into]: third, [third]: undefined }).then();
  });
  it('is as it was before where there is no other', async () => {
    await when({}).then(undone);
    await when({ [into]: third }).then(undone);
  });
  it('is as it was before where the other was merged into it, or a third that was', async () => {
    await when({ [into]: caseId }).then(undone);
    await when({ [into]: third, [third]: caseId }).then(undone);
    await when({ [into]: third, [third]: into }).then(undone);
  });
});
