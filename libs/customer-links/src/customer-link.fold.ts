import type { Evolve, Instant } from '@dealtrail/event-sourcing';
import {
  customerLinkEvents,
  type CustomerLinkEvent,
  type LinkAnswer,
  type LinkPurpose,
  type LinkSubject,
} from './customer-link.events.js';

/** A link as it stands; whether it has expired depends on when that is asked. */
export interface CustomerLink {
  readonly linkId: string;
  readonly purpose: LinkPurpose;
  readonly subject: LinkSubject;
  readonly ownerId: string;
  /** SHA-256, hex. */
  readonly secretHash: string;
  readonly text?: string;
  readonly expiresAt: Instant;
  readonly revoked: boolean;
  readonly used?: { readonly answer: LinkAnswer; readonly happenedAt: Instant };
  /** Its record did not take the answer. */
  readonly answerRefused?: { readonly code?: string };
}

const evolve: Evolve<CustomerLink | undefined, CustomerLinkEvent> = {
  CustomerLinkIssued: (_, { data }) => ({ ...data, revoked: false }),
  CustomerLinkUsed: (link, { data: { answer, happenedAt } }) => link && { ...link, used: { answer, happenedAt } },
  CustomerLinkAnswerRefused: (link, { data: { code } }) => link && { ...link, answerRefused: { code } },
  CustomerLinkRevoked: (link) => link && { ...link, revoked: true },
};

/** How the facts of a link become its state. */
export const customerLinkFold = {
  events: customerLinkEvents,
  initialState: undefined as CustomerLink | undefined,
  evolve,
};
