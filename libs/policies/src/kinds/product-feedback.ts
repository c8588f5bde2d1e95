import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** Who answers what sellers bring back about products. */
export interface ProductFeedbackPolicy {
  /** By product, the code of the person who answers for it. */
  readonly owners: Readonly<Record<string, string>>;
  /** Who answers for all others; where nobody is named, technical people take turns. */
  readonly owner?: string;
}

/** Nobody is named: technical people take turns. */
export const productFeedback: PolicyKind<ProductFeedbackPolicy> = {
  zh: '產品反饋分派',
  en: 'Product feedback routing',
  first: { owners: {} },
  problems: (content) => {
    const findings = new Findings();
    const policy = findings.members('', content, ['owners', 'owner']);
    if (!policy) return findings.errors;
    const isCode = (value: unknown): boolean => typeof value === 'string' && /^[a-z0-9]+(\.[a-z0-9]+)*$/.test(value);
    const notACode = (field: string): void =>
      findings.add(field, 'not-a-code', 'must be the code of a person, e.g. qin.tao');
    for (const [product, person] of findings.entries('owners', policy.owners, 10_000))
      if (!isCode(person)) notACode(`owners.${product}`);
    if (policy.owner !== undefined && !isCode(policy.owner)) notACode('owner');
    return findings.errors;
  },
};
