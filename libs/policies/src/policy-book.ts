import { Unavailable, type Instant } from '@dealtrail/event-sourcing';
import type { PolicyContent, PolicyKindId } from './kinds/policy-kinds.js';
import type { PolicyVersion } from './policy.events.js';

/** One published version. */
export interface PublishedPolicy<K extends PolicyKindId = PolicyKindId> {
  readonly value: PolicyContent<K>;
  readonly version: PolicyVersion;
  readonly effectiveFrom: Instant;
}

/** All published policies, as of one position of the log; a value that never changes. */
export class PolicyBook {
  static readonly empty = new PolicyBook({});

  private constructor(
    private readonly published: Readonly<Partial<Record<PolicyKindId, readonly PublishedPolicy[]>>>,
  ) {}

  with(kind: PolicyKindId, policy: PublishedPolicy): PolicyBook {
    return new PolicyBook({ ...this.published, [kind]: [...(this.published[kind] ?? []), policy] });
  }

  /** Every version of a kind, oldest first. */
  versions<K extends PolicyKindId>(kind: K): readonly PublishedPolicy<K>[] {
    return (this.published[kind] ?? []) as readonly PublishedPolicy<K>[];
  }

  /**
   * The version that decides what happens at an instant: the newest whose time has come, for anything older version 1.
   * Throws `Unavailable` before the first start has published one.
   */
  inForce<K extends PolicyKindId>(kind: K, instant: Instant): PublishedPolicy<K> {
    const versions = this.versions(kind);
    const policy = versions.findLast(({ effectiveFrom }) => effectiveFrom <= instant) ?? versions[0];
    if (!policy) throw new Unavailable('policy-not-set-up', `no policy ${kind} has been published yet`);
    return policy;
  }

  /** A version pinned by an earlier decision; undefined when it was never published. */
  version<K extends PolicyKindId>(kind: K, version: number): PublishedPolicy<K> | undefined {
    return this.versions(kind).find((policy) => policy.version.version === version);
  }
}
