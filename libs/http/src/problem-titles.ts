import { preferencesIn } from './preferences.js';

/** The languages answers come in. */
export type Language = 'zh' | 'en';

/** What the edge itself says; a rule's code reads as words until its context gives it a title. */
const titles: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'address-too-long': { zh: '地址過長', en: 'The address is too long' },
  'body-too-large': { zh: '請求內容過大', en: 'The body is too large' },
  conflict: { zh: '記錄同時被他人更改，請重試', en: 'Others changed the record at the same time; try again' },
  'headers-too-large': { zh: '請求標頭過大', en: 'The headers are too large' },
  'idempotency-key-reused': { zh: '冪等鍵已用於其他內容', en: 'The idempotency key was used for something else' },
  'internal-error': { zh: '伺服器內部錯誤', en: 'Something went wrong on the server' },
  'invalid-input': { zh: '輸入有誤', en: 'The input is not valid' },
  'malformed-request': { zh: '請求格式有誤', en: 'The request is malformed' },
  'media-type-not-supported': { zh: '僅接受 application/json', en: 'Only application/json is accepted' },
  'method-not-allowed': { zh: '不支援此方法', en: 'The method is not allowed here' },
  'no-such-route': { zh: '沒有這個地址', en: 'There is nothing at this address' },
  'not-permitted': { zh: '無權執行', en: 'This is not permitted' },
  'out-of-reach': { zh: '超出您的權限範圍', en: 'The record is out of your reach' },
  'read-model-behind': { zh: '查詢資料尚未更新，請稍後重試', en: 'The read model is behind; try again shortly' },
  'request-time-out': { zh: '請求逾時', en: 'The request took too long' },
  'role-not-permitted': { zh: '您的角色無權執行', en: 'None of your roles may do this' },
  'stale-revision': { zh: '記錄已被更新', en: 'The record has changed since you read it' },
  'token-expired': { zh: '登入憑證已過期', en: 'The token has expired' },
  'token-invalid': { zh: '登入憑證無效', en: 'The token is not valid' },
  'token-missing': { zh: '需要登入憑證', en: 'A bearer token is needed' },
  unavailable: { zh: '服務暫時不可用', en: 'The service is not available at the moment' },
  'unknown-person': { zh: '人員不存在或已停用', en: 'The person is unknown or no longer active' },
};

/** The title of a code; one without an entry is its own words, e.g. `Deal already won`. */
export function titleOf(code: string, language: Language): string {
  const words = code.replaceAll('-', ' ');
  return titles[code]?.[language] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The better liked of Chinese and English in an `Accept-Language` header; English when it names neither. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const liked = preferencesIn(acceptLanguage)
    .filter(({ quality }) => quality > 0)
    .map(({ value }) => value.split('-')[0]);
  return liked.find((language) => language === 'zh' || language === 'en') === 'zh' ? 'zh' : 'en';
}
