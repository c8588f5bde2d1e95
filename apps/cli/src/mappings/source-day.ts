import { isDay, type Day } from '@dealtrail/calendar';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as American sources write it, `1-Sep-06`, `11/13/06` or `11/13/2006` (month first), of this century; none for others. */
export function sourceDay(text: string): Day | undefined {
  const [, day, name, year] = /^(\d{1,2})-([A-Za-z]{3})-(\d\d)$/.exec(text) ?? [];
  if (day && name && year) return dayFrom(year, months.indexOf(name.toLowerCase()) + 1, day);
  const [, month, date, short] = /^(\d{1,2})\/(\d{1,2})\/(?:20)?(\d\d)$/.exec(text) ?? [];
  return month && date && short ? dayFrom(short, Number(month), date) : undefined;
}

function dayFrom(year: string, month: number, day: string): Day | undefined {
  const text = `20${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}
