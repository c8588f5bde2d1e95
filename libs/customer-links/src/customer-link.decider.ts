import { decider, ensure, ensureAllowed, ensureFound, same } from '@dealtrail/event-sourcing';
import { addDays } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type { AnyCustomerLinkCommand } from './customer-link.commands.js';
import { linkPurposes, type CustomerLinkEvent, type LinkChoice } from './customer-link.events.js';
import { customerLinkFold, type CustomerLink } from './customer-link.fold.js';

/** What stands beside a command: in its body, a repeat with the same idempotency key would be another command. */
export interface BesideLink {
  /** Of a secret that was just made. */
  readonly secretHash: string;
  /** Whose record the link is about today; undefined when there is no such record. */
  readonly ownerId: string | undefined;
}

/** The rules of a customer's link (客戶鏈接): bound to one record, answered once, until it expires or is taken back. */
export const customerLinkWith = ({ secretHash, ownerId }: BesideLink) =>
  decider<AnyCustomerLinkCommand, CustomerLinkEvent, CustomerLink | undefined, Known>({
    ...customerLinkFold,
    id: ({ linkId }) => linkId,
    subject: () => (ownerId === undefined ? { owners: [] } : { owners: [ownerId], assigned: [ownerId] }),
    decide: {
      IssueCustomerLink: ({ linkId, purpose, subjectId, part, text, days, metadata: { occurredAt } }, link) => {
        const subject = { category: linkPurposes[purpose].category, id: subjectId, part };
        const said = { linkId, purpose, subject, ...(text !== undefined && { text }) };
        const expiresAt = addDays(occurredAt, days);
        if (link) {
          const { purpose, subject, text } = link;
          const before = { linkId, purpose, subject, ...(text !== undefined && { text }) };
          const isSame = same(before, said) && link.expiresAt === expiresAt;
          ensure(isSame, 'customer-link-already-issued');
          return [];
        }
        ensureFound(ownerId, 'link-subject-not-found');
        return [{ type: 'CustomerLinkIssued', data: { ...said, ownerId, secretHash, expiresAt } }];
      },

      RevokeCustomerLink: ({ linkId, reason }, link) => {
        ensureFound(link, 'customer-link-not-found');
        return link.revoked ? [] : [{ type: 'CustomerLinkRevoked', data: { linkId, reason } }];
      },

      UseCustomerLink: ({ linkId, answer, metadata: { actor, occurredAt } }, link) => {
        ensureAllowed(actor.id === linkId, 'not-this-link');
        ensureFound(link, 'customer-link-not-found');
        ensure(!link.revoked, 'customer-link-revoked');
        if (link.used) {
          ensure(same(link.used.answer, answer), 'customer-link-used');
          return [];
        }
        ensure(occurredAt < link.expiresAt, 'customer-link-expired');
        const { purpose, subject, ownerId } = link;
        const offered: readonly LinkChoice[] = linkPurposes[purpose].choices;
        ensure(offered.includes(answer.choice), 'choice-not-offered');
        return [
          { type: 'CustomerLinkUsed', data: { linkId, purpose, subject, ownerId, answer, happenedAt: occurredAt } },
        ];
      },

      RefuseCustomerLinkAnswer: ({ linkId, code, metadata: { actor } }, link) => {
        ensureAllowed(actor.kind !== 'customerLink' || actor.id === linkId, 'not-this-link');
        ensure(link?.used, 'customer-link-not-used');
        if (link.answerRefused) return [];
        return [{ type: 'CustomerLinkAnswerRefused', data: { linkId, ...(code !== undefined && { code }) } }];
      },
    },
  });
