import type { Instant } from '@dealtrail/event-sourcing';
import { daysBetween, isDay, startOfDay } from '@dealtrail/calendar';
import { addMoney, money, type Money } from '@dealtrail/money';

/** Open deals that began at the same time and are valued in the same currency; numbers are decimal text, as SQL counts. */
export interface AgeSum {
  /** The day a deal began, or the instant of its registration where it has none. */
  readonly began: string;
  readonly currency: string | null;
  readonly deals: string;
  readonly overdue: string;
  readonly amount: string | null;
}

/** Open deals whose age lies between two numbers of days. */
export interface AgeBracket {
  readonly fromDays: number;
  /** Absent for the oldest. */
  readonly toDays?: number;
  readonly deals: number;
  /** Past their due instant without progress. */
  readonly overdue: number;
  readonly amounts: readonly Money[];
}

const lastDays = [30, 60, 90, 180, 360];

/** All brackets, empty ones included, youngest first; ages are whole days up to `now`. */
export function ageBrackets(sums: readonly AgeSum[], now: Instant): readonly AgeBracket[] {
  const bounds = [...lastDays, undefined].map((toDays, n) => ({
    fromDays: n === 0 ? 0 : (lastDays[n - 1] ?? 0) + 1,
    toDays,
  }));
  const aged = sums.map((sum) => ({
    ...sum,
    age: Math.max(0, daysBetween(isDay(sum.began) ? startOfDay(sum.began) : sum.began, now)),
  }));
  return bounds.map(({ fromDays, toDays }) => {
    const inside = aged.filter(({ age }) => age >= fromDays && age <= (toDays ?? Infinity));
    const amounts = new Map<string, Money>();
    for (const { currency, amount } of inside) {
      if (currency === null || amount === null) continue;
      const sum = money(Number(amount), currency);
      const before = amounts.get(currency);
      amounts.set(currency, before ? addMoney(before, sum) : sum);
    }
    return {
      fromDays,
      toDays,
      deals: inside.reduce((count, { deals }) => count + Number(deals), 0),
      overdue: inside.reduce((count, { overdue }) => count + Number(overdue), 0),
      amounts: [...amounts.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    };
  });
}
