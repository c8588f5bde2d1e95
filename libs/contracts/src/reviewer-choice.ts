import { ensure, type Role } from '@dealtrail/event-sourcing';
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

/** Whether an active person may decide at all, whatever their post: auditors only read. */
export const mayDecide = (staff: StaffDirectory, id: string): boolean =>
  (staff.rolesOf(id) ?? []).some((role) => role !== 'auditor');

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
  const mayServe = (id: string): boolean => mayDecide(staff, id);
  const standIn = named === undefined ? undefined : staff.standInFor(named, { without, mayServe });
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
  const able = all.filter(({ reviewerId }) => mayDecide(staff, reviewerId) && !without.has(reviewerId));
  const here = able.filter(({ reviewerId }) => staff.isAvailable(reviewerId));
  return [...here, ...able.filter((choice) => !here.includes(choice))];
}

/** The same people, beginning with another one for each contract, so that the work is spread. */
function inTurn(people: readonly string[], contractId: string): readonly string[] {
  if (people.length === 0) return people;
  const first = Number.parseInt(contractId.replaceAll('-', '').slice(0, 8), 16) % people.length;
  return [...people.slice(first), ...people.slice(0, first)];
}

type Asked = Readonly<Partial<Record<Department, string>>>;
type Reviewers = Readonly<Record<Department, Choice>>;

/** One person for each department, never the same for both and never an author; refuses when there is nobody. */
export function chooseReviewers(
  contract: KnownContract,
  asked: Asked,
  policy: ContractApprovalPolicy,
  staff: StaffDirectory,
  isHistory = false,
): Reviewers {
  for (const department of departments) ensureMayBeAsked(contract, department, asked[department], staff, isHistory);
  ensure(asked.legal === undefined || asked.legal !== asked.finance, 'one-reviewer-for-both-departments');
  const chosen = findReviewers(contract, asked, policy, staff);
  ensure(chosen, 'nobody-to-review');
  return chosen;
}

function findReviewers(
  contract: KnownContract,
  asked: Asked,
  policy: ContractApprovalPolicy,
  staff: StaffDirectory,
): Reviewers | undefined {
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
  return undefined;
}

function ensureMayBeAsked(
  contract: KnownContract,
  department: Department,
  reviewerId: string | undefined,
  staff: StaffDirectory,
  isHistory: boolean, // what post they had then, today's directory does not know
): void {
  if (reviewerId === undefined) return;
  ensure(!barred(contract).has(reviewerId), 'reviewer-is-author', { reviewerId });
  ensure(staff.isActive(reviewerId), 'reviewer-not-active', { reviewerId });
  ensure(isHistory || mayReviewFor(staff, department, reviewerId), 'reviewer-not-in-department', {
    reviewerId,
    department,
  });
}

/** The director who decides, else an admin; refuses when there is nobody. */
export function chooseDirector(contract: KnownContract, staff: StaffDirectory): Choice {
  const chosen = findDirector(contract, staff);
  ensure(chosen, 'nobody-to-review');
  return chosen;
}

/** Whoever has no other step in the round comes first, those who are away last. */
function findDirector(contract: KnownContract, staff: StaffDirectory): Choice | undefined {
  const without = barred(contract);
  const able: Choice[] = [
    ...staff.activeWith('director').map((id) => ({ reviewerId: id, via: 'director' as const })),
    ...staff.activeWith('admin').map((id) => ({ reviewerId: id, via: 'admin' as const })),
  ].filter(({ reviewerId }) => !without.has(reviewerId));
  const here = able.filter(({ reviewerId }) => staff.isAvailable(reviewerId));
  const reviewing = reviewersOf(contract);
  return here.find(({ reviewerId }) => !reviewing.has(reviewerId)) ?? here[0] ?? able[0];
}

/** Everybody who holds or has decided a step of the latest round. */
export const reviewersOf = ({ round }: KnownContract): ReadonlySet<string> =>
  new Set((round?.steps ?? []).flatMap(({ reviewerId, decision }) => [reviewerId, ...(decision ? [decision.by] : [])]));

/** Whether there are people who could review a contract, the director's word included where it is needed. */
export const canBeReviewed = (
  contract: KnownContract,
  needsDirector: boolean,
  policy: ContractApprovalPolicy,
  staff: StaffDirectory,
): boolean =>
  findReviewers(contract, {}, policy, staff) !== undefined &&
  (!needsDirector || findDirector(contract, staff) !== undefined);

/** The next superior who is not barred; undefined when nobody is left. */
export const superiorOver = (
  staff: StaffDirectory,
  staffId: string,
  without: ReadonlySet<string>,
): string | undefined => superiorsOver(staff, staffId).find((id) => !without.has(id));

/** The active superiors of a person, the next first; then every director and admin. */
export function superiorsOver(staff: StaffDirectory, staffId: string): readonly string[] {
  const met = new Set([staffId]);
  for (let next = staff.superiorOf(staffId); next !== undefined && !met.has(next); next = staff.superiorOf(next))
    met.add(next);
  for (const id of [...staff.activeWith('director'), ...staff.activeWith('admin')]) met.add(id);
  return [...met].slice(1);
}
