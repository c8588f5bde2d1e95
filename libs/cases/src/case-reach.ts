import { authorise, hasRole, roles, type Actor, type Directory, type Permission } from '@dealtrail/event-sourcing';
import { sellingRoles } from '@dealtrail/staff';
import type { KnownCase } from './case.fold.js';

/**
 * Who reads cases: sellers those they have or follow in reach; customer service, sales support, admins and auditors all;
 * everybody else those they have or had a part in, or were told of a breach of.
 */
export const caseReaders: Permission['roles'] = {
  ...Object.fromEntries(roles.map((role) => [role, 'assigned'])),
  ...sellingRoles,
  customerService: 'all',
  salesSupport: 'all',
  admin: 'all',
  auditor: 'all',
};

/** Who has or had a part in a case: handlers, the seller, owners of stages, the task force, who was told of a breach. */
export const partInCase = ({ handlers, sellerId, stages, taskForce, clocks }: KnownCase): readonly string[] => [
  ...new Set([
    ...handlers,
    ...(sellerId === undefined ? [] : [sellerId]),
    ...stages.map(({ ownerId }) => ownerId),
    ...(taskForce ? [taskForce.leadId, ...taskForce.members] : []),
    ...clocks.flatMap(({ responsibleId, escalations }) => [responsibleId, ...escalations.map(({ to }) => to)]),
  ]),
];

/** Refuses who may not read a case; who has or had a part in it may, also where their post reaches other owners only. */
export function ensureMayReadCase(
  permission: Permission,
  actor: Actor,
  one: { readonly ownerId: string; readonly sellerId?: string; readonly assigned: readonly string[] },
  directory: Directory,
): void {
  const { ownerId, sellerId = ownerId, assigned } = one;
  if (actor.kind === 'staff' && assigned.includes(actor.id) && hasRole(permission, actor.id, directory)) return;
  authorise(permission, actor, { owners: [ownerId, sellerId] }, directory);
}
