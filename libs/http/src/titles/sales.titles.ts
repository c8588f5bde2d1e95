import type { Titles } from './titles.js';

/** Customers, deals and reminders. */
export const salesTitles: Titles = {
  'customer-already-registered': { zh: '該客戶已登記其他資料', en: 'The customer is registered with other facts' },
  'customer-not-found': { zh: '查無此客戶', en: 'There is no such customer' },
  'data-flags-are-for-imports': { zh: '資料品質標記僅用於匯入', en: 'Only an import flags the quality of data' },
  'deal-already-lost': { zh: '商機已輸單', en: 'The deal has been lost already' },
  'deal-already-registered': { zh: '該商機已登記其他資料', en: 'The deal is registered with other facts' },
  'deal-already-won': { zh: '商機已贏單', en: 'The deal has been won already' },
  'deal-is-open': { zh: '商機仍在進行中', en: 'The deal is open' },
  'deal-not-found': { zh: '查無此商機', en: 'There is no such deal' },
  'gate-not-met': { zh: '未符合階段推進條件', en: 'Evidence that the next stage asks for is missing' },
  'lost-before-registered': { zh: '輸單日期早於登記日期', en: 'The deal would be lost before it was registered' },
  'lost-in-the-future': { zh: '輸單日期尚未到來', en: 'The day of the loss lies ahead' },
  'owner-not-active': { zh: '負責人不存在或已停用', en: 'The owner is unknown or no longer active' },
  'owner-not-in-sales': { zh: '負責人不屬於銷售崗位', en: 'The owner does not work in sales' },
  'position-is-for-processes': { zh: '日誌位置僅可由流程提供', en: 'Only a process names a position of the log' },
  'reason-missing': { zh: '須說明原因', en: 'A reason must be given' },
  'registered-in-the-future': { zh: '登記日期尚未到來', en: 'The day of registration lies ahead' },
  'reminder-acknowledged': { zh: '提醒已確認', en: 'The reminder has been acknowledged' },
  'reminder-not-found': { zh: '沒有這則提醒', en: 'There is no such reminder' },
  'snooze-not-ahead': { zh: '延後時間須在現在之後', en: 'The reminder would come back in the past' },
  'snooze-too-long': { zh: '延後時間過長', en: 'The reminder is put off for too long' },
  'stage-is-ahead': {
    zh: '目標階段並非較早的階段，無法退回',
    en: 'The stage is no earlier one: there is nothing to go back to',
  },
  'stage-is-behind': {
    zh: '目標階段並非較後的階段，無法推進',
    en: 'The stage is no later one: the deal is there or beyond',
  },
  'step-not-in-stage': { zh: '該步驟不屬於此階段', en: 'The step belongs to another stage' },
  'unknown-stage': { zh: '沒有這個階段', en: 'There is no such stage' },
  'unknown-step': { zh: '沒有這個步驟', en: 'There is no such step' },
  'won-before-registered': { zh: '贏單日期早於登記日期', en: 'The deal would be won before it was registered' },
  'won-in-the-future': { zh: '贏單日期尚未到來', en: 'The day of the win lies ahead' },
};
