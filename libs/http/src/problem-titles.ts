import { preferencesIn } from './preferences.js';
import { caseTitles } from './titles/case.titles.js';
import { contractTitles } from './titles/contract.titles.js';
import { dailyCheckTitles } from './titles/daily-check.titles.js';
import { deliveryTitles } from './titles/delivery.titles.js';
import { customerLinkTitles } from './titles/customer-link.titles.js';
import { edgeTitles } from './titles/edge.titles.js';
import { feedbackTitles } from './titles/feedback.titles.js';
import { fileTitles } from './titles/file.titles.js';
import { orderTitles } from './titles/order.titles.js';
import { paymentTitles } from './titles/payment.titles.js';
import { policyTitles } from './titles/policy.titles.js';
import { recordTitles } from './titles/record.titles.js';
import { salesTitles } from './titles/sales.titles.js';
import { servicePromiseTitles } from './titles/service-promise.titles.js';
import { staffTitles } from './titles/staff.titles.js';
import type { Titles } from './titles/titles.js';

/** The languages answers come in. */
export type Language = 'zh' | 'en';

/** Every code this product refuses with; a spec holds it against the sources. */
export const titles: Titles = {
  ...edgeTitles,
  ...recordTitles,
  ...staffTitles,
  ...policyTitles,
  ...salesTitles,
  ...contractTitles,
  ...orderTitles,
  ...deliveryTitles,
  ...paymentTitles,
  ...feedbackTitles,
  ...caseTitles,
  ...servicePromiseTitles,
  ...dailyCheckTitles,
  ...customerLinkTitles,
  ...fileTitles,
};

/** The title of a code; one without an entry is its own words, e.g. `Addressee unknown`. */
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
