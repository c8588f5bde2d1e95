import { authorise, hasRole, roles, type Actor, type Directory, type Permission } from '@dealtrail/event-sourcing';
import { sellingRoles } from '@dealtrail/staff';

/**
 * Who reads orders: sellers those in reach; the departments that fulfil them, sales support, customer service, admins and
 * auditors all (R081); everybody else those of which a promise or task is or was theirs, or they were told of a breach.
 */
export const orderReaders: Permission['roles'] = {
  ...Object.fromEntries(roles.map((role) => [role, 'assigned'])),
  ...sellingRoles,
  operations: 'all',
  finance: 'all',
  technical: 'all',
  customerService: 'all',
  salesSupport: 'all',
  admin: 'all',
  auditor: 'all',
};

/** Refuses who may not read an order; who holds a part of it may, also where their post reaches other owners only. */
export function ensureMayReadOrder(
  permission: Permission,
  actor: Actor,
  { ownerId, assigned }: { readonly ownerId: string; readonly assigned: readonly string[] },
  directory: Directory,
): void {
  if (actor.kind === 'staff' && assigned.includes(actor.id) && hasRole(permission, actor.id, directory)) return;
  authorise(permission, actor, { owners: [ownerId] }, directory);
}
