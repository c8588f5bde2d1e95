import { parse } from 'csv-parse/sync';

/** The due instants that an incident missed, by clock. */
export interface Missed {
  readonly response?: string;
  readonly solution?: string;
  readonly closing?: string;
}

export interface CountedIncident {
  readonly number: string;
  readonly missed: Missed;
  /** What the clock of 72 hours has counted at last, ms. */
  readonly countedMs: number;
  readonly reopened: number;
  /** ms since 1970. */
  readonly openedAt: number;
  /** As the source has them, the priority at last. */
  readonly contactType: string;
  readonly priority: string;
}

const hour = 3_600_000;

/** Day first, no zone: UTC. */
function ms(text: string): number {
  const [day = 0, month = 0, year = 0, hours = 0, minutes = 0] = text.split(/[/ :]/).map(Number);
  return Date.UTC(year, month - 1, day, hours, minutes);
}

/**
 * What the file says of 1, 24 and 72 hours, by an arithmetic of its own: row after row, without commands, rules or clocks. The 72
 * hours stand still while an incident is resolved and in the states named.
 */
export function countedIncidents(text: string, pausing: readonly string[]): readonly CountedIncident[] {
  const incidents = new Map<string, Record<string, string>[]>();
  for (const row of parse(text, { columns: true, bom: true }) as Record<string, string>[]) {
    const number = row['number'] ?? '';
    incidents.set(number, [...(incidents.get(number) ?? []), row]);
  }
  const still = new Set([...pausing, 'Resolved', 'Closed']);
  return [...incidents].map(([number, rows]) => {
    const opened = ms(rows[0]?.['opened_at'] ?? '');
    const first = (isIt: (state: string) => boolean): number =>
      ms(rows.find((row) => isIt(row['incident_state'] ?? ''))?.['sys_updated_at'] ?? '');
    let [counted, since, state] = [0, opened, 'New'];
    let closing: number | undefined;
    for (const row of rows) {
      const at = ms(row['sys_updated_at'] ?? '');
      if (!still.has(state)) {
        if (closing === undefined && counted + at - since > 72 * hour) closing = since + 72 * hour - counted;
        counted += at - since;
      }
      [since, state] = [at, row['incident_state'] ?? ''];
    }
    const late = (at: number, hours: number) => (at - opened > hours * hour ? opened + hours * hour : undefined);
    const due = {
      response: late(
        first((one) => one !== 'New'),
        1,
      ),
      solution: late(
        first((one) => one === 'Resolved' || one === 'Closed'),
        24,
      ),
      closing,
    };
    return {
      number,
      missed: Object.fromEntries(
        Object.entries(due).flatMap(([clock, at]) => (at === undefined ? [] : [[clock, new Date(at).toISOString()]])),
      ),
      countedMs: counted,
      reopened: Math.max(...rows.map((row) => Number(row['reopen_count']))),
      openedAt: opened,
      contactType: rows[0]?.['contact_type'] ?? '',
      priority: rows.at(-1)?.['priority'] ?? '',
    };
  });
}

/** How many missed each. */
export const missedOf = (all: readonly CountedIncident[]): Readonly<Record<keyof Missed | 'reopened', number>> => ({
  response: all.filter(({ missed }) => missed.response).length,
  solution: all.filter(({ missed }) => missed.solution).length,
  closing: all.filter(({ missed }) => missed.closing).length,
  reopened: all.filter(({ reopened }) => reopened > 0).length,
});
