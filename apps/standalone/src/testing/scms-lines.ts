import { parse } from 'csv-parse/sync';

/** A line of the delivery history as the source has it, or as the log does. */
export interface DeliveredLine {
  readonly id: string;
  readonly order: string;
  readonly note: string;
  readonly vendor: string;
  readonly country: string;
  readonly mode: string;
  readonly promisedOn: string;
  readonly deliveredOn: string;
  readonly recordedOn: string;
  readonly cents: number;
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** By the calendar of the host: no code of the mapping's. */
function day(text = ''): string {
  const [date, month = '', year] = text.split('-');
  return new Date(Date.UTC(2000 + Number(year), months.indexOf(month) / 3, Number(date))).toISOString().slice(0, 10);
}

/** Every line of the source, read by other code than the mapping's. */
export const deliveredLines = (text: string): readonly DeliveredLine[] =>
  (parse(text, { columns: true, bom: true }) as Record<string, string>[]).map((row) => ({
    id: row['ID'] ?? '',
    order: row['PO / SO #'] ?? '',
    note: row['ASN/DN #'] ?? '',
    vendor: row['Vendor'] ?? '',
    country: row['Country'] ?? '',
    mode: row['Shipment Mode'] ?? '',
    promisedOn: day(row['Scheduled Delivery Date']),
    deliveredOn: day(row['Delivered to Client Date']),
    recordedOn: day(row['Delivery Recorded Date']),
    cents: Math.round(Number(row['Line Item Value']) * 100),
  }));

interface Counts {
  readonly count: number;
  readonly onDay: number;
  readonly early: number;
  readonly late: number;
  readonly cents: number;
}

/** Counted row after row: lines of a delivery or order are gathered, and it is late when one is, early when all are. */
export function deliveryCounts(
  lines: readonly DeliveredLine[],
  level: 'line' | 'delivery' | 'order',
  groupBy: 'owner' | 'vendor' | 'country' | 'mode' | 'month',
): ReadonlyMap<string, Counts> {
  const groups = new Map<string, Map<string, DeliveredLine[]>>();
  for (const line of lines) {
    const group =
      groupBy === 'owner' ? 'scms.owner' : groupBy === 'month' ? line.promisedOn.slice(0, 7) : line[groupBy];
    const unit = level === 'line' ? line.id : level === 'delivery' ? line.note : line.order;
    const units = groups.get(group) ?? new Map<string, DeliveredLine[]>();
    groups.set(group, units.set(unit, [...(units.get(unit) ?? []), line]));
  }
  return new Map(
    [...groups].map(([group, units]) => {
      const all = [...units.values()];
      const late = all.filter((unit) => unit.some((line) => line.deliveredOn > line.promisedOn)).length;
      const early = all.filter((unit) => unit.every((line) => line.deliveredOn < line.promisedOn)).length;
      const cents = all.flat().reduce((sum, line) => sum + line.cents, 0);
      return [group, { count: all.length, onDay: all.length - late - early, early, late, cents }];
    }),
  );
}
