import { DomainError, ensure, type Role } from '@dealtrail/event-sourcing';
import type { ContractApprovalPolicy, Department } from '@dealtrail/policies';
import { departments } from '@dealtrail/policies';
import type { StaffDirectory } from '@dealtrail/staff';
import type { Via } from './contract.events.js';
import type { KnownContract } from './contract.fold.js';

/** A person for a step, and how the step comes to them. */
export interface Choice {
  readonly reviewerId: string;
  readonly via: Via;
  readonly unitId?: string;
}

/** Who may never review a contract: everybody who wrote on it, and its owner. */
export const barred = (contract: KnownContract): ReadonlySet<string> =>
  new Set([...contract.authors, contract.ownerId]);

const has = (staff: StaffDirectory, id: string, ...wanted: readonly Role[]): boolean =>
  (staff.rolesOf(id) ?? []).some((role) => wanted.includes(role));

/** Whether a person's post lets them review for a department, as the director and the admin may for all. */
export const mayReviewFor = (staff: StaffDirectory, department: Department | 'director', id: string): boolean =>
  has(staff, id, department, 'director', 'admin');

/**
 * Whom to ask first, and whom next: who was asked for; the person the policy names, or who stands in for them; the
 * department's people in turn; a director; an admin. Those who are away come after all who are not.
 */
function candidates(
  department: Department,
  contract: KnownContract,
  policy: ContractApprovalPolicy,
  staff: StaffDirectory,
): readonly Choice[] {
  const without = barred(contract);
  const named = policy.reviewers[department];
  const standIn = named === undefined ? undefined : staff.standInFor(named, { without });
  const all: Choice[] = [
    ...(named === undefined ? [] : [{ reviewerId: named, via: 'policy' as const }]),
    ...(standIn ? [{ reviewerId: standIn.staffId, via: standIn.via, unitId: standIn.unitId }] : []),
    ...inTurn(staff.activeWith(department), contract.contractId).map((id) => ({
      reviewerId: id,
      via: 'role' as const,
    })),
    ...staff.activeWith('director').map((id) => ({ reviewerId: id, via: 'director' as const })),
    ...staff.activeWith('admin').map((id) => ({ reviewerId: id, via: 'admin' as const })),
  ];
  const able = all.filter(({ reviewerId }) => staff.isActive(reviewerId) && !without.has(reviewerId));
  const here = able.filter(({ reviewerId }) => staff.isAvailable(reviewerId));
  return [...here, ...able.filter((choice) => !here.includes(choice))];
}

/** The same people, beginning with another one for each contract, so that the work is spread. */
function inTurn(people: readonly string[], contractId: string): readonly string[] {
  if (people.length === 0) return people;
  const first = Number.parseInt(contractId.replaceAll('-', '').slice(0, 8), 16) % people.length;
  return [...people.slice(first), ...people.slice(0, first)];
}

/** One person for each department, never the same for both and never an author; refuses when there is nobody. */
export function chooseReviewers(
  contract: KnownContract,
  asked: Readonly<Partial<Record<Department, string>>>,
  policy: ContractApprovalPolicy,
  staff: StaffDirectory,
): Readonly<Record<Department, Choice>> {
  for (const department of departments) ensureMayBeAsked(contract, department, asked[department], staff);
  ensure(asked.legal === undefined || asked.legal !== asked.finance, 'one-reviewer-for-both-departments');
  const choices = (department: Department): readonly Choice[] => {
    const reviewerId = asked[department];
    return reviewerId === undefined
      ? candidates(department, contract, policy, staff)
      : [{ reviewerId, via: 'asked' as const }];
  };
  const finances = choices('finance');
  for (const legal of choices('legal')) {
    const finance = finances.find(({ reviewerId }) => reviewerId !== legal.reviewerId);
    if (finance) return { legal, finance };
  }
  throw new DomainError('nobody-to-review');
}

function ensureMayBeAsked(
  contract: KnownContract,
  department: Department,
  reviewerId: string | undefined,
  staff: StaffDirectory,
): void {
  if (reviewerId === undefined) return;
  ensure(!barred(contract).has(reviewerId), 'reviewer-is-author', { reviewerId });
  ensure(staff.isActive(reviewerId), 'reviewer-not-active', { reviewerId });
  ensure(mayReviewFor(staff, department, reviewerId), 'reviewer-not-in-department', { reviewerId, department });
}

/** The director who decides, else an admin; those who are away last. Refuses when there is nobody. */
export function chooseDirector(contract: KnownContract, staff: StaffDirectory): Choice {
  const without = barred(contract);
  const able: Choice[] = [
    ...staff.activeWith('director').map((id) => ({ reviewerId: id, via: 'director' as const })),
    ...staff.activeWith('admin').map((id) => ({ reviewerId: id, via: 'admin' as const })),
  ].filter(({ reviewerId }) => !without.has(reviewerId));
  const chosen = able.find(({ reviewerId }) => staff.isAvailable(reviewerId)) ?? able[0];
  ensure(chosen, 'nobody-to-review');
  return chosen;
}

/** The next superior who is not barred; undefined when nobody is left. */
export function superiorOver(staff: StaffDirectory, staffId: string, without: ReadonlySet<string>): string | undefined {
  const met = new Set([staffId]);
  let next = staff.superiorOf(staffId);
  while (next !== undefined && without.has(next) && !met.has(next)) {
    met.add(next);
    next = staff.superiorOf(next);
  }
  if (next !== undefined && !without.has(next) && next !== staffId) return next;
  return [...staff.activeWith('director'), ...staff.activeWith('admin')].find(
    (id) => !without.has(id) && id !== staffId,
  );
}
