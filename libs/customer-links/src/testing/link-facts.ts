import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyCustomerLinkCommand } from '../customer-link.commands.js';
import type { CustomerLinkEvent, LinkAnswer } from '../customer-link.events.js';

export const linkId = '5b0f1d0a-6c3e-4d41-9a53-1f1f7d7c2b90';
export const orderId = '2d931510-d99f-494a-8c67-87feb05e1594';
export const secretHash = 'ab'.repeat(32);
export const issuedAt = '2026-05-16T01:00:00.000Z';
export const expiresAt = '2026-05-23T01:00:00.000Z';
export const usedAt = '2026-05-17T02:30:00.000Z';

/** Li Na owns the order; Wang Wei sells too; Zhou Min is sales support; He Shen audits. */
export const known = testKnown({
  people: [
    { staffId: 'li.na', roles: ['rep'] },
    { staffId: 'wang.wei', roles: ['rep'] },
    { staffId: 'zhou.min', roles: ['salesSupport'] },
    { staffId: 'he.shen', roles: ['auditor'] },
    { staffId: 'admin', roles: ['admin'] },
  ],
});

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: issuedAt,
};

/** A command of Li Na's at 09:00 on 16 May 2026 in Shanghai, unless said otherwise. */
export const asked = (
  command: Intention<AnyCustomerLinkCommand>,
  metadata: Partial<CommandMetadata> = {},
): AnyCustomerLinkCommand => ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyCustomerLinkCommand;

export const issue = {
  type: 'IssueCustomerLink',
  linkId,
  purpose: 'signOffDelivery',
  subjectId: orderId,
  part: '1',
  text: '開箱無損',
  days: 7,
} as const;

const what = {
  linkId,
  purpose: 'signOffDelivery',
  subject: { category: 'order', id: orderId, part: '1' },
  ownerId: 'li.na',
} as const;

export const issued: CustomerLinkEvent = {
  type: 'CustomerLinkIssued',
  data: { ...what, text: '開箱無損', secretHash, expiresAt },
};
export const sign: LinkAnswer = { choice: 'sign', seen: '0' };
export const refuse: LinkAnswer = { choice: 'refuse', seen: '0', text: '型號不符' };
export const used = (answer: LinkAnswer = sign): CustomerLinkEvent => ({
  type: 'CustomerLinkUsed',
  data: { ...what, answer, happenedAt: usedAt },
});
export const answerRefused: CustomerLinkEvent = {
  type: 'CustomerLinkAnswerRefused',
  data: { linkId, code: 'delivery-not-delivered' },
};
export const revoked: CustomerLinkEvent = { type: 'CustomerLinkRevoked', data: { linkId, reason: 'sentToWrong' } };
