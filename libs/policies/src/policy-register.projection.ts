import { projection } from '@dealtrail/event-sourcing';
import type { PolicyKindId } from './kinds/policy-kinds.js';
import type { PolicyEvent } from './policy.events.js';

/** One published version. */
export interface PolicyRow {
  /** `<kind>/<version>`. */
  readonly policyId: string;
  readonly kind: PolicyKindId;
  readonly version: number;
  readonly content: object;
  readonly effectiveFrom: string;
  readonly draftedBy: string;
  readonly publishedBy: string;
  readonly publishedAt: string;
}

export const policyKey = (kind: string, version: number): string => `${kind}/${version}`;

/** 政策登記: every version that was ever published. */
export const policyRegister = projection<PolicyRow, PolicyEvent>({
  name: 'policyRegister',
  version: 1,
  key: 'policyId',
  columns: {
    policyId: 'text',
    kind: 'text',
    version: 'integer',
    content: 'json',
    effectiveFrom: 'instant',
    draftedBy: 'text',
    publishedBy: 'text',
    publishedAt: 'instant',
  },
  indexes: [['kind', 'version'], ['effectiveFrom'], ['publishedAt']],
  keys: { PolicyPublished: ({ data: { kind, version } }) => [policyKey(kind, version)] },
  project: {
    PolicyPublished: (_, { data, metadata: { occurredAt } }, policyId) => {
      const { kind, version, content, effectiveFrom, draftedBy, publishedBy } = data;
      return { policyId, kind, version, content, effectiveFrom, draftedBy, publishedBy, publishedAt: occurredAt };
    },
  },
});
