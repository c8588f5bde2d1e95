import { authorise, hasRole, roles, type Actor, type Directory, type Permission } from '@dealtrail/event-sourcing';
import { sellingRoles } from '@dealtrail/staff';

/**
 * Who reads contracts: sellers those in reach; both departments, sales support, admins and auditors all; everybody else those
 * in which a step is or was theirs, or they were told that one is late.
 */
export const contractReaders: Permission['roles'] = {
  ...Object.fromEntries(roles.map((role) => [role, 'assigned'])),
  ...sellingRoles,
  legal: 'all',
  finance: 'all',
  salesSupport: 'all',
  admin: 'all',
  auditor: 'all',
};

/** Whose a contract is, and who holds or has decided a step of it or was told of its breach. */
export interface Read {
  readonly ownerId: string;
  readonly assigned: readonly string[];
}

/** Refuses who may not read it. A reviewer may, also where their post reaches other owners only: anybody may be added. */
export function ensureMayRead(
  permission: Permission,
  actor: Actor,
  { ownerId, assigned }: Read,
  directory: Directory,
): void {
  if (actor.kind === 'staff' && assigned.includes(actor.id) && hasRole(permission, actor.id, directory)) return;
  authorise(permission, actor, { owners: [ownerId] }, directory);
}
