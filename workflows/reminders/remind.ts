import { send, type Action, type Recorded } from '@dealtrail/event-sourcing';
import { reminderIdOf, type RaiseReminder, type ReminderKind } from '@dealtrail/reminders';

/** What a reminder is about. */
export type About = Pick<RaiseReminder, 'about' | 'number' | 'dueAt' | 'overdue'>;

/** One reminder for each person, named by the fact, so that looking at it again raises none. */
export const remind = (
  { id, metadata }: Recorded,
  kind: ReminderKind,
  people: readonly (string | undefined)[],
  about: About,
): readonly Action[] =>
  [...new Set(people)].flatMap((staffId) =>
    staffId === undefined
      ? []
      : [
          send<RaiseReminder>({
            type: 'RaiseReminder',
            reminderId: reminderIdOf(id, staffId),
            staffId,
            kind,
            at: metadata.occurredAt,
            ...about,
          }),
        ],
  );
