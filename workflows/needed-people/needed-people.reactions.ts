import { reactions, send, type Role } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import {
  losesReview,
  reviewingRoles,
  type ChangePersonRoles,
  type PersonEvent,
  type ReactivatePerson,
  type StaffDirectory,
} from '@dealtrail/staff';

/**
 * Nobody may deactivate the last admin or the last possible reviewer or take the role from them, but two people may leave in
 * the same moment: each decision is right by what it knew. Whichever is later in the log finds nobody left, and brings its
 * person back.
 */
export const neededPeopleReactions = reactions<PersonEvent, Known>({
  name: 'lastAdmin',
  react: {
    PersonDeactivated: ({ data: { staffId } }, { known: { staff } }) => {
      const left = staff.person(staffId);
      if (!left || left.active || missing(staff, staffId, left.roles).length === 0) return [];
      return [send<ReactivatePerson>({ type: 'ReactivatePerson', staffId })];
    },
    PersonRolesChanged: ({ data: { staffId, previous = [] } }, { known: { staff } }) => {
      const changed = staff.person(staffId);
      if (!changed?.active) return [];
      const back = missing(staff, staffId, previous).filter((role) => !changed.roles.includes(role));
      if (back.length === 0) return [];
      return [send<ChangePersonRoles>({ type: 'ChangePersonRoles', staffId, roles: [...changed.roles, ...back] })];
    },
  },
});

/** The roles of a person that the company lacks without them: admin, or those by which they review. */
function missing(staff: StaffDirectory, staffId: string, roles: readonly Role[]): readonly Role[] {
  const person = staff.person(staffId);
  if (!person) return [];
  const reviewing = reviewingRoles.filter((role) => roles.includes(role));
  if (losesReview(staff.withPerson({ ...person, roles, active: true }), staff, staffId)) return reviewing;
  return roles.includes('admin') && staff.activeWith('admin').length === 0 ? ['admin'] : [];
}
