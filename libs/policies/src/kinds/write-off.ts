import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** Who approves that money is given up. */
export interface WriteOffPolicy {
  /** By currency, minor units, of all that is given up of an account: from there on a director, below finance too; always one where it is not named. */
  readonly directorFrom: Readonly<Record<string, number>>;
}

/** Finance below ten thousand yuan. */
export const writeOff: PolicyKind<WriteOffPolicy> = {
  zh: '核銷審批',
  en: 'Write-off approval',
  first: { directorFrom: { CNY: 1_000_000 } },
  problems: (content) => {
    const findings = new Findings();
    const policy = findings.members('', content, ['directorFrom']);
    if (!policy) return findings.errors;
    for (const [currency, amount] of findings.entries('directorFrom', policy.directorFrom, 200)) {
      if (!/^[A-Z]{3}$/.test(currency))
        findings.add(`directorFrom.${currency}`, 'not-a-currency', 'must be an ISO 4217 code');
      findings.integer(`directorFrom.${currency}`, amount, 0, 10_000_000_000_000);
    }
    return findings.errors;
  },
};
