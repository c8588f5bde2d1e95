import type { Titles } from './titles.js';

/** Product feedback. */
export const feedbackTitles: Titles = {
  'customer-already-informed': {
    zh: '已登記為以其他方式告知客戶',
    en: 'The customer is on record as informed otherwise',
  },
  'customer-not-informed': { zh: '尚未告知客戶，關閉須說明原因', en: 'The customer does not know the answer yet' },
  'day-is-for-what-is-planned': { zh: '僅列入計劃者可填計劃日期', en: 'Only what is planned has a day' },
  'feedback-already-answered': { zh: '該反饋已答覆', en: 'The feedback has been answered already' },
  'feedback-already-submitted': { zh: '該反饋已提交為其他內容', en: 'The feedback is submitted with other facts' },
  'feedback-closed': { zh: '該反饋已關閉', en: 'The feedback is closed' },
  'feedback-not-answered': { zh: '該反饋尚未答覆', en: 'The feedback has not been answered' },
  'feedback-not-found': { zh: '查無此反饋', en: 'There is no such feedback' },
  'informed-in-the-future': { zh: '告知日期尚未到來', en: 'The day the customer was informed lies ahead' },
  'nobody-to-answer': { zh: '沒有可答覆的人員', en: 'There is nobody who could answer' },
  'not-the-product-owner': { zh: '您不是此反饋的產品負責人', en: 'Somebody else answers this feedback' },
  'product-owner-not-active': {
    zh: '產品負責人不存在或已停用',
    en: 'The product owner is unknown or no longer active',
  },
  'product-owner-not-entitled': {
    zh: '此人不屬於產品或市場部門',
    en: 'This person works for neither product nor market',
  },
};
