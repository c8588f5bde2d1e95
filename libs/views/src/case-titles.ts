import { clockAbout, type ClockId, type ClockState, type PauseCause } from '@dealtrail/cases';
import type { ComplaintStage, WaitReason } from '@dealtrail/policies';
import { clockNames } from './case-words.js';

export const stageNames: Readonly<Record<ComplaintStage, string>> = {
  intake: '受理',
  investigation: '調查',
  handling: '處理',
  feedback: '反饋',
};
export const waitNames: Readonly<Record<WaitReason, string>> = {
  customer: '等待客戶',
  vendor: '等待供應商',
  internal: '等待內部',
};
export const clockStateNames: Readonly<Record<ClockState, string>> = {
  running: '計時中',
  paused: '已暫停',
  met: '已完成',
  superseded: '已失效',
  missed: '已錯過',
};
const pauseNames: Readonly<Record<PauseCause, string>> = {
  'wait/customer': waitNames.customer,
  'wait/vendor': waitNames.vendor,
  'wait/internal': waitNames.internal,
  resolved: '已解決，待客戶確認',
  closed: '已閉環',
  merged: '已合併',
};
export const pauseName = (cause: PauseCause): string => pauseNames[cause];

/** What people call a clock, e.g. 投訴階段:調查(第 2 輪). */
export function clockName(clock: ClockId): string {
  const { kind, stage, round = 1, sync } = clockAbout(clock);
  if (stage) return `${clockNames.stage}：${stageNames[stage]}${round > 1 ? `（第 ${round} 輪）` : ''}`;
  return sync === undefined ? clockNames[kind] : `${clockNames.sync}（第 ${sync} 次）`;
}
