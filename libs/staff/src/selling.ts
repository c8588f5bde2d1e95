import { ensure, type Permission } from '@dealtrail/event-sourcing';
import type { StaffDirectory } from './staff-directory.js';

/** The posts that own customers and deals, with how far each reaches (R009: sales support enters, but does not own). */
export const sellingRoles = {
  rep: 'own',
  supervisor: 'team',
  regionalSupervisor: 'region',
  salesManager: 'department',
  director: 'all',
} as const satisfies Permission['roles'];

/** Whether a person may own customers and deals: active, in a selling post. */
export const mayOwn = (staff: StaffDirectory, staffId: string): boolean =>
  staff.isActive(staffId) && (staff.rolesOf(staffId) ?? []).some((role) => role in sellingRoles);

/** Refuses `owner-not-active` and `owner-not-in-sales`. */
export function ensureMayOwn(staff: StaffDirectory, staffId: string): void {
  ensure(staff.isActive(staffId), 'owner-not-active', { ownerId: staffId });
  ensure(mayOwn(staff, staffId), 'owner-not-in-sales', { ownerId: staffId });
}
