import type { Evolve, KnownFold } from '@dealtrail/event-sourcing';
import { PolicyBook } from './policy-book.js';
import { policyEvents, type PolicyEvent } from './policy.events.js';

const evolve: Evolve<PolicyBook, PolicyEvent> = {
  PolicyDrafted: (book) => book,
  PolicyDraftWithdrawn: (book) => book,
  CalendarReplanningBegun: (book) => book,
  CalendarApplied: (book) => book,
  PolicyPublished: (book, { data: { kind, version, content, effectiveFrom } }) =>
    book.with(kind, { value: content, version: { kind, version }, effectiveFrom }),
};

/** Folds the policies' streams into the book. */
export const policyFold: KnownFold<PolicyBook, PolicyEvent> & { readonly evolve: typeof evolve } = {
  events: [policyEvents],
  initialState: PolicyBook.empty,
  evolve,
};
