import type { Known } from '@dealtrail/known';
import type { CaseHandlingPolicy, PolicyVersion } from '@dealtrail/policies';

/** The policy that a case, or a clock of it, is pinned to. */
export function policyOf({ policy }: { readonly policy: PolicyVersion }, { policies }: Known): CaseHandlingPolicy {
  const pinned = policies.version('case-handling', policy.version);
  if (!pinned) throw new Error(`version ${policy.version} of the policy case-handling was never published`);
  return pinned.value;
}
