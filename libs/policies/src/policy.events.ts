import { eventSchema, type Event, type Instant, type Position } from '@dealtrail/event-sourcing';
import type { PolicyContent, PolicyKindId } from './kinds/policy-kinds.js';

/** Which version of a policy was used; written into every event that one decided. */
export interface PolicyVersion {
  readonly kind: string;
  readonly version: number;
}

/** From when version 1 of every policy is in force: before any imported fact. */
export const always: Instant = '0001-01-01T00:00:00.000Z';

export type PolicyEvent =
  /** `draft` counts from 1; a newer draft replaces an open one. */
  | Event<'PolicyDrafted', { kind: PolicyKindId; draft: number; content: PolicyContent; draftedBy: string }>
  | Event<'PolicyDraftWithdrawn', { kind: PolicyKindId; draft: number }>
  | Event<
      'PolicyPublished',
      {
        kind: PolicyKindId;
        version: number;
        draft: number;
        content: PolicyContent;
        effectiveFrom: Instant;
        draftedBy: string;
        publishedBy: string;
      }
    >
  /** The version counts: what was planned before this fact is looked for, what is planned after it looks here (U-29). */
  | Event<'CalendarReplanningBegun', { kind: 'calendar'; version: number }>
  /** Whatever was planned by an older version, up to `upTo`, has been planned anew; `replanned` records were looked at. */
  | Event<'CalendarApplied', { kind: 'calendar'; version: number; upTo: Position; replanned: number }>;

/** Everything a policy's stream (`policy-<kind>`) has ever held. */
export const policyEvents = eventSchema<PolicyEvent>('policy', {
  PolicyDrafted: { version: 1 },
  PolicyDraftWithdrawn: { version: 1 },
  PolicyPublished: { version: 1 },
  CalendarReplanningBegun: { version: 1 },
  CalendarApplied: { version: 1 },
});
