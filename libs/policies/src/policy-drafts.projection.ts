import { projection } from '@dealtrail/event-sourcing';
import type { PolicyKindId } from './kinds/policy-kinds.js';
import type { PolicyEvent } from './policy.events.js';

/** The open draft of a kind. */
export interface PolicyDraftRow {
  readonly kind: PolicyKindId;
  readonly draft: number;
  readonly content: object;
  readonly draftedBy: string;
  readonly draftedAt: string;
}

const key = ({ data: { kind } }: { readonly data: { readonly kind: string } }) => [kind];

/** 政策草案: what waits for the director's approval (R227). */
export const policyDrafts = projection<PolicyDraftRow, PolicyEvent>({
  name: 'policyDrafts',
  version: 1,
  key: 'kind',
  columns: { kind: 'text', draft: 'integer', content: 'json', draftedBy: 'text', draftedAt: 'instant' },
  keys: { PolicyDrafted: key, PolicyDraftWithdrawn: key, PolicyPublished: key },
  project: {
    PolicyDrafted: (_, { data: { kind, draft, content, draftedBy }, metadata: { occurredAt } }) => ({
      kind,
      draft,
      content,
      draftedBy,
      draftedAt: occurredAt,
    }),
    PolicyDraftWithdrawn: () => undefined,
    PolicyPublished: () => undefined,
  },
});
