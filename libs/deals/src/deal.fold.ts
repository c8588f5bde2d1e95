import { type Evolve } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { Money } from '@dealtrail/money';
import type { Grade } from '@dealtrail/policies';
import type { DealEvent, DealStage, DealTerms, FollowUp } from './deal.events.js';

/** What the registration said, to tell its repeat from a second one. */
export type DealRegistration = Extract<DealEvent, { type: 'DealRegistered' }>['data'];

interface DealRecord {
  readonly dealId: string;
  readonly number: string;
  readonly registration: DealRegistration;
  readonly terms: DealTerms;
  readonly ownerId: string;
  readonly grade?: Grade;
  /** Up to where in the log the customer's gradings have reached the deal. */
  readonly gradedUpTo?: number;
  readonly at: DealStage;
  readonly evidence: readonly { readonly key: string; readonly note?: string }[];
}

/** A deal that is being worked on, with its follow-up clock. */
export interface OpenDeal extends DealRecord {
  readonly status: 'open';
  readonly followUp: FollowUp;
  /** The warning of this `followUp` is on record. */
  readonly warned: boolean;
  /** Its due instant has passed, and that is on record. */
  readonly stale: boolean;
  readonly reopenedFor?: string;
}

export interface WonDeal extends DealRecord {
  readonly status: 'won';
  readonly amount: Money;
  readonly wonOn: Day;
}

export interface LostDeal extends DealRecord {
  readonly status: 'lost';
  readonly reason?: string;
  readonly lostOn: Day;
}

/** What rules read of a deal; guards narrow it by `status`. */
export type Deal = { readonly status: 'none' } | OpenDeal | WonDeal | LostDeal;

type KnownDeal = Exclude<Deal, { status: 'none' }>;

/** A fold step that leaves a stream without its first fact as it is: the log never holds one, and a fold must not throw. */
const of =
  <E extends DealEvent>(step: (deal: KnownDeal, event: E) => Deal) =>
  (deal: Deal, event: E): Deal =>
    deal.status === 'none' ? deal : step(deal, event);

const ofOpen = <E extends DealEvent>(step: (deal: OpenDeal, event: E) => Deal) =>
  of<E>((deal, event) => (deal.status === 'open' ? step(deal, event) : deal));

/** Every progress winds the clock anew. */
const progressed = (deal: OpenDeal, followUp: FollowUp): OpenDeal => ({
  ...deal,
  followUp,
  warned: false,
  stale: false,
});

const recordOf = (deal: KnownDeal): DealRecord => ({
  dealId: deal.dealId,
  number: deal.number,
  registration: deal.registration,
  terms: deal.terms,
  ownerId: deal.ownerId,
  grade: deal.grade,
  gradedUpTo: deal.gradedUpTo,
  at: deal.at,
  evidence: deal.evidence,
});

/** How facts become the state of a deal. */
export const evolveDeal: Evolve<Deal, DealEvent> = {
  DealRegistered: (_, { data }) => {
    const { dealId, number, ownerId, grade, stage, followUp } = data;
    const { title, customerId, productId, productName, listPrice, amount } = data;
    const terms = { title, customerId, productId, productName, listPrice, amount };
    const clock = { status: 'open' as const, followUp, warned: false, stale: false };
    return { dealId, number, registration: data, terms, ownerId, grade, at: { stage }, evidence: [], ...clock };
  },
  DealEdited: of((deal, { data }) => ({ ...deal, terms: { ...deal.terms, ...data.changes } })),
  DealOwnerChanged: of((deal, { data: { ownerId } }) => ({ ...deal, ownerId })),
  DealReassigned: of((deal, { data: { ownerId } }) => ({ ...deal, ownerId })),
  DealEvidenceAdded: of((deal, { data: { key, note } }) => ({
    ...deal,
    evidence: [...deal.evidence.filter((shown) => shown.key !== key), { key, note }],
  })),
  DealAdvanced: ofOpen((deal, { data: { to, followUp } }) => progressed({ ...deal, at: to }, followUp)),
  DealMovedBack: of((deal, { data: { to } }) => ({ ...deal, at: to })),
  DealGraded: ofOpen((deal, { data: { grade, position, followUp } }) =>
    progressed({ ...deal, grade, gradedUpTo: position ?? deal.gradedUpTo }, followUp),
  ),
  DealWon: of((deal, { data: { amount, wonOn } }) => ({ ...recordOf(deal), status: 'won', amount, wonOn })),
  DealLost: of((deal, { data: { reason, lostOn } }) => ({ ...recordOf(deal), status: 'lost', reason, lostOn })),
  DealReopened: of((deal, { data: { reason, followUp } }) => ({
    ...recordOf(deal),
    status: 'open',
    followUp,
    warned: false,
    stale: false,
    reopenedFor: reason,
  })),
  DealGoingStale: ofOpen((deal) => ({ ...deal, warned: true })),
  DealGoneStale: ofOpen((deal) => ({ ...deal, stale: true })),
};
