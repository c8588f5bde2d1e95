import type { Titles } from './titles.js';

/** Orders, from the placed order to the last amendment. */
export const orderTitles: Titles = {
  'amendment-applied': { zh: '該訂單變更已執行', en: 'The amendment has been applied' },
  'amendment-not-found': { zh: '沒有這個訂單變更', en: 'There is no such amendment' },
  'amendment-pending': { zh: '另有訂單變更待批', en: 'Another amendment waits for approval' },
  'amendment-refused': { zh: '該訂單變更已被駁回', en: 'The amendment has been refused' },
  'approver-asked-for-it': { zh: '申請人不可批准自己的變更', en: 'Whoever asked for a change does not approve it' },
  'below-what-is-scheduled': { zh: '數量低於已排期或已交付數量', en: 'The quantity is below what is scheduled' },
  'checked-in-the-future': { zh: '檢查日期尚未到來', en: 'The day of the check lies ahead' },
  'currencies-differ': { zh: '訂單只可使用一種幣別', en: 'An order has one currency' },
  'department-not-asked': { zh: '此訂單無須該部門確認', en: 'The order does not wait for this department' },
  'line-twice': { zh: '訂單行編號重複', en: 'A line comes twice' },
  'not-in-department': { zh: '您不屬於該部門', en: 'You do not work in the department' },
  'order-already-acknowledged': { zh: '該部門已確認接單', en: 'The department has acknowledged the order already' },
  'order-already-delivered': { zh: '訂單已有交付，不可取消', en: 'Something of the order has been delivered' },
  'order-already-placed': { zh: '該訂單已以其他內容下達', en: 'The order is placed with other facts' },
  'order-cancelled': { zh: '訂單已取消', en: 'The order has been cancelled' },
  'order-completed': { zh: '訂單已完成', en: 'The order is complete' },
  'order-held': { zh: '訂單已暫停', en: 'The order is on hold' },
  'order-not-found': { zh: '查無此訂單', en: 'There is no such order' },
  'placed-in-the-future': { zh: '下單日期尚未到來', en: 'The day of the order lies ahead' },
  'value-too-large': { zh: '訂單金額超過上限', en: 'The lines come to more than an order may' },
  'value-differs': { zh: '訂單金額與各行合計不符', en: 'The value is not the sum of the lines' },
};
