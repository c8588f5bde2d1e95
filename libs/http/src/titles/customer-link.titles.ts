import type { Titles } from './titles.js';

/** Links that customers answer by. */
export const customerLinkTitles: Titles = {
  'choice-not-offered': { zh: '此鏈接不提供這個選項', en: 'This link does not offer that choice' },
  'customer-link-already-issued': { zh: '該鏈接已按其他內容簽發', en: 'The link is issued with other terms' },
  'customer-link-expired': { zh: '鏈接已過期', en: 'The link has expired' },
  'customer-link-not-found': { zh: '查無此鏈接', en: 'There is no such link' },
  'customer-link-not-used': { zh: '該鏈接尚未使用', en: 'The link has not been used' },
  'customer-link-revoked': { zh: '鏈接已撤銷', en: 'The link has been revoked' },
  'customer-link-used': { zh: '鏈接已使用，先前的答覆有效', en: 'The link has been used, and its first answer stands' },
  'link-subject-not-found': {
    zh: '查無鏈接所指的訂單內容',
    en: 'There is nothing in the records that such a link could be about',
  },
  'not-this-link': { zh: '鏈接只能為自己作答', en: 'A link answers for itself only' },
};
