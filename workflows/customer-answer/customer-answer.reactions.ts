import { reactions, send } from '@dealtrail/event-sourcing';
import { customerLinkFold, type CustomerLinkEvent, type RefuseCustomerLinkAnswer } from '@dealtrail/customer-links';
import type { Known } from '@dealtrail/known';
import { commandOfAnswer } from './customer-answer.js';

/** What a customer said by a link is done, whatever became of the process that they said it to. */
export const customerAnswerReactions = reactions<CustomerLinkEvent, Known>({
  name: 'customerAnswer',
  react: {
    CustomerLinkUsed: async ({ data }, { load }) => {
      const { linkId } = data;
      if ((await load(customerLinkFold, linkId))?.answerRefused) return []; // they were told so, and it stays that way
      const { command, as } = commandOfAnswer(data);
      const otherwise: Omit<RefuseCustomerLinkAnswer, 'metadata'> = { type: 'RefuseCustomerLinkAnswer', linkId };
      return [send(command, { as, otherwise })];
    },
  },
});
