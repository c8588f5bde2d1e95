import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { customerLinkRegister, type CustomerLinkRow } from './customer-link-register.projection.js';
import type { CustomerLinkEvent } from './customer-link.events.js';
import {
  answerRefused,
  expiresAt,
  issued,
  linkId,
  orderId,
  refuse,
  revoked,
  used,
  usedAt,
} from './testing/link-facts.js';

const given = (...events: readonly CustomerLinkEvent[]) =>
  projectionSpecification(customerLinkRegister)(
    ...events.map((event, revision) => recorded(event, `customerLink-${linkId}`, revision)),
  );

const row: CustomerLinkRow = {
  linkId,
  purpose: 'signOffDelivery',
  category: 'order',
  subjectId: orderId,
  part: '1',
  ownerId: 'li.na',
  text: '開箱無損',
  issuedAt: '2026-03-02T01:00:00.000Z',
  issuedBy: 'tester',
  expiresAt,
  answerRefused: false,
  revision: 0,
  lastPosition: '1',
};

describe('customerLinkRegister', () => {
  it('shows a link without its hash', () => given(issued).then(row));
  it('shows what was answered and when, and that it was not taken', () => {
    const answered = { ...row, usedAt, choice: 'refuse', answerText: '型號不符', revision: 1, lastPosition: '2' };
    given(issued, used(refuse)).then(answered);
    given(issued, used(refuse), answerRefused).then({
      ...answered,
      answerRefused: true,
      refusalCode: 'delivery-not-delivered',
      revision: 2,
      lastPosition: '3',
    });
  });
  it('shows who took it back and why', () =>
    given(issued, revoked).then({
      ...row,
      revokedAt: '2026-03-02T01:00:00.000Z',
      revokedBy: 'tester',
      reason: 'sentToWrong',
      revision: 1,
      lastPosition: '2',
    }));
  it('leaves nothing of one that was never issued', () => given(used(), answerRefused, revoked).then());
});
