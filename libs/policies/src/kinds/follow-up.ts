import { Findings } from './findings.js';
import type { PolicyKind } from './policy-kind.js';

/** The grade of a deal (004); not the customer's tier (D16). */
export const grades = ['A', 'B', 'C'] as const;
export type Grade = (typeof grades)[number];

/** When a deal without progress has gone stale (R020, D13, T03). */
export interface FollowUpPolicy {
  /** Calendar days without progress, by grade. */
  readonly days: Readonly<Record<Grade, number>>;
  /** The grade an ungraded deal counts as. */
  readonly ungraded: Grade;
  /** Share of the time, in percent, after which the owner is warned. */
  readonly warnPercent: number;
}

/** 30, 45 and 60 days for A, B and C. */
export const followUp: PolicyKind<FollowUpPolicy> = {
  zh: '跟進時限',
  en: 'Follow-up limits',
  first: { days: { A: 30, B: 45, C: 60 }, ungraded: 'B', warnPercent: 80 },
  problems: (content) => {
    const findings = new Findings();
    const policy = findings.members('', content, ['days', 'ungraded', 'warnPercent']);
    const days = policy && findings.members('days', policy.days, grades);
    if (days) for (const grade of grades) findings.integer(`days.${grade}`, days[grade], 1, 3650);
    findings.oneOf('ungraded', policy?.ungraded, grades);
    findings.integer('warnPercent', policy?.warnPercent, 1, 99);
    return findings.errors;
  },
};
