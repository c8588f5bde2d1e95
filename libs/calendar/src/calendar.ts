/** A calendar day as `YYYY-MM-DD`; days compare as strings. */
export type Day = string;

/** The zone in which the business counts its days, where no policy says otherwise. */
export const defaultZone = 'Asia/Shanghai';

const dayMs = 24 * 60 * 60 * 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA-u-ca-iso8601', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What a clock in the zone shows, to the second, read as if it were UTC, ms. */
function shownAt(ms: number, zone: string): number {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** By how much clocks in a zone are ahead of UTC, ms, by day of UTC: asking for it takes many times longer than the rest of a rule. */
const offsets = new Map<string, number>();
const mostOffsets = 10_000;

/** The wall clock of a zone, read as if it were UTC, ms. */
function wallClock(ms: number, zone: string): number {
  const day = Math.floor(ms / dayMs) * dayMs;
  const key = `${zone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return ms + known;
  const offset = shownAt(day, zone) - day;
  if (shownAt(day + dayMs, zone) - day - dayMs !== offset) return shownAt(ms, zone); // clocks are moved on this day
  if (offsets.size >= mostOffsets) offsets.clear();
  offsets.set(key, offset);
  return ms + offset;
}

function instantMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}

const dayText = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** Whether a text is a day that exists, e.g. not `2026-02-30`. */
export const isDay = (text: unknown): text is Day =>
  typeof text === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  dayText(Date.parse(text)) === text;

/** Whether a text is a time of day, `00:00` to `24:00`. */
export const isTime = (text: unknown): text is string =>
  typeof text === 'string' && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);

/** The day n calendar days later, n < 0: earlier. */
export function dayAfter(day: Day, days = 1): Day {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  return dayText(Date.parse(day) + days * dayMs);
}

/** The day an instant falls on in a zone; RangeError for what is no instant or no zone. */
export const dayOf = (instant: string, zone: string = defaultZone): Day => dayText(wallClock(instantMs(instant), zone));

/** What a clock in the zone shows, e.g. `2026-03-02 09:00`. */
export const localTime = (instant: string, zone: string = defaultZone): string =>
  new Date(wallClock(instantMs(instant), zone)).toISOString().slice(0, 16).replace('T', ' ');

/** The first instant of a day in a zone (not always 00:00: clocks may be put forward at midnight). */
export function startOfDay(day: Day, zone: string = defaultZone): string {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  const midnight = Date.parse(day);
  const offsets = [midnight - dayMs, midnight + dayMs].map((near) => wallClock(near, zone) - near);
  const candidates = offsets.map((offset) => midnight - offset).sort((a, b) => a - b);
  const first = candidates.find((ms) => dayText(wallClock(ms, zone)) === day) ?? candidates[0] ?? midnight;
  return new Date(first).toISOString();
}

/**
 * The instant at which a clock in the zone shows a time `HH:MM` of a day, `24:00` its end: the first where it shows it twice,
 * as much later as the clock is put forward where it skips it. RangeError for what is no day or no time.
 */
export function instantAt(day: Day, time: string, zone: string = defaultZone): string {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  if (!isTime(time)) throw new RangeError(`not a time: ${time}`);
  const shown = Date.parse(day) + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
  const before = wallClock(shown - dayMs, zone) - (shown - dayMs);
  const after = wallClock(shown + dayMs, zone) - (shown + dayMs);
  const candidates = before === after ? [shown - before] : [shown - before, shown - after].sort((a, b) => a - b);
  const first = candidates.find((ms) => wallClock(ms, zone) === shown) ?? shown - before;
  return new Date(first).toISOString();
}

/** The instant n × 24 hours later; n may be a fraction of a day, rounded to the millisecond. */
export const addDays = (instant: string, days: number): string =>
  new Date(instantMs(instant) + Math.round(days * dayMs)).toISOString();

/** Whole days (24 hours) from one instant to another, rounded down. */
export const daysBetween = (from: string, to: string): number => Math.floor((instantMs(to) - instantMs(from)) / dayMs);

/** The quarter of a day, e.g. `2017-Q1`; quarters compare as strings. */
export function quarterOf(day: Day): string {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}
