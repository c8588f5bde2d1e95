import type { Titles } from './titles.js';

/** What was promised in the sale. */
export const servicePromiseTitles: Titles = {
  'case-of-another-customer': { zh: '該案件屬於其他客戶', en: 'The case is of another customer' },
  'promise-already-broken': { zh: '該承諾已記錄為未兌現', en: 'The promise is on record as broken' },
  'promise-already-kept': { zh: '該承諾已記錄為已兌現', en: 'The promise is on record as kept' },
  'promise-already-registered': { zh: '該承諾已登記為其他內容', en: 'The promise is registered with other facts' },
  'promise-not-found': { zh: '查無此承諾', en: 'There is no such promise' },
};
