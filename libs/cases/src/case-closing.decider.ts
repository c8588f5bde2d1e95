import { ensure, same } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { withSomebodyHere } from './case-assigning.js';
import { closed, confirmed, confirming, mayClose } from './case-closing.js';
import { resumed } from './case-clock.js';
import { taskForceSuggested } from './case-overdue.js';
import { policyOf } from './case-policy.js';
import {
  appending,
  clockOf,
  customerWord,
  doerOf,
  doing,
  ending,
  resuming,
  unmerged,
  type CaseRules,
} from './case-rules.js';
import { whom } from './case-whom.js';
import type { CaseCause } from './case.events.js';
import type { KnownCase } from './case.fold.js';
import { entering } from './complaint-stages.js';

/** From the customer's word to the closed loop, its cause, and back (R101, R105). */
export const closingRules: CaseRules<
  'ConfirmCaseResolution' | 'RefuseCaseResolution' | 'CloseCase' | 'ReopenCase' | 'RecordCaseCause'
> = {
  ConfirmCaseResolution: ({ channel, metadata }, state, known) => {
    const one = unmerged(state);
    // Until a complaint has its cause they may still say what their silence was taken for.
    const hasSpoken = one.confirmation && !(one.confirmation.silence && one.status === 'resolved');
    if (hasSpoken) return [];
    ensure(one.status === 'resolved', 'case-not-resolved');
    const said = customerWord(metadata, one, channel);
    const { history } = metadata;
    return appending(one, metadata, known, (now, at) =>
      confirming(now, { ...said, silence: false }, at, known, { by: 'by' in said ? said.by : undefined, history }),
    );
  },

  RefuseCaseResolution: ({ reason, channel, metadata }, state, known) => {
    const one = unmerged(state);
    if (one.status === 'open' || one.status === 'waiting') {
      ensure(one.reopenedFor === reason, 'case-not-resolved');
      return [];
    }
    ensure(one.status === 'resolved', 'case-closed');
    const said = customerWord(metadata, one, channel);
    return appending(
      one,
      metadata,
      known,
      (now, at) => [
        {
          type: 'CaseResolutionRefused',
          data: {
            ...{ ...whom(now), ...said, reason },
            ...doing([...ending(now, ['silence'], at, 'superseded', known), ...resuming(now, at, known, ['closing'])]), // the stage is left
          },
        },
      ],
      (now, at) => entering(now, 'handling', at, known),
    );
  },

  CloseCase: ({ cause, channel, metadata }, state, known) => {
    const one = unmerged(state);
    const { history } = metadata;
    if (one.status === 'closed') {
      ensure(cause === undefined || same(one.cause, cause), one.cause ? 'cause-already-recorded' : 'case-closed');
      return [];
    }
    const isWithout = history || one.confirmation !== undefined;
    ensure(history || one.status === 'resolved', 'case-not-resolved');
    ensure(isWithout || channel !== undefined, 'confirmation-missing');
    ensure(mayClose({ ...one, cause: cause ?? one.cause }, history), 'cause-missing');
    ensureCause(cause, one, known);
    const by = doerOf(metadata, one.ownerId);
    const word = { ...customerWord(metadata, one, channel), silence: false };
    const news = cause && !same(one.cause, cause) ? { cause } : {};
    return appending(
      one,
      metadata,
      known,
      (now, at) => (isWithout ? [] : confirmed(now, word, at, known, true)),
      (now, at) => closed(now, { by, ...news }, at, known),
    );
  },

  ReopenCase: ({ reason, channel, metadata }, state, known) => {
    const one = unmerged(state);
    if (one.status === 'open' || one.status === 'waiting') {
      ensure(one.reopenedFor === reason, 'case-not-closed');
      return [];
    }
    const said = customerWord(metadata, one, channel);
    return appending(
      one,
      metadata,
      known,
      (now, at) => {
        const closing = clockOf(now, 'closing');
        const clocks = [
          ...ending(now, ['silence'], at, 'superseded', known),
          ...(closing ? resumed(closing, at, known) : []),
        ];
        const data = { ...whom(now), ...said, reason, times: now.reopened + 1, ...doing(clocks) };
        return [{ type: 'CaseReopened', data }];
      },
      withSomebodyHere(metadata, known),
      (now, at) => entering(now, 'handling', at, known),
      (now) => taskForceSuggested(now, 'reopened'),
    );
  },

  RecordCaseCause: ({ category, rootCause, prevention, metadata }, state, known) => {
    const one = unmerged(state);
    const cause = { category, rootCause, prevention };
    if (one.cause && same(one.cause, cause)) return [];
    ensure(!one.cause || one.status !== 'closed', 'cause-already-recorded');
    ensureCause(cause, one, known);
    const by = doerOf(metadata, one.ownerId);
    return appending(
      one,
      metadata,
      known,
      (now) => [{ type: 'CaseCauseRecorded', data: { ...whom(now), ...cause, by } }],
      (now, at) => (now.status === 'resolved' && now.confirmation ? closed(now, { by }, at, known) : []),
    );
  },
};

function ensureCause(cause: CaseCause | undefined, one: KnownCase, known: Known): void {
  if (cause === undefined) return;
  const catalogue = policyOf(one, known).causes.map(({ id }) => id);
  ensure(catalogue.includes(cause.category), 'cause-unknown', { catalogue });
}
