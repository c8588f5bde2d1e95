import type { Titles } from './titles.js';

/** Accounts: plans, receipts, write-offs. */
export const paymentTitles: Titles = {
  'approver-is-requester': { zh: '申請人不得審批自己的核銷', en: 'Nobody approves a write-off that they asked for' },
  'approver-not-entitled': { zh: '此核銷須由有權限者審批', en: 'This write-off is for somebody else to decide' },
  'currency-differs': { zh: '幣種與賬戶不一致', en: 'The account is in another currency' },
  'instalment-not-found': { zh: '查無此期回款', en: 'There is no such instalment' },
  'instalment-over-allocated': { zh: '分配金額超過該期未收金額', en: 'More is allocated than the instalment has open' },
  'instalment-twice': { zh: '期次重複', en: 'An instalment is named twice' },
  'less-is-for-finance': {
    zh: '減少應收總額須由財務或總監辦理',
    en: 'To owe less in all is for finance or a director',
  },
  'payments-already-planned': { zh: '回款計劃已制定為其他內容', en: 'Payments are planned with other facts' },
  'plan-below-allocated': {
    zh: '計劃金額低於已分配或已核銷金額',
    en: 'The plan is below what is allocated or written off',
  },
  'receipt-already-recorded': { zh: '該回款已登記為其他內容', en: 'The receipt is recorded with other facts' },
  'receipt-not-found': { zh: '查無此回款', en: 'There is no such receipt' },
  'receipt-over-allocated': { zh: '分配金額超過回款金額', en: 'More is allocated than the receipt has' },
  'receipt-refunded': { zh: '回款已有退款', en: 'Part of the receipt has been refunded' },
  'receipt-reversed': { zh: '回款已沖銷', en: 'The receipt has been reversed' },
  'receivable-not-found': { zh: '此合同尚無回款計劃', en: 'No payments are planned for this contract' },
  'received-in-the-future': { zh: '收款日期尚未到來', en: 'The day of the receipt lies ahead' },
  'refund-already-recorded': { zh: '該退款已登記為其他內容', en: 'The refund is recorded with other facts' },
  'refund-exceeds-credit': { zh: '退款超過可退金額', en: 'The refund is more than the credit' },
  'refunded-before-received': { zh: '退款日期早於收款日期', en: 'The day of the refund is before the receipt' },
  'refunded-in-the-future': { zh: '退款日期尚未到來', en: 'The day of the refund lies ahead' },
  'write-off-already-requested': { zh: '該核銷已申請為其他內容', en: 'The write-off is requested with other facts' },
  'write-off-decided': { zh: '核銷已審批', en: 'The write-off has been decided already' },
  'write-off-exceeds-open': { zh: '核銷金額超過未收金額', en: 'The write-off is more than is open' },
  'write-off-not-found': { zh: '查無此核銷', en: 'There is no such write-off' },
};
