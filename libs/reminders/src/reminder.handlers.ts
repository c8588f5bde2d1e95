import {
  CommandRunner,
  KnownKeeper,
  permissionOf,
  reachOf,
  systemClock,
  type CommandResult,
  type Instant,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReminderCommand, type AnyReminderCommand } from './reminder.commands.js';
import { reminder } from './reminder.decider.js';
import { reminderKinds, type ReminderKind } from './reminder.events.js';
import { MyReminders, type ReminderState } from './reminder.queries.js';
import { reminders, type ReminderRow } from './reminders.projection.js';

@CommandHandler(ReminderCommand)
export class ReminderCommandHandler implements ICommandHandler<ReminderCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyReminderCommand): Promise<CommandResult> {
    return this.runner.handle(reminder, command);
  }
}

/** A reminder as its person sees it. */
export interface ShownReminder extends ReminderRow {
  readonly state: ReminderState;
  readonly title: { readonly zh: string; readonly en: string };
}

type Narrowing = (query: RowQuery<ReminderRow>, now: Instant) => RowQuery<ReminderRow>;

/** The rows in each state; what is snoozed until now is open again. */
const inState: Readonly<Record<ReminderState | 'all', Narrowing>> = {
  open: (query, now) =>
    query
      .where('acknowledgedAt', 'is', null)
      .where((is) => is.or([is('snoozedUntil', 'is', null), is('snoozedUntil', '<=', now)])),
  snoozed: (query, now) => query.where('acknowledgedAt', 'is', null).where('snoozedUntil', '>', now),
  acknowledged: (query) => query.where('acknowledgedAt', 'is not', null),
  all: (query) => query,
};

function stateOf({ acknowledgedAt, snoozedUntil }: ReminderRow, now: Instant): ReminderState {
  if (acknowledgedAt !== undefined) return 'acknowledged';
  return snoozedUntil !== undefined && snoozedUntil > now ? 'snoozed' : 'open';
}

@QueryHandler(MyReminders)
export class MyRemindersHandler implements IQueryHandler<MyReminders, Page<ShownReminder>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: MyReminders): Promise<Page<ShownReminder>> {
    const { state = 'open', kind, asOf, metadata } = question;
    reachOf(permissionOf(question), metadata.actor, this.known.now().staff); // refuses who may not ask; reminders are one's own
    const now = asOf === undefined ? (metadata.occurredAt ?? systemClock.now()) : new Date(asOf).toISOString();
    const page = await this.store.list(reminders, question, {
      where: (query) => {
        const own = query.where('staffId', '=', metadata.actor.id);
        return inState[state](kind === undefined ? own : own.where('kind', '=', kind), now);
      },
      sortable: ['at', 'dueAt'],
      defaultSort: '-at',
    });
    const shown = (row: ReminderRow): ShownReminder => ({
      ...row,
      state: stateOf(row, now),
      title: reminderKinds[row.kind as ReminderKind],
    });
    return { ...page, items: page.items.map(shown) };
  }
}
