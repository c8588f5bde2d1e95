import { reactions, send, type Instant, type ReactionContext } from '@dealtrail/event-sourcing';
import { caseDecider, type CaseEvent, type KnownCase, type UnmergeCase } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';

/** What the log says of a merge that could not stand. */
export const mergeReason =
  '合併目標不存在、已閉環、屬於其他客戶、並非投訴，或兩案互相合併：恢復原案 ' +
  'the other case does not exist, was closed already, is of another customer, is no complaint as this one is, or was merged into it';

/**
 * Somebody keeps the promise of a case that was merged into another: a rule sees one case only, so that the other one may not
 * exist, may be closed already, may be another customer's or no complaint (which would need no cause, R105), or may have been
 * merged into this one in the same moment. Then it is as it was before; a duplicate of a duplicate stays.
 */
export const caseMergeReactions = reactions<CaseEvent, Known>({
  name: 'caseMerge',
  react: {
    CaseMerged: async ({ data: { caseId, into }, metadata: { occurredAt } }, context) => {
      const one = await context.load(caseDecider, caseId);
      const isStill = one.status === 'merged' && one.mergedInto === into; // or somebody has thought better of it
      return !isStill || (await isKept(into, one, [caseId], occurredAt, context))
        ? []
        : [send<UnmergeCase>({ type: 'UnmergeCase', caseId, reason: mergeReason })];
    },
  },
});

/** Whether the line of merges from a case on ends at one that may keep its promise and was not closed before the merge, and not in a ring. */
async function isKept(
  caseId: string,
  merged: KnownCase,
  before: readonly string[],
  mergedAt: Instant,
  context: Pick<ReactionContext<Known>, 'load'>,
): Promise<boolean> {
  if (before.includes(caseId)) return false;
  const one = await context.load(caseDecider, caseId);
  if (one.status === 'none' || wasClosed(one, mergedAt) || !mayKeep(one, merged)) return false;
  return one.mergedInto === undefined || isKept(one.mergedInto, merged, [...before, caseId], mergedAt, context);
}

/** Of the same customer, as far as both are known, and with no less to do. */
const mayKeep = (one: KnownCase, { kind, customerId = one.customerId }: KnownCase): boolean =>
  (one.customerId ?? customerId) === customerId && (kind !== 'complaint' || one.kind === 'complaint');

/** Closed before an instant, and still: its closing clock says when. */
function wasClosed({ status, clocks }: KnownCase, at: Instant): boolean {
  if (status !== 'closed') return false;
  const closedAt = clocks.find(({ clock }) => clock === 'closing')?.intervals.at(-1)?.to;
  return closedAt !== undefined && closedAt < at;
}
