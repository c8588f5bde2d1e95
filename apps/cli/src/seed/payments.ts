import { dayAfter, type Day } from '@dealtrail/calendar';
import { cny, id, type StoryStep } from './story-step.js';

const receiptId = id('receipt', 'deposit');
const writeOffId = id('write-off', 'rounding');
const feedbackId = id('feedback', 'panel');

/** What the contract is to bring in. */
export const paymentPlan = (today: Day) => [
  { no: 1, label: '預付款', dueOn: dayAfter(today, 7), amount: 16_950_000 },
  { no: 2, label: '驗收款', dueOn: dayAfter(today, 55), amount: 39_550_000 },
];

/** The deposit comes in, finance writes a little off, and the customer has something to say of the product. */
export const moneyAndFeedback = (contractId: string, customerId: string, today: Day): readonly StoryStep[] => [
  {
    as: 'deng.bo',
    command: 'RecordReceipt',
    fields: {
      ...{ contractId, receiptId, amount: cny(169_500), receivedOn: today },
      ...{ method: 'bank-transfer', payerReference: 'FT26014-0091' },
    },
  },
  {
    as: 'li.na',
    command: 'RequestWriteOff',
    fields: { contractId, writeOffId, no: 2, amount: cny(500), reason: '安裝輔料折讓' },
  },
  { as: 'cao.ying', command: 'ApproveWriteOff', fields: { contractId, writeOffId, comment: '同意' } },
  {
    as: 'li.na',
    command: 'SubmitProductFeedback',
    fields: {
      ...{ feedbackId, customerId, contractId, productOwnerId: 'xie.hui' },
      ...{ productId: 'gtx.pro', productName: 'GTX Pro', kind: 'improvement', text: '控制面板在強光下看不清' },
    },
  },
  {
    as: 'xie.hui',
    command: 'AnswerProductFeedback',
    fields: {
      ...{ feedbackId, outcome: 'planned', answer: '下一版改用高亮面板' },
      plannedFor: dayAfter(today, 180),
    },
  },
];
