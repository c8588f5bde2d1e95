import type { Instant, Role } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { OrderDepartment } from '@dealtrail/policies';
import { acknowledgementClock, type Limits } from './milestone-clock.js';
import type { OpenedMilestone } from './order.events.js';

/** Whose people answer for a department; logistics is a part of operations. */
export const departmentRole: Readonly<Record<OrderDepartment, Role>> = {
  operations: 'operations',
  finance: 'finance',
  logistics: 'operations',
};

/** Each department that the policy names has its time to acknowledge the order (R072). */
export const acknowledgements = (
  orderId: string,
  ownerId: string,
  since: Instant,
  limits: Limits,
  { staff }: Known,
): readonly OpenedMilestone[] =>
  limits.policy.departments.map((department, n) => ({
    milestone: `acknowledgement/${department}`,
    responsibleId: inTurn(staff, departmentRole[department], orderId, n) ?? staff.superiorOf(ownerId) ?? ownerId,
    clock: acknowledgementClock(since, limits),
  }));

/** The people of a post take turns, another one first for each order; those on leave come last. */
export function inTurn(staff: Known['staff'], role: Role, orderId: string, n: number): string | undefined {
  const people = staff.activeWith(role);
  const first = Number.parseInt(orderId.replaceAll('-', '').slice(0, 8), 16) + n;
  const rotated = people.flatMap((_, i) => people[(first + i) % people.length] ?? []);
  return rotated.find((id) => staff.isAvailable(id)) ?? rotated[0];
}
