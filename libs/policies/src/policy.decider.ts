import { canonicalJson, decider, ensure, ensureFound, InvalidInput, type Instant } from '@dealtrail/event-sourcing';
import { policyKind, type PolicyContent, type PolicyKindId } from './kinds/policy-kinds.js';
import type { AnyPolicyCommand } from './policy.commands.js';
import { always, policyEvents, type PolicyEvent } from './policy.events.js';

/** One kind of policy: its open draft and what was last published. */
export interface PolicyState {
  /** The number of the newest draft, open or not. */
  readonly drafts: number;
  readonly open?: { readonly draft: number; readonly content: PolicyContent; readonly draftedBy: string };
  readonly withdrawn?: number;
  readonly published?: {
    readonly version: number;
    readonly draft: number;
    readonly content: PolicyContent;
    readonly effectiveFrom: Instant;
    readonly publishedBy: string;
  };
  /** Versions of the calendar that have not reached what was planned before them, oldest first. */
  readonly pending: readonly { readonly version: number; readonly effectiveFrom: Instant }[];
  /** The newest version of the calendar that has begun to. */
  readonly begun?: number;
}

/** A version is published this long before it counts, so that every process knows it by then. */
const noticeMs = 60_000;

/** The rules of a policy: drafted by one, published by another, versions that only roll forward (R226, R227). */
export const policy = decider<AnyPolicyCommand, PolicyEvent, PolicyState>({
  events: policyEvents,
  id: ({ kind }) => kind,
  subject: () => ({ owners: [] }),
  initialState: { drafts: 0, pending: [] },
  decide: {
    DraftPolicy: ({ kind, content, metadata }, policy) => {
      if (metadata.actor.kind === 'system' && policy.published) return []; // first-start never overwrites
      const valid = checked(kind, content);
      const latest = policy.open ?? policy.published;
      if (latest && canonicalJson(latest.content) === canonicalJson(valid)) return [];
      const data = { kind, draft: policy.drafts + 1, content: valid, draftedBy: metadata.actor.id };
      return [{ type: 'PolicyDrafted', data }];
    },

    PublishPolicy: ({ kind, draft, effectiveFrom, metadata }, { open, published }) => {
      const { actor, occurredAt } = metadata;
      if (actor.kind === 'system' && published) return [];
      const isAuthor = open?.draft === draft && open.draftedBy === actor.id;
      ensure(!isAuthor || actor.kind === 'system', 'publisher-is-author');
      if (published?.draft === draft) {
        const sameTime = !effectiveFrom || published.version === 1 || published.effectiveFrom === effectiveFrom;
        ensure(published.publishedBy === actor.id && sameTime, 'draft-already-published');
        return [];
      }
      ensure(open?.draft === draft, 'draft-not-open');
      const earliest = new Date(Date.parse(occurredAt) + noticeMs).toISOString();
      const from = published ? (effectiveFrom ?? later(earliest, published.effectiveFrom)) : always;
      ensure(!published || from >= earliest, 'effective-too-soon', { earliest });
      ensure(!published || from >= published.effectiveFrom, 'effective-before-previous-version');
      const { content, draftedBy } = open;
      const version = (published?.version ?? 0) + 1;
      const data = { kind, version, draft, content, effectiveFrom: from, draftedBy, publishedBy: actor.id };
      return [{ type: 'PolicyPublished', data }];
    },

    WithdrawPolicyDraft: ({ kind, draft }, { drafts, open, withdrawn }) => {
      ensureFound(draft <= drafts, 'draft-not-found');
      if (withdrawn === draft) return [];
      ensure(open?.draft === draft, 'draft-not-open');
      return [{ type: 'PolicyDraftWithdrawn', data: { kind, draft } }];
    },

    BeginCalendarReplanning: ({ kind, version }, policy) => {
      if (!isPending(policy, version) || (policy.begun ?? 0) >= version) return [];
      return [{ type: 'CalendarReplanningBegun', data: { kind, version } }];
    },

    RecordCalendarApplied: ({ kind, version, upTo, replanned }, policy) =>
      isPending(policy, version) ? [{ type: 'CalendarApplied', data: { kind, version, upTo, replanned } }] : [],
  },
  evolve: {
    PolicyDrafted: (policy, { data: { draft, content, draftedBy } }) => ({
      ...policy,
      drafts: draft,
      open: { draft, content, draftedBy },
    }),
    PolicyDraftWithdrawn: (policy, { data: { draft } }) => ({ ...policy, open: undefined, withdrawn: draft }),
    PolicyPublished: (policy, { data: { kind, version, draft, content, effectiveFrom, publishedBy } }) => ({
      ...policy,
      open: undefined,
      published: { version, draft, content, effectiveFrom, publishedBy },
      pending: kind === 'calendar' && version > 1 ? [...policy.pending, { version, effectiveFrom }] : policy.pending,
    }),
    CalendarReplanningBegun: (policy, { data: { version } }) => ({ ...policy, begun: version }),
    CalendarApplied: (policy, { data: { version } }) => ({
      ...policy,
      pending: policy.pending.filter((one) => one.version !== version),
    }),
  },
});

/** Whether a version of the calendar still has planned things to reach; refuses one that was never published. */
function isPending({ published, pending }: PolicyState, version: number): boolean {
  ensureFound(version <= (published?.version ?? 0), 'policy-version-not-found');
  return pending.some((one) => one.version === version);
}

/** The content once its kind has found nothing wrong with it; throws `InvalidInput` with a path for each problem. */
function checked(kind: PolicyKindId, content: object): PolicyContent {
  const problems = policyKind(kind).problems(content);
  if (problems.length > 0)
    throw new InvalidInput(
      problems.map(({ field, ...problem }) => ({ ...problem, field: field ? `content.${field}` : 'content' })),
    );
  return content as PolicyContent;
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
