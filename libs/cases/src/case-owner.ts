import { ensure, type CommandMetadata, type Role } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { mayOwn } from '@dealtrail/staff';

/** Whoever has a part of a case can do something about it: auditors only read, and no work comes to them. */
export const ensureMayAct = (staffId: string, { staff }: Known): void =>
  ensure(
    (staff.rolesOf(staffId) ?? []).some((role) => role !== 'auditor'),
    'person-only-reads',
    { staffId },
  );

/** Posts that keep what they report; what all others report goes to customer service. */
const keeps = (staffId: string, { staff }: Known): boolean =>
  mayOwn(staff, staffId) ||
  (staff.rolesOf(staffId) ?? []).some((role) => role === 'customerService' || role === 'technical');

/** The people of a post take turns, another one first for each case; those on leave come last. */
export function inTurn({ staff }: Known, role: Role, caseId: string): string | undefined {
  const people = staff.activeWith(role);
  const first = Number.parseInt(caseId.replaceAll('-', '').slice(0, 8), 16);
  const rotated = people.flatMap((_, n) => people[(first + n) % people.length] ?? []);
  return rotated.find((id) => staff.isAvailable(id)) ?? rotated[0];
}

/** Customer service in turn, else a superior of this person, else whoever leads: no case is nobody's. */
function somebody(caseId: string, from: string | undefined, known: Known): string {
  const { staff } = known;
  const candidates = [
    inTurn(known, 'customerService', caseId),
    from === undefined ? undefined : staff.superiorOf(from),
    ...staff.activeWith('director'),
    ...staff.activeWith('admin'),
  ];
  const found = candidates.find((id) => id !== undefined);
  ensure(found !== undefined, 'nobody-to-handle');
  return found;
}

/** Whom a source of history means, by today's staff: of who has left their superior, of a code nobody has, customer service. */
export function meant(code: string, caseId: string, known: Known): string {
  const { staff } = known;
  if (staff.isActive(code)) return code;
  return (staff.person(code) ? staff.superiorOf(code) : undefined) ?? somebody(caseId, undefined, known);
}

/** Who handles a case from its report on: the person named, else who reports it, else customer service in turn. */
export function firstOwner(
  { caseId, ownerId }: { readonly caseId: string; readonly ownerId?: string },
  { actor, history }: CommandMetadata,
  known: Known,
): string {
  const named = actor.kind === 'customerLink' ? undefined : ownerId;
  const reporter = actor.kind === 'staff' ? actor.id : undefined;
  if (named !== undefined && history) return meant(named, caseId, known);
  if (named !== undefined) {
    ensure(known.staff.isActive(named), 'owner-not-active', { ownerId: named });
    ensureMayAct(named, known);
    return named;
  }
  return reporter !== undefined && keeps(reporter, known) ? reporter : somebody(caseId, reporter, known);
}

/** Whom a case is given to; refuses who is not active and who only reads, but for history. */
export function assignee(to: string, caseId: string, { history }: CommandMetadata, known: Known): string {
  if (history) return meant(to, caseId, known);
  ensure(known.staff.isActive(to), 'assignee-not-active', { assigneeId: to });
  ensureMayAct(to, known);
  return to;
}
