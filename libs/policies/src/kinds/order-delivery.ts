import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** Who is told of an order and acknowledges it: 運營, 財務, 倉儲物流 (R072). */
export const orderDepartments = ['operations', 'finance', 'logistics'] as const;
export type OrderDepartment = (typeof orderDepartments)[number];

/** A document that goes with the goods (R075). */
export interface DeliveryDocumentKind {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Without it nothing is delivered, unless somebody says why. */
  readonly mandatory: boolean;
}

/** What may be offered instead when a delivery goes wrong (R084). */
export interface AlternativeKind {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** How orders are followed until the customer has signed for them; a delivery keeps the version it was scheduled under. */
export interface OrderDeliveryPolicy {
  /** Hours each department has to acknowledge an order (R072). */
  readonly acknowledgeHours: number;
  /** The role that answers for a department; its people take turns. */
  readonly departments: readonly OrderDepartment[];
  /** Calendar days before the delivery on which time and criteria are confirmed (R074, T11), at `confirmAt` o'clock. */
  readonly confirmDaysAhead: number;
  /** `HH:MM` in the zone of the calendar. */
  readonly confirmAt: string;
  /** Days before the confirmation is due on which its owner is reminded. */
  readonly confirmWarnDays: readonly number[];
  /** Days before the delivery on which its documents are complete (T12), and on which their owner is reminded. */
  readonly documentsDaysAhead: number;
  /** `HH:MM` of that day. */
  readonly documentsAt: string;
  readonly documentsWarnDays: readonly number[];
  /** Hours after the delivery for the customer's signature (R076, T13), and the hours after which the owner is reminded. */
  readonly signOffHours: number;
  readonly signOffWarnHours: readonly number[];
  /** Minutes for apology and alternative after an exception is declared (R083, D18, T14), and for the reminder. */
  readonly responseMinutes: number;
  readonly responseWarnMinutes: readonly number[];
  /** Minutes over which processes may spread what is due at one instant; the recorded due instant stays. */
  readonly spreadMinutes: number;
  /** By product category; `default` where a category is not named. */
  readonly documents: Readonly<Record<string, readonly DeliveryDocumentKind[]>>;
  readonly alternatives: readonly AlternativeKind[];
  /** Percent by which price or quantity may change before the change needs a new round of the contract. */
  readonly amendmentPercent: number;
}

const manual = { id: 'manual', zh: '使用手冊', en: 'Manual', mandatory: true };
const trainingPlan = { id: 'training-plan', zh: '培訓計劃', en: 'Training plan', mandatory: false };

/** Three days ahead at nine, signed within 24 hours, apology and alternative within two. */
export const orderDelivery: PolicyKind<OrderDeliveryPolicy> = {
  zh: '訂單交付',
  en: 'Orders and delivery',
  first: {
    acknowledgeHours: 24,
    departments: [...orderDepartments],
    confirmDaysAhead: 3,
    confirmAt: '09:00',
    confirmWarnDays: [1],
    documentsDaysAhead: 1,
    documentsAt: '18:00',
    documentsWarnDays: [2],
    signOffHours: 24,
    signOffWarnHours: [12, 20],
    responseMinutes: 120,
    responseWarnMinutes: [60],
    spreadMinutes: 0,
    documents: { default: [manual, trainingPlan] },
    alternatives: [
      { id: 'warranty-extension', zh: '延長質保', en: 'Extended warranty' },
      { id: 'priority-scheduling', zh: '優先排產', en: 'Priority scheduling' },
      { id: 'substitute-product', zh: '替代產品', en: 'Substitute product' },
    ],
    amendmentPercent: 5,
  },
  problems: (content) => {
    const findings = new Findings();
    const policy = findings.members('', content, [
      'acknowledgeHours',
      'departments',
      'confirmDaysAhead',
      'confirmAt',
      'confirmWarnDays',
      'documentsDaysAhead',
      'documentsAt',
      'documentsWarnDays',
      'signOffHours',
      'signOffWarnHours',
      'responseMinutes',
      'responseWarnMinutes',
      'spreadMinutes',
      'documents',
      'alternatives',
      'amendmentPercent',
    ]);
    if (!policy) return findings.errors;
    findings.integer('acknowledgeHours', policy.acknowledgeHours, 1, 720);
    const departments = findings.list('departments', policy.departments, 0, orderDepartments.length);
    departments.forEach((department, n) => findings.oneOf(`departments[${n}]`, department, orderDepartments));
    findings.once(departments, (n) => `departments[${n}]`);
    findings.integer('confirmDaysAhead', policy.confirmDaysAhead, 0, 60);
    for (const field of ['confirmAt', 'documentsAt'] as const) {
      const time = policy[field];
      if (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
        findings.add(field, 'not-a-time', 'must be a time of day, e.g. 09:00');
    }
    findings.integer('documentsDaysAhead', policy.documentsDaysAhead, 0, 60);
    findings.integer('signOffHours', policy.signOffHours, 1, 720);
    findings.integer('responseMinutes', policy.responseMinutes, 5, 10_080);
    findings.integer('spreadMinutes', policy.spreadMinutes, 0, 60);
    findings.integer('amendmentPercent', policy.amendmentPercent, 0, 100);
    steps(findings, 'confirmWarnDays', policy.confirmWarnDays, 60);
    steps(findings, 'documentsWarnDays', policy.documentsWarnDays, 60);
    steps(findings, 'signOffWarnHours', policy.signOffWarnHours, below(policy.signOffHours, 720));
    steps(findings, 'responseWarnMinutes', policy.responseWarnMinutes, below(policy.responseMinutes, 10_080));
    const lists = findings.entries('documents', policy.documents, 200);
    if (!lists.some(([category]) => category === 'default'))
      findings.add('documents', 'default-missing', 'must contain default');
    for (const [category, list] of lists) {
      const field = `documents.${category}`;
      const ids = findings.list(field, list, 0, 50).map((kind, n) => {
        const names = ['id', 'zh', 'en', 'mandatory'] as const;
        const { id, zh, en, mandatory } = findings.members(`${field}[${n}]`, kind, names) ?? {};
        named(findings, `${field}[${n}]`, { id, zh, en });
        if (typeof mandatory !== 'boolean')
          findings.add(`${field}[${n}].mandatory`, 'not-a-boolean', 'must be true or false');
        return id;
      });
      findings.once(ids, (n) => `${field}[${n}].id`);
    }
    const ids = findings.list('alternatives', policy.alternatives, 1, 50).map((kind, n) => {
      const { id, zh, en } = findings.members(`alternatives[${n}]`, kind, ['id', 'zh', 'en']) ?? {};
      named(findings, `alternatives[${n}]`, { id, zh, en });
      return id;
    });
    findings.once(ids, (n) => `alternatives[${n}].id`);
    return findings.errors;
  },
};

const below = (limit: unknown, most: number): number => (typeof limit === 'number' ? Math.max(1, limit - 1) : most);

function named(findings: Findings, field: string, { id, zh, en }: { id?: unknown; zh?: unknown; en?: unknown }): void {
  findings.key(`${field}.id`, id);
  findings.title(`${field}.zh`, zh);
  findings.title(`${field}.en`, en);
}

/** Whole numbers from 1 on, each once. */
function steps(findings: Findings, field: string, value: unknown, most: number): void {
  const all = findings.list(field, value, 0, 10);
  all.forEach((step, n) => findings.integer(`${field}[${n}]`, step, 1, most));
  findings.once(all, (n) => `${field}[${n}]`);
}
