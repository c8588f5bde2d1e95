import { reactions, send, type ReactionContext } from '@dealtrail/event-sourcing';
import { caseDecider, type CaseEvent, type UnmergeCase } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';

/** What the log says of a merge that could not stand. */
export const mergeReason =
  '合併目標不存在，或兩案互相合併：恢復原案 the other case does not exist, or was merged into this one';

/**
 * Somebody keeps the promise of a case that was merged into another: a rule sees one case only, so that the other one may not
 * exist, or may have been merged into this one in the same moment. Then it is as it was before; a duplicate of a duplicate stays.
 */
export const caseMergeReactions = reactions<CaseEvent, Known>({
  name: 'caseMerge',
  react: {
    CaseMerged: async ({ data: { caseId, into } }, context) =>
      (await isKept(into, [caseId], context))
        ? []
        : [send<UnmergeCase>({ type: 'UnmergeCase', caseId, reason: mergeReason })],
  },
});

/** Whether the line of merges from a case on ends at one that exists, and not in a ring. */
async function isKept(
  caseId: string,
  before: readonly string[],
  context: Pick<ReactionContext<Known>, 'load'>,
): Promise<boolean> {
  if (before.includes(caseId)) return false;
  const one = await context.load(caseDecider, caseId);
  if (one.status === 'none') return false;
  return one.mergedInto === undefined || isKept(one.mergedInto, [...before, caseId], context);
}
