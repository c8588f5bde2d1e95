import type { Intention } from '@dealtrail/event-sourcing';
import { policyKind, policyKindIds } from './kinds/policy-kinds.js';
import type { AnyPolicyCommand } from './policy.commands.js';

/** What the first start sends as the system: version 1 of every policy, in force always. */
export const firstPolicyCommands: readonly Intention<AnyPolicyCommand>[] = policyKindIds.flatMap((kind) => [
  { type: 'DraftPolicy', kind, content: policyKind(kind).first },
  { type: 'PublishPolicy', kind, draft: 1 },
]);
