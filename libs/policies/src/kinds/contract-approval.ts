import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** The departments that review every contract, each by a person of its own: 法務, 財務 (R064). */
export const departments = ['legal', 'finance'] as const;
export type Department = (typeof departments)[number];

/** What neither department may leave out: 付款條款, 違約責任 (R065). */
export const mandatoryChecks = ['payment-terms', 'breach-liability'] as const;

/** A form of contract that has been agreed inside the company (R068). */
export interface ContractTemplate {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

/** How a contract is approved; a round keeps the version it was submitted under (G-032). */
export interface ContractApprovalPolicy {
  /** Working days each department has, and each reviewer who is added (R064, D02, T07, T08). */
  readonly reviewDays: number;
  /** Shares of the working time, in percent, after which a reviewer is reminded. */
  readonly reviewWarnings: readonly number[];
  /** The checks both departments confirm before they approve; the mandatory ones among them. */
  readonly checks: readonly string[];
  /** The person responsible for a department's reviews (R066); where none is named, its people take turns. */
  readonly reviewers: Readonly<Partial<Record<Department, string>>>;
  /** Working days of the director (T09). */
  readonly directorDays: number;
  readonly directorWarnings: readonly number[];
  /** By currency, minor units: from there on the director decides; always where a currency is not named (R054, R067). */
  readonly directorFrom: Readonly<Record<string, number>>;
  readonly templates: readonly ContractTemplate[];
}

/** Two departments in two working days; the director from a million yuan on, in one. */
export const contractApproval: PolicyKind<ContractApprovalPolicy> = {
  zh: '合同審批',
  en: 'Contract approval',
  first: {
    reviewDays: 2,
    reviewWarnings: [50, 75, 90],
    checks: [...mandatoryChecks],
    reviewers: {},
    directorDays: 1,
    directorWarnings: [75],
    directorFrom: { CNY: 100_000_000 },
    templates: [
      { id: 'standard-sale', zh: '標準銷售合同', en: 'Standard sale' },
      { id: 'framework', zh: '框架協議', en: 'Framework agreement' },
    ],
  },
  problems: (content) => {
    const findings = new Findings();
    const policy = findings.members('', content, [
      'reviewDays',
      'reviewWarnings',
      'checks',
      'reviewers',
      'directorDays',
      'directorWarnings',
      'directorFrom',
      'templates',
    ]);
    if (!policy) return findings.errors;
    findings.integer('reviewDays', policy.reviewDays, 1, 60);
    findings.integer('directorDays', policy.directorDays, 1, 60);
    warnings(findings, 'reviewWarnings', policy.reviewWarnings);
    warnings(findings, 'directorWarnings', policy.directorWarnings);
    const checks = findings.list('checks', policy.checks, mandatoryChecks.length, 20);
    checks.forEach((check, n) => findings.key(`checks[${n}]`, check));
    findings.once(checks, (n) => `checks[${n}]`);
    for (const check of mandatoryChecks)
      if (!checks.includes(check)) findings.add('checks', 'mandatory-check-missing', `must contain ${check}`);
    const named = findings.entries('reviewers', policy.reviewers, departments.length);
    for (const [department, person] of named) {
      findings.oneOf(`reviewers.${department}`, department, departments);
      if (typeof person !== 'string' || !/^[a-z0-9]+(\.[a-z0-9]+)*$/.test(person))
        findings.add(`reviewers.${department}`, 'not-a-code', 'must be the code of a person, e.g. li.na');
    }
    findings.once(
      named.map(([, person]) => person),
      (n) => `reviewers.${named[n]?.[0] ?? n}`, // nobody holds both departments
    );
    for (const [currency, amount] of findings.entries('directorFrom', policy.directorFrom, 200)) {
      if (!/^[A-Z]{3}$/.test(currency))
        findings.add(`directorFrom.${currency}`, 'not-a-currency', 'must be an ISO 4217 code');
      findings.integer(`directorFrom.${currency}`, amount, 0, 10_000_000_000_000);
    }
    const ids = findings.list('templates', policy.templates, 0, 100).map((template, n) => {
      const { id, zh, en } = findings.members(`templates[${n}]`, template, ['id', 'zh', 'en']) ?? {};
      findings.key(`templates[${n}].id`, id);
      findings.title(`templates[${n}].zh`, zh);
      findings.title(`templates[${n}].en`, en);
      return id;
    });
    findings.once(ids, (n) => `templates[${n}].id`);
    return findings.errors;
  },
};

/** Percentages of the time, rising. */
function warnings(findings: Findings, field: string, value: unknown): void {
  let last = 0;
  findings.list(field, value, 0, 10).forEach((percent, n) => {
    findings.integer(`${field}[${n}]`, percent, 1, 99);
    if (typeof percent === 'number' && percent <= last)
      findings.add(`${field}[${n}]`, 'not-in-order', 'must be greater than the one above');
    last = typeof percent === 'number' ? percent : last;
  });
}
