import {
  caseChannels,
  caseDepartments,
  caseStatuses,
  clockKinds,
  escalationStates,
  promiseSources,
  type CaseChannel,
  type CaseDepartment,
  type CaseStatus,
  type ClockKind,
  type EscalationState,
  type Holding,
  type PromiseSource,
} from '@dealtrail/cases';
import { caseKinds, casePriorities, type CaseKind, type CasePriority } from '@dealtrail/policies';

/** What questions about cases take over from their context: questions themselves import nothing but the kernel. */
export {
  caseChannels,
  caseDepartments,
  caseKinds,
  casePriorities,
  caseStatuses,
  clockKinds,
  escalationStates,
  promiseSources,
  type CaseChannel,
  type CaseDepartment,
  type CaseKind,
  type CasePriority,
  type CaseStatus,
  type ClockKind,
  type EscalationState,
  type PromiseSource,
};

/** The three promises every case has (R099–R101). */
export const standardClocks = ['response', 'solution', 'closing'] as const;
export type StandardClock = (typeof standardClocks)[number];

/** What became of such a promise: ended in time or late; not ended, and in time or past it; or its case was merged before. */
export const clockOutcomes = ['inTime', 'late', 'open', 'overdue', 'merged'] as const;
export type ClockOutcome = (typeof clockOutcomes)[number];

/** How long a case has been open, up to so many hours or days. */
export const caseAges = ['within1h', 'within24h', 'within72h', 'within7d', 'within30d', 'over30d'] as const;
export type CaseAge = (typeof caseAges)[number];

/** How a case came to somebody. */
export const holdingOrigins = ['reported', 'assigned', 'handedOver', 'reassigned', 'reopened', 'unmerged'] as const;
export type HoldingOrigin = Holding['came'];

/** What became of a promise made in the sale; open and its day over is overdue. */
export const promiseOutcomes = ['kept', 'keptLate', 'broken', 'open', 'overdue'] as const;
export type PromiseOutcome = (typeof promiseOutcomes)[number];

export const caseKindNames: Readonly<Record<CaseKind, string>> = { issue: '售後問題', complaint: '投訴' };
export const channelNames: Readonly<Record<CaseChannel, string>> = {
  hotline: '服務熱線',
  web: '在線客服',
  mail: '郵件',
  visit: '回訪',
  customerLink: '客戶鏈接',
  referral: '轉介',
  other: '其他',
};
export const priorityNames: Readonly<Record<CasePriority, string>> = {
  critical: '緊急',
  high: '高',
  moderate: '中',
  low: '低',
};
export const caseStatusNames: Readonly<Record<CaseStatus, string>> = {
  open: '處理中',
  waiting: '等待中',
  resolved: '已解決,待客戶確認',
  closed: '已閉環',
  merged: '已合併',
};
export const clockNames: Readonly<Record<ClockKind, string>> = {
  response: '響應',
  solution: '初步解決方案',
  closing: '閉環',
  stage: '投訴階段',
  sync: '每周同步',
  silence: '客戶未回應',
};
export const departmentNames: Readonly<Record<CaseDepartment, string>> = {
  customerService: '客服',
  technical: '技術支持',
};
export const sourceNames: Readonly<Record<PromiseSource, string>> = {
  contract: '合同',
  quote: '報價',
  negotiation: '洽談',
};
export const originNames: Readonly<Record<HoldingOrigin, string>> = {
  reported: '登記',
  assigned: '指派',
  handedOver: '轉交',
  reassigned: '離職接手',
  reopened: '重開',
  unmerged: '取消合併',
};
