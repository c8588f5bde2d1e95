import { reach, type Directory, type Permission } from '@dealtrail/event-sourcing';

/** Whether a person sees a customer's contact: by a role that reaches the customer and is not the auditor's, who sees all but no contacts. */
export function reachesContact(
  { roles: { auditor: _, ...roles } }: Permission,
  staffId: string,
  ownerId: string | undefined,
  directory: Directory,
): boolean {
  const reached = reach({ roles }, staffId, directory);
  return reached === 'all' || (ownerId !== undefined && reached.has(ownerId));
}
