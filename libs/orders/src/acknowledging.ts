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
    responsibleId: responsible(staff, department, orderId, n, ownerId),
    clock: acknowledgementClock(since, limits),
  }));

/** The department's people take turns, another one first for each order; those on leave last, then the owner's superior. */
function responsible(
  staff: Known['staff'],
  department: OrderDepartment,
  orderId: string,
  n: number,
  ownerId: string,
): string {
  const people = staff.activeWith(departmentRole[department]);
  const first = Number.parseInt(orderId.replaceAll('-', '').slice(0, 8), 16) + n;
  const inTurn = people.map((_, i) => people[(first + i) % people.length] ?? ownerId);
  return inTurn.find((id) => staff.isAvailable(id)) ?? inTurn[0] ?? staff.superiorOf(ownerId) ?? ownerId;
}
