import { derivedId, type Intention, type SendOptions } from '@dealtrail/event-sourcing';
import type { CustomerLink, LinkAnswer, LinkPurpose } from '@dealtrail/customer-links';
import type { ConfirmCaseResolution, RefuseCaseResolution, ReportCase } from '@dealtrail/cases';
import type { AnswerAlternative, ConfirmDelivery, RefuseDelivery, SignOffDelivery } from '@dealtrail/orders';

/** A link that was answered, as its fact or its state has it. */
export interface AnsweredLink extends Pick<CustomerLink, 'linkId' | 'purpose' | 'subject'> {
  readonly answer: LinkAnswer;
  readonly happenedAt: string;
}

/** Everything that a customer may do by a link. */
type CustomerCommand =
  | ConfirmDelivery
  | SignOffDelivery
  | RefuseDelivery
  | AnswerAlternative
  | ReportCase
  | ConfirmCaseResolution
  | RefuseCaseResolution;

const ofDelivery = ({ subject: { id, part } }: AnsweredLink) => ({ orderId: id, delivery: Number(part) });

/** What each purpose's answer asks of its record. */
const commandOf: Readonly<Record<LinkPurpose, (answered: AnsweredLink) => Intention<CustomerCommand>>> = {
  confirmDelivery: (answered) => {
    const { seen: scheduledOn = '', text: criteria = '' } = answered.answer;
    return { type: 'ConfirmDelivery', ...ofDelivery(answered), scheduledOn, criteria };
  },
  signOffDelivery: (answered) => {
    const { choice, text = '', lines, seen } = answered.answer;
    if (choice === 'refuse') return { type: 'RefuseDelivery', ...ofDelivery(answered), reason: text };
    return {
      type: 'SignOffDelivery',
      ...ofDelivery(answered),
      part: Number(seen) + 1,
      ...(lines && { lines: [...lines] }),
      ...(text !== '' && { remarks: text }),
    };
  },
  answerAlternative: ({ subject: { id: orderId, part }, answer: { choice, text } }) => {
    const [exceptionId = '', alternative] = part.split('/');
    return {
      type: 'AnswerAlternative',
      ...{ orderId, exceptionId, alternative: Number(alternative) },
      answer: choice === 'accept' ? 'accepted' : 'declined',
      ...(choice === 'decline' && text !== undefined && { reason: text }),
    };
  },
  reportIssue: ({ linkId, subject: { id: orderId }, answer: { choice, text = '' } }) => ({
    type: 'ReportCase',
    caseId: reportedCaseId(linkId),
    kind: choice === 'complaint' ? 'complaint' : 'issue',
    channel: 'customerLink',
    subject: firstLine(text),
    description: text,
    orderId,
  }),
  confirmResolution: ({ subject: { id: caseId }, answer: { choice, text = '' } }) =>
    choice === 'resolved'
      ? { type: 'ConfirmCaseResolution', caseId, channel: 'customerLink' }
      : { type: 'RefuseCaseResolution', caseId, channel: 'customerLink', reason: text },
};

/** One link reports one case. */
export const reportedCaseId = (linkId: string): string => derivedId('customerLink', linkId, 'case');

/** What a list shows of a longer text. */
const firstLine = (text: string): string => [...(text.split('\n')[0] ?? '')].slice(0, 100).join('');

/**
 * The command that an answer comes to, sent as the link and never as a colleague. The edge sends it at once and the reaction to make
 * sure; its id follows from the link's, so that it has one effect, and its instant is that of the answer.
 */
export const commandOfAnswer = (
  answered: AnsweredLink,
): { readonly command: Intention; readonly as: NonNullable<SendOptions['as']> } => {
  const { linkId, purpose, happenedAt: occurredAt } = answered;
  const commandId = derivedId('customerLink', linkId, 'answer');
  return {
    command: commandOf[purpose](answered),
    as: { actor: { kind: 'customerLink', id: linkId }, commandId, occurredAt },
  };
};
