import { rate } from '@dealtrail/money';

/** What one person had to check in a month, and did. */
export interface ComplianceGroup {
  /** `YYYY-MM`; absent in a total. */
  readonly month?: string;
  /** The owner, on leave who stood in for them. */
  readonly checkerId?: string;
  readonly checkerName?: string;
  /** On which something was demanded. */
  readonly days: number;
  /** Orders, each counted on each of those days. */
  readonly demanded: number;
  readonly inTime: number;
  /** Checked when the day was closed. */
  readonly late: number;
  readonly missing: number;
  /** `inTime` of `demanded`, four decimals; absent where nothing was demanded. */
  readonly rate?: string;
}

/** A sum as SQL gives it. */
export interface ComplianceSum {
  readonly month: string | null;
  readonly checkerId: string | null;
  readonly isTotal: boolean;
  readonly days: number;
  readonly demanded: number;
  readonly inTime: number;
  readonly late: number;
}

/** The group of a sum. */
export function complianceOf({ month, checkerId, days, demanded, inTime, late }: ComplianceSum): ComplianceGroup {
  return {
    ...(month !== null && { month }),
    ...(checkerId !== null && { checkerId }),
    ...{ days, demanded, inTime, late, missing: demanded - inTime - late },
    rate: rate(inTime, demanded),
  };
}
