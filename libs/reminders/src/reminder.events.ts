import { eventSchema, type Event, type Instant } from '@dealtrail/event-sourcing';

/** What a person is reminded of, with its titles. */
export const reminderKinds = {
  'review-due-soon': { zh: '審批即將到期', en: 'A review is due soon' },
  'review-overdue': { zh: '審批已逾期', en: 'A review is overdue' },
  'review-escalated': { zh: '審批逾期已上報', en: 'An overdue review was escalated' },
  'review-assigned': { zh: '有待辦審批', en: 'A review was assigned' },
  'contract-returned': { zh: '合同被退回', en: 'A contract was returned' },
  'contract-rejected': { zh: '合同被否決', en: 'A contract was rejected' },
  'contract-approved': { zh: '合同已通過審批', en: 'A contract was approved' },
  'signed-text-differs': { zh: '簽署文本與審批文本不一致', en: 'The signed text differs from the approved one' },
  'deal-going-stale': { zh: '商機即將停滯', en: 'A deal is going stale' },
  'deal-gone-stale': { zh: '商機已停滯', en: 'A deal has gone stale' },
  'order-acknowledgement-asked': { zh: '有訂單待接單確認', en: 'An order waits to be acknowledged' },
  'order-milestone-due-soon': { zh: '訂單節點即將到期', en: 'A milestone of an order is due soon' },
  'order-milestone-overdue': { zh: '訂單節點已逾期', en: 'A milestone of an order is overdue' },
  'order-milestone-escalated': { zh: '訂單節點逾期已上報', en: 'An overdue milestone of an order was escalated' },
  'order-exception-declared': { zh: '訂單出現異常', en: 'An exception of an order was declared' },
  'order-amendment-to-settle': { zh: '訂單變更待總監審定', en: 'A change of an order waits for a director' },
  'exception-task-assigned': { zh: '有異常處理任務', en: 'A task of an exception was assigned' },
  'customer-answer-not-taken': {
    zh: '客戶答覆未能登記，請聯繫客戶',
    en: 'An answer of a customer could not be entered: contact them',
  },
  'product-feedback-assigned': { zh: '有待答覆的產品反饋', en: 'Product feedback waits for an answer' },
  'product-feedback-answered': {
    zh: '產品反饋已答覆，請告知客戶',
    en: 'Product feedback was answered: tell the customer',
  },
  'daily-check-due': { zh: '今日有訂單待檢查', en: 'Orders are still to be checked today' },
  'case-assigned': { zh: '有待處理的售後案件', en: 'A case was assigned' },
  'case-reported-by-customer': { zh: '客戶反映售後問題', en: 'A customer reported an issue' },
  'case-handed-over': { zh: '售後案件已轉介', en: 'A case was handed over' },
  'case-clock-due-soon': { zh: '服務時限即將到期', en: 'A clock of a case is due soon' },
  'case-clock-overdue': { zh: '服務時限已逾期', en: 'A clock of a case is overdue' },
  'case-escalated': { zh: '服務時限逾期已上報，待您答覆', en: 'An overdue clock of a case was escalated: answer it' },
  'case-escalation-answered': { zh: '上報已獲答覆', en: 'An escalation of a case was answered' },
  'case-resolution-refused': { zh: '客戶未認可解決結果', en: 'A customer refused the resolution of a case' },
  'case-reopened': { zh: '售後案件已重新打開', en: 'A case was opened again' },
  'case-cause-missing': {
    zh: '投訴結案前待登記原因與預防措施',
    en: 'A complaint waits for its cause before it closes',
  },
  'case-cause-recurred': { zh: '同一原因再次發生', en: 'The same cause came back' },
  'complaint-stage-assigned': { zh: '有待負責的投訴環節', en: 'A stage of a complaint was assigned' },
  'task-force-suggested': { zh: '建議成立專項小組', en: 'A task force is suggested' },
  'task-force-named': { zh: '已加入專項小組', en: 'Named to a task force' },
  'calendar-replanned': { zh: '工作日曆變更，期限已重排', en: 'A new calendar moved a due instant' },
  'tier-replanned': { zh: '客戶層級或等級變更，期限已重排', en: 'The tier or grade of a customer moved a due instant' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
export type ReminderKind = keyof typeof reminderKinds;
export const reminderKindIds = Object.keys(reminderKinds) as readonly ReminderKind[];

/** Categories of the records a reminder leads to. */
export const reminderCategories = [
  'contract',
  'deal',
  'customer',
  'policy',
  'order',
  'case',
  'productFeedback',
  'dailyCheck',
] as const;
export type ReminderCategory = (typeof reminderCategories)[number];

/** The record a reminder leads to, and which part of it, e.g. round and step of a review. */
export interface ReminderSubject {
  readonly category: ReminderCategory;
  readonly id: string;
  readonly part?: string;
}

interface Raised {
  readonly reminderId: string;
  readonly staffId: string;
  readonly kind: ReminderKind;
  readonly about: ReminderSubject;
  /** The short number people know the record by. */
  readonly number?: string;
  /** When what it reminds of came about. */
  readonly at: Instant;
  readonly dueAt?: Instant;
  /** What was due had passed its instant. */
  readonly overdue: boolean;
}

export type ReminderEvent =
  | Event<'ReminderRaised', Raised>
  | Event<'ReminderAcknowledged', { reminderId: string; staffId: string }>
  | Event<'ReminderSnoozed', { reminderId: string; staffId: string; until: Instant }>;

/** Everything a reminder's stream (`reminder-<uuid>`) has ever held: ids, numbers and instants, no personal data. */
export const reminderEvents = eventSchema<ReminderEvent>('reminder', {
  ReminderRaised: { version: 1 },
  ReminderAcknowledged: { version: 1 },
  ReminderSnoozed: { version: 1 },
});
