import { reactions, send } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { ChangePersonRoles, PersonEvent, ReactivatePerson } from '@dealtrail/staff';

/**
 * Nobody may deactivate the last admin or take the role from them, but two admins may do so to each other in the same moment:
 * each decision is right by what it knew. Whichever is later in the log finds nobody left, and brings its admin back.
 */
export const lastAdminReactions = reactions<PersonEvent, Known>({
  name: 'lastAdmin',
  react: {
    PersonDeactivated: ({ data: { staffId } }, { known: { staff } }) => {
      const left = staff.person(staffId);
      if (!left?.roles.includes('admin') || staff.activeWith('admin').length > 0) return [];
      return [send<ReactivatePerson>({ type: 'ReactivatePerson', staffId })];
    },
    PersonRolesChanged: ({ data: { staffId, previous = [] } }, { known: { staff } }) => {
      const changed = staff.person(staffId);
      if (!previous.includes('admin') || !changed?.active || staff.activeWith('admin').length > 0) return [];
      return [send<ChangePersonRoles>({ type: 'ChangePersonRoles', staffId, roles: [...changed.roles, 'admin'] })];
    },
  },
});
