import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { CustomerLinkEvent } from './customer-link.events.js';

/** A link as it is shown: never its secret, nor the hash of it. */
export interface CustomerLinkRow {
  readonly linkId: string;
  readonly purpose: string;
  readonly category: string;
  readonly subjectId: string;
  readonly part: string;
  /** Staff id. */
  readonly ownerId: string;
  readonly text?: string;
  readonly issuedAt: Instant;
  /** Staff id. */
  readonly issuedBy: string;
  readonly expiresAt: Instant;
  readonly usedAt?: Instant;
  readonly choice?: string;
  readonly answerText?: string;
  /** Its record did not take the answer; why, where that is known. */
  readonly answerRefused: boolean;
  readonly refusalCode?: string;
  readonly revokedAt?: Instant;
  readonly revokedBy?: string;
  readonly reason?: string;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

const key = ({ data: { linkId } }: { readonly data: { readonly linkId: string } }) => [linkId];
const changed = (
  row: CustomerLinkRow | undefined,
  { revision, position }: Recorded<CustomerLinkEvent>,
  change: Partial<CustomerLinkRow>,
): CustomerLinkRow | undefined => row && { ...row, ...change, revision, lastPosition: String(position) };

/** 客戶鏈接: every link ever issued. */
export const customerLinkRegister = projection<CustomerLinkRow, CustomerLinkEvent>({
  name: 'customerLinkRegister',
  version: 1,
  key: 'linkId',
  columns: {
    linkId: 'text',
    purpose: 'text',
    category: 'text',
    subjectId: 'text',
    part: 'text',
    ownerId: 'text',
    text: 'text',
    issuedAt: 'instant',
    issuedBy: 'text',
    expiresAt: 'instant',
    usedAt: 'instant',
    choice: 'text',
    answerText: 'text',
    answerRefused: 'boolean',
    refusalCode: 'text',
    revokedAt: 'instant',
    revokedBy: 'text',
    reason: 'text',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [
    ['ownerId', 'issuedAt'],
    ['subjectId', 'issuedAt'],
  ],
  keys: {
    CustomerLinkIssued: key,
    CustomerLinkUsed: key,
    CustomerLinkAnswerRefused: key,
    CustomerLinkRevoked: key,
  },
  project: {
    CustomerLinkIssued: (_, { data, metadata: { actor, occurredAt }, revision, position }) => ({
      linkId: data.linkId,
      purpose: data.purpose,
      category: data.subject.category,
      subjectId: data.subject.id,
      part: data.subject.part,
      ownerId: data.ownerId,
      text: data.text,
      issuedAt: occurredAt,
      issuedBy: actor.id,
      expiresAt: data.expiresAt,
      answerRefused: false,
      revision,
      lastPosition: String(position),
    }),
    CustomerLinkUsed: (row, event) => {
      const { answer, happenedAt } = event.data;
      return changed(row, event, { usedAt: happenedAt, choice: answer.choice, answerText: answer.text });
    },
    CustomerLinkAnswerRefused: (row, event) =>
      changed(row, event, { answerRefused: true, refusalCode: event.data.code }),
    CustomerLinkRevoked: (row, event) => {
      const { actor, occurredAt } = event.metadata;
      return changed(row, event, { revokedAt: occurredAt, revokedBy: actor.id, reason: event.data.reason });
    },
  },
});
