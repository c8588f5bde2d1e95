import { derivedId, send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { CustomerLink, CustomerLinkEvent, LinkAnswer, LinkPurpose } from '@dealtrail/customer-links';
import type { Known } from '@dealtrail/known';
import { reportedCaseId } from './customer-answer.js';
import { customerAnswerReactions } from './customer-answer.reactions.js';

const linkId = '5b0f1d0a-6c3e-4d41-9a53-1f1f7d7c2b90';
const orderId = '2d931510-d99f-494a-8c67-87feb05e1594';
const exceptionId = '0f8fad5b-d9cb-469f-a165-70867728950e';
const caseId = '6d1f0a9e-3c2b-4a58-9e7d-1b2c3d4e5f60';
const happenedAt = '2026-05-20T07:30:00.000Z';

const when = reactionSpecification(customerAnswerReactions, {
  known: undefined as unknown as Known,
  load: <S>() => Promise.resolve(link as S),
});
let link: Partial<CustomerLink>;
beforeEach(() => (link = {}));
const used = (purpose: LinkPurpose, answer: LinkAnswer) => {
  const part = purpose === 'answerAlternative' ? `${exceptionId}/2` : '3';
  const subject =
    purpose === 'confirmResolution'
      ? ({ category: 'case', id: caseId, part: 'resolution' } as const)
      : ({ category: 'order', id: orderId, part } as const);
  const data = { linkId, purpose, subject, ownerId: 'li.na', answer, happenedAt };
  return recorded<CustomerLinkEvent>({ type: 'CustomerLinkUsed', data }, `customerLink-${linkId}`, 1);
};
const inItsName = {
  as: {
    actor: { kind: 'customerLink', id: linkId },
    commandId: derivedId('customerLink', linkId, 'answer'),
    occurredAt: happenedAt,
  },
  otherwise: { type: 'RefuseCustomerLinkAnswer', linkId },
} as const;

describe('what a customer says by a link is done in the name of the link, as of when it was said', () => {
  const delivery = { orderId, delivery: 3 };
  it.each<[LinkPurpose, LinkAnswer, object]>([
    [
      'confirmDelivery',
      { choice: 'confirm', seen: '2026-05-20', text: '開箱無損' },
      { type: 'ConfirmDelivery', ...delivery, scheduledOn: '2026-05-20', criteria: '開箱無損' },
    ],
    ['signOffDelivery', { choice: 'sign', seen: '0' }, { type: 'SignOffDelivery', ...delivery, part: 1 }],
    [
      'signOffDelivery',
      { choice: 'sign', seen: '1', text: '破損', lines: [{ lineId: '1', quantity: 2 }] },
      { type: 'SignOffDelivery', ...delivery, part: 2, lines: [{ lineId: '1', quantity: 2 }], remarks: '破損' },
    ],
    [
      'signOffDelivery',
      { choice: 'refuse', seen: '0', text: '型號不符' },
      { type: 'RefuseDelivery', ...delivery, reason: '型號不符' },
    ],
    [
      'answerAlternative',
      { choice: 'accept' },
      { type: 'AnswerAlternative', orderId, exceptionId, alternative: 2, answer: 'accepted' },
    ],
    [
      'answerAlternative',
      { choice: 'decline', text: '太晚' },
      { type: 'AnswerAlternative', orderId, exceptionId, alternative: 2, answer: 'declined', reason: '太晚' },
    ],
    [
      'reportIssue',
      { choice: 'issue', text: '無法點亮\n開機後十分鐘自動關機' },
      {
        ...{ type: 'ReportCase', caseId: reportedCaseId(linkId), kind: 'issue', channel: 'customerLink', orderId },
        ...{ subject: '無法點亮', description: '無法點亮\n開機後十分鐘自動關機' },
      },
    ],
    [
      'reportIssue',
      { choice: 'complaint', text: '長'.repeat(200) },
      {
        ...{ type: 'ReportCase', caseId: reportedCaseId(linkId), kind: 'complaint', channel: 'customerLink', orderId },
        ...{ subject: '長'.repeat(100), description: '長'.repeat(200) },
      },
    ],
    [
      'confirmResolution',
      { choice: 'resolved', seen: 'which' },
      { type: 'ConfirmCaseResolution', caseId, channel: 'customerLink' },
    ],
    [
      'confirmResolution',
      { choice: 'unresolved', seen: 'which', text: '仍然關機' },
      { type: 'RefuseCaseResolution', caseId, channel: 'customerLink', reason: '仍然關機' },
    ],
  ])('%s: %j', (purpose, answer, command) =>
    when(used(purpose, answer)).then(send(command as never, inItsName as never)),
  );

  it('not any more once it was refused and they were told', async () => {
    link = { answerRefused: { code: 'order-cancelled' } };
    await when(used('signOffDelivery', { choice: 'sign', seen: '0' })).then();
  });
});
