import { canonicalJson, derivedId, type Intention } from '@dealtrail/event-sourcing';
import { firstPolicyCommands } from '@dealtrail/policies';
import { firstStaffCommands } from '@dealtrail/staff';

/** One command of the first start; its id is that of its content, so that every later start repeats it without effect. */
export interface FirstCommand {
  readonly commandId: string;
  readonly intention: Intention;
}

/** What the system sends when it starts, in this order: the admin, and version 1 of every policy. */
export const firstCommands: readonly FirstCommand[] = [...firstStaffCommands, ...firstPolicyCommands].map(
  (intention) => ({ commandId: derivedId('first-start', canonicalJson(intention)), intention }),
);
