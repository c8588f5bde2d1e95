import type { EventMetadata, Recorded } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import type { CaseEvent } from '../case.events.js';
import { caseId } from './case-facts.js';

/** A fact, and when it occurred where that matters. */
export type Told = CaseEvent & { readonly occurredAt?: string };

/** Facts as the store gives them, one after the other; positions from 1 on. */
export const told = (facts: readonly Told[], metadata: Partial<EventMetadata> = {}): Recorded<CaseEvent>[] =>
  facts.map(({ occurredAt, ...fact }, n) =>
    recorded(fact as CaseEvent, `case-${caseId}`, n, {
      ...metadata,
      ...(occurredAt !== undefined && { occurredAt }),
    }),
  );
