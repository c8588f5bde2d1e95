import type { Role } from '@dealtrail/event-sourcing';
import type { StaffDirectory } from './staff-directory.js';

/** The roles by which somebody can review a contract: two departments, and those who may stand in for either. */
export const reviewingRoles = ['legal', 'finance', 'director', 'admin'] as const satisfies readonly Role[];

/**
 * Whether a contract that `without` may not review finds active people for all of it: one for legal, another for finance and
 * a director's word. Directors and admins may review for each, so that one of them and anybody else are enough.
 */
export function reviewable(staff: StaffDirectory, without?: string): boolean {
  const able = (...roles: readonly Role[]): number =>
    new Set(roles.flatMap((role) => staff.activeWith(role)).filter((id) => id !== without)).size;
  return able('director', 'admin') >= 1 && able(...reviewingRoles) >= 2;
}

/**
 * Whether somebody's contracts, or those of people who review none, could be reviewed before a change of `changed` and could
 * not after. The changed person's own do not count; a company that was too small before loses nothing.
 */
export function losesReview(before: StaffDirectory, after: StaffDirectory, changed: string): boolean {
  const authors = reviewingRoles.flatMap((role) => before.activeWith(role)).filter((id) => id !== changed);
  return [undefined, ...new Set(authors)].some((author) => reviewable(before, author) && !reviewable(after, author));
}
