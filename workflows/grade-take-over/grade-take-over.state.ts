import type { Position, ProcessDescription } from '@dealtrail/event-sourcing';

/** A customer's grade on its way to the customer's open deals (R016, R020). */
export interface GradeTakeOver {
  readonly customerId: string;
  readonly number: string;
  readonly grade: 'A' | 'B' | 'C';
  readonly taken: number;
  /** At or after the customer's grading. */
  readonly position: Position;
}

/** The line and the search attributes of a grade on its way. */
export const describeGradeTakeOver = ({ customerId, number, grade }: GradeTakeOver): ProcessDescription => ({
  summary: `客戶評級 grade ${grade} of customer ${number} to its deals`,
  customer: customerId,
  overdue: false,
});

/** What a manager reads of it in Temporal's UI. */
export const detailsOfGradeTakeOver = ({ number, grade, taken }: GradeTakeOver): string =>
  [`### 客戶評級 Grade ${grade} of customer ${number}`, `- 已更新商機 deals graded: ${taken}`].join('\n');
