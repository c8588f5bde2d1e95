import type { CommandMetadata } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { StaffDirectory } from '@dealtrail/staff';
import type { ReassignmentCause, Via } from './contract.events.js';
import type { KnownContract, Step } from './contract.fold.js';
import { directorRule } from './director-rule.js';
import { isDepartment } from './review-rules.js';
import { canBeReviewed, mayDecide, reviewersOf, superiorsOver } from './reviewer-choice.js';

/** Who takes a step over, and how it comes to them. */
interface Successor {
  readonly staffId: string;
  readonly via: Via;
  readonly unitId?: string;
}

/** The new head of the unit that a step came to, where that is why it moves and they may take it now. */
export function successorTo(
  { via, unitId, reviewerId }: Step,
  cause: ReassignmentCause,
  without: ReadonlySet<string>,
  staff: StaffDirectory,
): Successor | undefined {
  if (cause !== 'head' || via !== 'head' || unitId === undefined) return undefined;
  const head = staff.head(unitId);
  if (head === undefined || head === reviewerId || without.has(head)) return undefined;
  return staff.isAvailable(head) && mayDecide(staff, head) ? { staffId: head, via, unitId } : undefined;
}

/** Who stands in, else a colleague of the department; those who are away last. */
export function whoTakesOver(
  { step, reviewerId }: Step,
  without: ReadonlySet<string>,
  staff: StaffDirectory,
): Successor | undefined {
  const mayServe = (id: string): boolean => mayDecide(staff, id);
  const standIn = staff.standInFor(reviewerId, { without, mayServe });
  const colleagues = (isDepartment(step) ? staff.activeWith(step) : [])
    .filter((id) => id !== reviewerId && !without.has(id))
    .map((staffId): Successor => ({ staffId, via: 'role' }));
  const all: readonly Successor[] = [...(standIn ? [standIn] : []), ...colleagues];
  return all.find(({ staffId }) => staff.isAvailable(staffId)) ?? all[0];
}

/**
 * The next superior of an owner who has left: rather not who reviews the contract, nor who would be missed as a reviewer.
 */
export function heirOf(contract: KnownContract, { occurredAt }: CommandMetadata, known: Known): string | undefined {
  const { value: policy } = known.policies.inForce('contract-approval', occurredAt);
  const superiors = superiorsOver(known.staff, contract.ownerId);
  const reviewers = contract.status === 'review' ? reviewersOf(contract) : new Set<string>();
  const free = superiors.filter((id) => !reviewers.has(id));
  const needsDirector = directorRule(contract.terms.amount, policy).required;
  const spared = (ownerId: string): boolean =>
    canBeReviewed({ ...contract, ownerId }, needsDirector, policy, known.staff);
  return free.find(spared) ?? free[0] ?? superiors[0];
}
