import { projection, type Instant, type Recorded } from '@dealtrail/event-sourcing';
import type { ReminderEvent } from './reminder.events.js';

/** A reminder of one person; whether it is to be seen depends on when that is asked. */
export interface ReminderRow {
  readonly reminderId: string;
  readonly staffId: string;
  readonly kind: string;
  /** Category, id and part of the record it leads to. */
  readonly category: string;
  readonly aboutId: string;
  readonly part?: string;
  readonly number?: string;
  /** When what it reminds of came about. */
  readonly at: Instant;
  readonly dueAt?: Instant;
  readonly overdue: boolean;
  readonly snoozedUntil?: Instant;
  readonly acknowledgedAt?: Instant;
  readonly revision: number;
  /** Decimal position. */
  readonly lastPosition: string;
}

const key = ({ data: { reminderId } }: { readonly data: { readonly reminderId: string } }) => [reminderId];
const changed = (
  row: ReminderRow | undefined,
  { revision, position }: Recorded<ReminderEvent>,
  change: Partial<ReminderRow>,
): ReminderRow | undefined => row && { ...row, ...change, revision, lastPosition: String(position) };

/** 提醒: every reminder ever raised. */
export const reminders = projection<ReminderRow, ReminderEvent>({
  name: 'reminders',
  version: 1,
  key: 'reminderId',
  columns: {
    reminderId: 'text',
    staffId: 'text',
    kind: 'text',
    category: 'text',
    aboutId: 'text',
    part: 'text',
    number: 'text',
    at: 'instant',
    dueAt: 'instant',
    overdue: 'boolean',
    snoozedUntil: 'instant',
    acknowledgedAt: 'instant',
    revision: 'integer',
    lastPosition: 'text',
  },
  indexes: [
    ['staffId', 'at'],
    ['staffId', 'dueAt'],
  ],
  keys: { ReminderRaised: key, ReminderAcknowledged: key, ReminderSnoozed: key },
  project: {
    ReminderRaised: (_, { data: { about, ...rest }, revision, position }) => {
      const { category, id: aboutId, part } = about;
      return { ...rest, category, aboutId, part, revision, lastPosition: String(position) };
    },
    ReminderAcknowledged: (row, event) => changed(row, event, { acknowledgedAt: event.metadata.occurredAt }),
    ReminderSnoozed: (row, event) => changed(row, event, { snoozedUntil: event.data.until }),
  },
});
