import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** 售後問題 and 投訴 (D05): two processes, one clock engine. */
export const caseKinds = ['issue', 'complaint'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** 受理 → 調查 → 處理 → 反饋 (R104). */
export const complaintStages = ['intake', 'investigation', 'handling', 'feedback'] as const;
export type ComplaintStage = (typeof complaintStages)[number];

/** Whom a case may wait for. */
export const waitReasons = ['customer', 'vendor', 'internal'] as const;
export type WaitReason = (typeof waitReasons)[number];

/** Round the clock (24×7), or only the working time of the calendar. */
export const countedTimes = ['round-the-clock', 'working-time'] as const;
export type CountedTime = (typeof countedTimes)[number];

export const casePriorities = ['critical', 'high', 'moderate', 'low'] as const;
export type CasePriority = (typeof casePriorities)[number];
/** Of impact and urgency: 1 is the highest. */
export const caseLevels = [1, 2, 3] as const;
export type CaseLevel = (typeof caseLevels)[number];

/** Who is told of a breach: the next one above the responsible person who has this post or a higher one. */
export const escalationPosts = ['supervisor', 'salesManager', 'director'] as const;
export type EscalationPost = (typeof escalationPosts)[number];

export interface ClockLimit {
  /** Of counted time. */
  readonly minutes: number;
  /** Of counted time, rising, below `minutes`. */
  readonly warnMinutes: readonly number[];
}

/** The three clocks of a case from its report (R099–R101, T17–T19). */
export interface CaseLimits {
  /** For these kinds of cases; absent: for all. */
  readonly kinds?: readonly CaseKind[];
  /** For customers of these tiers (重點、核心、普通、潛在) or grades; absent: for all. */
  readonly tiers?: readonly string[];
  readonly counts: CountedTime;
  readonly response: ClockLimit;
  readonly solution: ClockLimit;
  readonly closing: ClockLimit;
}

/** How after-sales issues and complaints are handled; a case keeps the version it was reported under. */
export interface CaseHandlingPolicy {
  /** The first that fits a case counts; the last fits all. */
  readonly limits: readonly CaseLimits[];
  /** The waits that pause the closing clock and those of complaint stages (D06). */
  readonly pausingWaits: readonly WaitReason[];
  /** Hours after which a resolved case of which the customer says nothing closes; 0: never. */
  readonly silenceHours: number;
  /** By `<impact>/<urgency>`, e.g. `1/2`. */
  readonly priorities: Readonly<Record<string, CasePriority>>;
  /** Minutes for each stage of a complaint from when it is entered (T21), round the clock. */
  readonly stageMinutes: Readonly<Record<ComplaintStage, number>>;
  /** Percent of a stage's time after which its owner is reminded. */
  readonly stageWarnPercent: readonly number[];
  /** Who is told of a breach (R108). */
  readonly escalateTo: Readonly<Record<'response' | 'solution' | 'closing' | 'stage' | 'sync', EscalationPost>>;
  /** Days from one word of a task force to the customer to the next (R103, T20), and before it, for the reminder. */
  readonly syncDays: number;
  readonly syncWarnDays: number;
  /** The categories a cause is one of (R105). */
  readonly causes: readonly { readonly id: string; readonly zh: string; readonly en: string }[];
  /** Days within which the same cause for the same product or customer is a recurrence. */
  readonly recurrenceDays: number;
}

const cause = (id: string, zh: string, en: string) => ({ id, zh, en });

/** Answered in 1 hour, a preliminary solution in 24, closed with the customer in 72; only the customer's silence pauses. */
export const caseHandling: PolicyKind<CaseHandlingPolicy> = {
  zh: '售後問題與投訴',
  en: 'After-sales issues and complaints',
  first: {
    limits: [
      {
        counts: 'round-the-clock',
        response: { minutes: 60, warnMinutes: [30, 50] },
        solution: { minutes: 1440, warnMinutes: [720, 1200] },
        closing: { minutes: 4320, warnMinutes: [2880, 3960] },
      },
    ],
    pausingWaits: ['customer'],
    silenceHours: 72,
    priorities: {
      '1/1': 'critical',
      '1/2': 'high',
      '1/3': 'moderate',
      '2/1': 'high',
      '2/2': 'moderate',
      '2/3': 'low',
      '3/1': 'moderate',
      '3/2': 'low',
      '3/3': 'low',
    },
    // 受理 1 h, 調查 with a plan within 24 h, 處理 and 反饋 within 72 h (D05).
    stageMinutes: { intake: 60, investigation: 1380, handling: 1440, feedback: 1440 },
    stageWarnPercent: [50, 75, 90],
    escalateTo: {
      response: 'supervisor',
      solution: 'salesManager',
      closing: 'director',
      stage: 'supervisor',
      sync: 'salesManager',
    },
    syncDays: 7,
    syncWarnDays: 1,
    causes: [
      cause('product-quality', '產品質量', 'Product quality'),
      cause('delivery', '交付物流', 'Delivery and logistics'),
      cause('installation', '安裝調試', 'Installation and commissioning'),
      cause('service-attitude', '服務態度', 'Conduct of staff'),
      cause('promise-not-kept', '承諾未兌現', 'A promise was not kept'),
      cause('documentation', '資料說明', 'Documents and instructions'),
      cause('billing', '開票與結算', 'Invoices and payment'),
      cause('customer-use', '客戶使用', 'Use by the customer'),
      cause('other', '其他', 'Other'),
    ],
    recurrenceDays: 90,
  },
  problems: (content) => {
    const findings = new Findings();
    const policy = findings.members('', content, [
      'limits',
      'pausingWaits',
      'silenceHours',
      'priorities',
      'stageMinutes',
      'stageWarnPercent',
      'escalateTo',
      'syncDays',
      'syncWarnDays',
      'causes',
      'recurrenceDays',
    ]);
    if (!policy) return findings.errors;
    const limits = findings.list('limits', policy.limits, 1, 50);
    limits.forEach((rule, n) => limitsOf(findings, `limits[${n}]`, rule, n === limits.length - 1));
    some(findings, 'pausingWaits', policy.pausingWaits, waitReasons, 0);
    findings.integer('silenceHours', policy.silenceHours, 0, 8760);
    const pairs = caseLevels.flatMap((impact) => caseLevels.map((urgency) => `${impact}/${urgency}`));
    const priorities = findings.members('priorities', policy.priorities, pairs) ?? {};
    for (const pair of pairs) findings.oneOf(`priorities.${pair}`, priorities[pair], casePriorities);
    const stages = findings.members('stageMinutes', policy.stageMinutes, complaintStages) ?? {};
    for (const stage of complaintStages) findings.integer(`stageMinutes.${stage}`, stages[stage], 1, mostMinutes);
    rising(findings, 'stageWarnPercent', policy.stageWarnPercent, 99);
    const clocks = ['response', 'solution', 'closing', 'stage', 'sync'] as const;
    const posts = findings.members('escalateTo', policy.escalateTo, clocks) ?? {};
    for (const clock of clocks) findings.oneOf(`escalateTo.${clock}`, posts[clock], escalationPosts);
    findings.integer('syncDays', policy.syncDays, 1, 60);
    findings.integer('syncWarnDays', policy.syncWarnDays, 0, below(policy.syncDays, 60));
    findings.integer('recurrenceDays', policy.recurrenceDays, 1, 3650);
    const causes = findings.list('causes', policy.causes, 1, 100).map((entry, n) => {
      const { id, zh, en } = findings.members(`causes[${n}]`, entry, ['id', 'zh', 'en']) ?? {};
      findings.key(`causes[${n}].id`, id);
      findings.title(`causes[${n}].zh`, zh);
      findings.title(`causes[${n}].en`, en);
      return id;
    });
    findings.once(causes, (n) => `causes[${n}].id`);
    return findings.errors;
  },
};

/** A year. */
const mostMinutes = 525_600;

const below = (limit: unknown, most: number): number => (typeof limit === 'number' ? Math.max(0, limit - 1) : most);

function limitsOf(findings: Findings, field: string, value: unknown, isLast: boolean): void {
  const rule = findings.members(field, value, ['kinds', 'tiers', 'counts', 'response', 'solution', 'closing']);
  if (!rule) return;
  if (isLast && (rule.kinds !== undefined || rule.tiers !== undefined))
    findings.add(field, 'not-for-all', 'the last must fit all: without kinds and tiers');
  if (rule.kinds !== undefined) some(findings, `${field}.kinds`, rule.kinds, caseKinds, 1);
  if (rule.tiers !== undefined) {
    const tiers = findings.list(`${field}.tiers`, rule.tiers, 1, 20);
    tiers.forEach((tier, n) => findings.title(`${field}.tiers[${n}]`, tier));
    findings.once(tiers, (n) => `${field}.tiers[${n}]`);
  }
  findings.oneOf(`${field}.counts`, rule.counts, countedTimes);
  for (const name of ['response', 'solution', 'closing'] as const) {
    const limit = findings.members(`${field}.${name}`, rule[name], ['minutes', 'warnMinutes']);
    if (!limit) continue;
    findings.integer(`${field}.${name}.minutes`, limit.minutes, 1, mostMinutes);
    rising(findings, `${field}.${name}.warnMinutes`, limit.warnMinutes, below(limit.minutes, mostMinutes));
  }
}

function some(findings: Findings, field: string, value: unknown, allowed: readonly string[], least: number): void {
  const list = findings.list(field, value, least, allowed.length);
  list.forEach((entry, n) => findings.oneOf(`${field}[${n}]`, entry, allowed));
  findings.once(list, (n) => `${field}[${n}]`);
}

/** Whole numbers from 1 on, each above the one before. */
function rising(findings: Findings, field: string, value: unknown, most: number): void {
  const list = findings.list(field, value, 0, 10);
  list.forEach((entry, n) => {
    findings.integer(`${field}[${n}]`, entry, 1, most);
    if (n > 0 && !(Number(entry) > Number(list[n - 1])))
      findings.add(`${field}[${n}]`, 'not-in-order', 'must be above the one before');
  });
}
