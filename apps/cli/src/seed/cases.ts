import type { Instant } from '@dealtrail/event-sourcing';
import { dayAfter, type Day } from '@dealtrail/calendar';
import { id, type StoryStep } from './story-step.js';

const hourMs = 3_600_000;
const after = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

const promiseId = id('promise', 'maintenance');
export const issueId = id('case', 'panel-dark');
const duplicateId = id('case', 'panel-dark-again');
export const complaintId = id('case', 'complaint');

interface Sold {
  readonly customerId: string;
  readonly contractId: string;
  readonly orderId: string;
}

/**
 * What was promised in the sale is asked for: an issue is answered in the hour, handed over, waited for and closed with the customer.
 * A complaint comes in by mail and is late to be answered; it goes through its four stages with a task force, and names its cause.
 */
export function cases({ customerId, contractId, orderId }: Sold, today: Day, placedAt: Instant): readonly StoryStep[] {
  const about = { customerId, orderId, productId: 'gtx.pro', sellerId: 'li.na' };
  const issue = { caseId: issueId };
  const complaint = { caseId: complaintId };
  const complainedAt = after(placedAt, -2 * hourMs);
  const batch = {
    category: 'product-quality',
    rootCause: '面板排線批次接觸不良',
    prevention: '該批次出廠前加振動測試',
  };
  return [
    {
      as: 'li.na',
      command: 'RegisterServicePromise',
      fields: {
        ...{ promiseId, customerId, contractId, orderId, source: 'negotiation' },
        ...{ text: '首年內面板故障,兩個工作日內上門更換', dueOn: dayAfter(today, 365) },
      },
    },
    {
      as: 'dong.xue',
      command: 'ReportCase',
      fields: {
        ...{ caseId: issueId, kind: 'issue', channel: 'hotline', ...about },
        ...{ subject: '3 號機控制面板黑屏', description: '開機自檢後約 10 分鐘黑屏', impact: 2, urgency: 1 },
      },
    },
    { as: 'dong.xue', command: 'RespondToCase', fields: { ...issue, channel: 'hotline', note: '已電話指導斷電重啟' } },
    {
      as: 'dong.xue',
      command: 'HandOverCase',
      fields: { ...issue, department: 'technical', to: 'xie.hui', reason: '重啟無效,需技術診斷' },
    },
    {
      as: 'li.na',
      command: 'ReportCase',
      fields: {
        ...{ caseId: duplicateId, kind: 'issue', channel: 'referral', ...about },
        subject: '客戶微信反映面板不亮',
      },
    },
    {
      as: 'dong.xue',
      command: 'MergeCase',
      fields: { caseId: duplicateId, into: issueId, reason: '與熱線來電為同一故障' },
    },
    {
      as: 'xie.hui',
      command: 'GivePreliminarySolution',
      fields: { ...issue, solution: '先以備用面板替換,原件寄回檢測' },
    },
    { as: 'xie.hui', command: 'AwaitCase', fields: { ...issue, for: 'customer', reason: '待客戶確認停機時段' } },
    { as: 'xie.hui', command: 'ResumeCase', fields: { ...issue, note: '客戶同意當晚停機' } },
    { as: 'dong.xue', command: 'LinkServicePromise', fields: { promiseId, caseId: issueId } },
    {
      as: 'xie.hui',
      command: 'ResolveCase',
      fields: { ...issue, resolution: '已更換面板,連續通電 4 小時正常' },
    },
    { as: 'li.na', command: 'KeepServicePromise', fields: { promiseId, caseId: issueId, note: '當日上門更換' } },
    { as: 'dong.xue', command: 'CloseCase', fields: { ...issue, channel: 'hotline', cause: batch } },

    {
      as: 'dong.xue',
      command: 'ReportCase',
      fields: {
        ...{ caseId: complaintId, kind: 'complaint', channel: 'mail', ...about, reportedAt: complainedAt },
        ...{ subject: '同批次面板再次黑屏,影響交班', impact: 1, urgency: 1 },
      },
    },
    { as: 'dong.xue', command: 'RespondToCase', fields: { ...complaint, channel: 'hotline', note: '已致歉並受理' } },
    {
      as: 'shen.wei',
      command: 'AcknowledgeCaseEscalation',
      fields: { ...complaint, clock: 'response', dueAt: after(complainedAt, hourMs), answer: '已親自致電客戶總經理' },
    },
    {
      as: 'dong.xue',
      command: 'AssignComplaintStage',
      fields: { ...complaint, stage: 'investigation', to: 'xie.hui' },
    },
    {
      as: 'dong.xue',
      command: 'FormTaskForce',
      fields: { ...complaint, reason: '同一批次重複故障', leadId: 'xie.hui', members: ['xie.hui', 'li.na'] },
    },
    {
      as: 'xie.hui',
      command: 'SyncProgress',
      fields: { ...complaint, channel: 'visit', text: '已確認為排線批次問題,更換計劃三日內送達' },
    },
    {
      as: 'xie.hui',
      command: 'GivePreliminarySolution',
      fields: { ...complaint, solution: '全部 12 台免費更換新批次排線' },
    },
    {
      as: 'dong.xue',
      command: 'ResolveCase',
      fields: { ...complaint, resolution: '12 台排線全部更換,現場驗證通過' },
    },
    // The same cause for the same product and customer within 90 days: a recurrence, once it is closed.
    { as: 'dong.xue', command: 'RecordCaseCause', fields: { ...complaint, ...batch } },
    { as: 'dong.xue', command: 'ConfirmCaseResolution', fields: { ...complaint, channel: 'mail' } },
  ];
}
