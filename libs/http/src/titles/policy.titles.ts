import type { Titles } from './titles.js';

/** Policies and their drafts. */
export const policyTitles: Titles = {
  'calendar-version-not-found': { zh: '沒有這個版本的日曆', en: 'There is no such version of the calendar' },
  'draft-already-published': { zh: '此政策草案已發佈', en: 'The draft has been published already' },
  'draft-not-found': { zh: '沒有這份政策草案', en: 'There is no such draft' },
  'draft-not-open': { zh: '此政策草案已結束或被取代', en: 'The draft is closed or another has taken its place' },
  'effective-before-previous-version': {
    zh: '生效時間早於上一版本',
    en: 'It would take effect before the version it follows',
  },
  'effective-too-soon': { zh: '生效時間過早', en: 'It would take effect too soon' },
  'policy-not-published': { zh: '此政策尚未發佈', en: 'The policy has not been published yet' },
  'policy-not-set-up': { zh: '政策尚未設定', en: 'The policy has not been set up yet' },
  'policy-version-not-found': { zh: '沒有這個版本的政策', en: 'There is no such version of the policy' },
  'policy-without-stages': { zh: '政策未設定任何商機階段', en: 'The policy names no stages of a deal' },
  'publisher-is-author': { zh: '政策不可由起草人發佈', en: 'Whoever drafted a policy does not publish it' },
};
