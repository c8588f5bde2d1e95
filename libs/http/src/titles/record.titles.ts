import type { Titles } from './titles.js';

/** What holds for records of every kind, and what is said of the stores behind them. */
export const recordTitles: Titles = {
  'append-outcome-unknown': {
    zh: '寫入結果不明，請以同一冪等鍵重試',
    en: 'Whether it was recorded is not known; send it again with the same idempotency key',
  },
  'earlier-than-last-fact': { zh: '早於該記錄的最後一項事實', en: 'It is earlier than the last fact of this record' },
  'event-not-parked': { zh: '此事件未被擱置', en: 'This event is not parked' },
  'event-store-busy': { zh: '事件庫繁忙，請稍後重試', en: 'The event store is busy; try again shortly' },
  'event-store-unavailable': { zh: '事件庫暫時無法連接', en: 'The event store cannot be reached at the moment' },
  'known-behind': {
    zh: '人員與政策資料尚未更新，請稍後重試',
    en: 'Staff and policies are not up to date yet; try again shortly',
  },
  'known-not-fresh': { zh: '人員與政策資料暫時無法讀取', en: 'Staff and policies cannot be read at the moment' },
  overloaded: { zh: '系統負載過高，請稍後重試', en: 'The system has too much to do at once; try again shortly' },
  'projection-unknown': { zh: '沒有這個讀模型', en: 'There is no such read model' },
  'read-model-missing': {
    zh: '查詢資料尚未建立，請稍後重試',
    en: 'The read model has not been built yet; try again shortly',
  },
  'read-store-away': { zh: '查詢資料庫暫時無法連接', en: 'The read store cannot be reached at the moment' },
  'record-is-live': {
    zh: '該記錄已有實時操作，不可再補錄歷史',
    en: 'The record is already in daily use: history can no longer be added',
  },
  'skip-names-one': { zh: '請指明投影或反應其中之一', en: 'Name a projection or a reaction, one of the two' },
  'skip-without-reason': { zh: '跳過事件須說明原因', en: 'Skipping an event needs a reason' },
  'temporal-unavailable': { zh: '流程服務暫時無法連接', en: 'The process service cannot be reached at the moment' },
};
