import { ensure, type CommandMetadata } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import type { PolicyVersion } from '@dealtrail/policies';
import type { StaffDirectory } from '@dealtrail/staff';
import { answeringRoles } from './product-feedback.commands.js';
import type { FeedbackRoute } from './product-feedback.events.js';

/** Who answers an item, and how it came to them. */
export interface Routed {
  readonly productOwnerId: string;
  readonly via: FeedbackRoute;
  readonly policy: PolicyVersion;
}

/** Whether a person may answer: active, in a department that answers. */
export const mayAnswer = (staff: StaffDirectory, staffId: string): boolean =>
  staff.isActive(staffId) && (staff.rolesOf(staffId) ?? []).some((role) => role in answeringRoles);

/** Refuses `product-owner-not-active` and `product-owner-not-entitled`. */
export function ensureMayAnswer(staff: StaffDirectory, productOwnerId: string): void {
  ensure(staff.isActive(productOwnerId), 'product-owner-not-active', { productOwnerId });
  ensure(mayAnswer(staff, productOwnerId), 'product-owner-not-entitled', { productOwnerId });
}

/**
 * Who answers for the product by policy, else one of the technical people, those who are at work first: which of them the item's id
 * says, so that they take turns and a repeat comes to the same. Refuses `nobody-to-answer`.
 */
export function routed(
  item: { readonly feedbackId: string; readonly productId?: string; readonly ownerId: string },
  { occurredAt }: CommandMetadata,
  { staff, policies }: Known,
): Routed {
  const { value, version: policy } = policies.inForce('product-feedback', occurredAt);
  const byProduct = item.productId === undefined ? undefined : value.owners[item.productId];
  const named = [byProduct, value.owner].find((id) => id !== undefined && mayAnswer(staff, id));
  if (named !== undefined) return { productOwnerId: named, via: 'policy', policy };
  const people = staff.activeWith('technical').filter((id) => id !== item.ownerId);
  const here = people.filter((id) => staff.isAvailable(id));
  const turn = here.length > 0 ? here : people;
  const productOwnerId = turn[Number.parseInt(item.feedbackId.slice(0, 8), 16) % turn.length];
  ensure(productOwnerId !== undefined, 'nobody-to-answer');
  return { productOwnerId, via: 'turn', policy };
}
