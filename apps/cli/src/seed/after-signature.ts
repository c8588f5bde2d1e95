import { derivedId } from '@dealtrail/event-sourcing';
import type { StoryStep } from './story.js';

const id = (...parts: string[]): string => derivedId('seed', ...parts);
const cny = (yuan: number) => ({ amount: yuan * 100, currency: 'CNY' });
const receiptId = id('receipt', 'deposit');
const writeOffId = id('write-off', 'rounding');
const feedbackId = id('feedback', 'panel');

/** The money of a signed contract, and what its customer has to say of the product. Days are past whenever it is told. */
export const afterSignature = (contractId: string, customerId: string): readonly StoryStep[] => [
  {
    as: 'li.na',
    command: 'PlanPayments',
    fields: {
      ...{ contractId, customerId, currency: 'CNY' },
      instalments: [
        { no: 1, label: '預付款', dueOn: '2026-01-15', amount: 16_950_000 },
        { no: 2, label: '驗收款', dueOn: '2026-03-16', amount: 39_550_000 },
      ],
    },
  },
  {
    as: 'deng.bo',
    command: 'RecordReceipt',
    fields: {
      ...{ contractId, receiptId, amount: cny(169_500), receivedOn: '2026-01-14' },
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
    fields: { feedbackId, outcome: 'planned', answer: '下一版改用高亮面板', plannedFor: '2026-12-31' },
  },
];
