import { isDay } from '@dealtrail/calendar';
import type { Instant } from '@dealtrail/event-sourcing';
import type { CsvFile, CsvRow } from './csv-file.js';
import type { Fields } from './map-rows.js';
import type { RowProblem } from './mapping.js';

/** How an incident stands; a wait by whom it waits for. */
export type IncidentState = 'new' | 'active' | 'customer' | 'vendor' | 'internal' | 'resolved' | 'closed';

const states: Readonly<Record<string, IncidentState>> = {
  New: 'new',
  Active: 'active',
  'Awaiting User Info': 'customer',
  'Awaiting Vendor': 'vendor',
  'Awaiting Problem': 'internal',
  'Awaiting Evidence': 'internal',
  Resolved: 'resolved',
  Closed: 'closed',
};

/** 1 is the highest. */
export type IncidentLevel = 1 | 2 | 3;

/** An update of an incident: how it stood from then on. */
export interface IncidentRow {
  readonly line: number;
  readonly at: Instant;
  readonly state: IncidentState;
  readonly reopenCount: number;
  /** As the source names them; absent where it does not. */
  readonly group?: string;
  readonly person?: string;
  readonly category?: string;
  readonly impact?: IncidentLevel;
  readonly urgency?: IncidentLevel;
}

/** An incident with its updates in the order of the file, and every reason why it cannot be told. */
export interface Incident {
  readonly number: string;
  /** Of its first row. */
  readonly line: number;
  readonly openedAt: Instant;
  readonly rows: readonly IncidentRow[];
  /** Its first row, word for word. */
  readonly first: Fields;
  readonly problems: readonly (RowProblem & { readonly line: number })[];
}

/** Those that are read. Columns that know what comes later (resolved_at, closed_at, closed_code, resolved_by) are none of them. */
export const incidentColumns = [
  ...['number', 'incident_state', 'reopen_count', 'opened_at', 'sys_updated_at', 'contact_type'],
  ...['category', 'impact', 'urgency', 'assignment_group', 'assigned_to'],
];

interface Reading extends Incident {
  openedAt: Instant;
  readonly rows: IncidentRow[];
  readonly problems: (RowProblem & { readonly line: number })[];
}

/** Every incident of the file, in the order of the first row of each; rows of no incident are incidents of their own. */
export async function incidentsOf(file: CsvFile): Promise<readonly Incident[]> {
  const incidents = new Map<string, Reading>();
  const nameless: Incident[] = [];
  for await (const row of file.rows()) {
    const { line, fields } = row;
    const number = said(fields['number']) ?? '';
    const reading = incidents.get(number) ?? { number, line, openedAt: '', rows: [], first: fields, problems: [] };
    if (number === '') {
      const problem = { field: 'number', code: 'missing', message: row.broken ?? 'is empty', line };
      nameless.push({ ...reading, problems: [problem] });
      continue;
    }
    incidents.set(number, reading);
    read(row, reading);
  }
  return [...nameless, ...incidents.values()];
}

/** Adds what a row says to its incident: one that cannot be read leaves a gap nobody may tell around. */
function read({ line, fields, broken }: CsvRow, incident: Reading): void {
  const refuse = (field: string, code: string, message: string): void =>
    void incident.problems.push({ field, code, message: `line ${line}: ${message}`, line });
  if (broken) return refuse('', 'broken-row', broken);
  const instant = (field: string): Instant | undefined => {
    const at = dayFirst(fields[field] ?? '');
    if (at === undefined) refuse(field, 'not-an-instant', `"${fields[field]}" is no day and time, day first`);
    return at;
  };
  const openedAt = instant('opened_at');
  const at = instant('sys_updated_at');
  const state = states[fields['incident_state'] ?? ''];
  if (!state) refuse('incident_state', 'unknown-state', `"${fields['incident_state']}" is no state of an incident`);
  const reopened = fields['reopen_count'] ?? '';
  if (!/^\d{1,4}$/.test(reopened)) refuse('reopen_count', 'not-a-number', `"${reopened}" is no whole number`);
  const level = (field: string): IncidentLevel | undefined => {
    const text = said(fields[field]);
    const found = /^([123]) - \w+$/.exec(text ?? '')?.[1];
    if (text !== undefined && found === undefined) refuse(field, 'unknown-level', `"${text}" is none of 1 to 3`);
    return found === undefined ? undefined : (Number(found) as IncidentLevel);
  };
  const [impact, urgency] = [level('impact'), level('urgency')];
  if (openedAt === undefined || at === undefined || !state) return;
  incident.openedAt ||= openedAt;
  if (openedAt !== incident.openedAt)
    refuse('opened_at', 'differs-within-incident', `${openedAt} is ${incident.openedAt} in line ${incident.line}`);
  const before = incident.rows.at(-1)?.at ?? incident.openedAt;
  if (at < before) refuse('sys_updated_at', 'not-in-order', `${at} is before ${before}, where it stood before`);
  incident.rows.push({
    ...{ line, at, state, reopenCount: Number(reopened), impact, urgency },
    group: said(fields['assignment_group']),
    person: said(fields['assigned_to']),
    category: said(fields['category']),
  });
}

/** A question mark is what the source writes for what it does not know. */
export const said = (text: string | undefined): string | undefined =>
  text === undefined || text === '' || text === '?' ? undefined : text;

/** `29/2/2016 08:41`. The source names no zone; it is read as UTC, of which durations do not depend. */
function dayFirst(text: string): Instant | undefined {
  const [, day = '', month = '', year = '', time = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4}) ((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(date) ? `${date}T${time}:00.000Z` : undefined;
}
