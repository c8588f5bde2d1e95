import { randomUUID } from 'node:crypto';
import {
  CommandRegistry,
  CommandRunner,
  EventTypes,
  permissionOf,
  type Actor,
  type CommandResult,
  type Intention,
} from '@dealtrail/event-sourcing';
import type { PostgresEventStore } from '@dealtrail/event-store';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import type { KnownKeeper } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { Projector, ReadPool, ReadStore } from '@dealtrail/read-store';
import { reminderCommands, reminderIdOf, type AnyReminderCommand, type RaiseReminder } from './reminder.commands.js';
import { reminderEvents } from './reminder.events.js';
import { MyRemindersHandler, ReminderCommandHandler } from './reminder.handlers.js';
import { MyReminders } from './reminder.queries.js';
import { reminders } from './reminders.projection.js';
import { known, raise } from './testing/reminder-facts.js';

const registry = new CommandRegistry(reminderCommands);
const process: Actor = { kind: 'process', id: 'reminders' };
const li: Actor = { kind: 'staff', id: 'li.na' };
const wang: Actor = { kind: 'staff', id: 'wang.wei' };
const raisedAt = '2026-04-07T01:00:00.000Z';

describe('reminders on the real store', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let pool: ReadPool;
  let projector: Projector;
  let commands: ReminderCommandHandler;
  let mine: MyRemindersHandler;
  let now = raisedAt;

  beforeAll(async () => {
    database = await testDatabase();
    store = await openStore(database.url, new EventTypes([reminderEvents]), { clock: { now: () => now } });
    pool = new ReadPool(database.url);
    const reader = new ReadStore({ pool, store, clock: { now: () => now }, waitMs: 20_000 });
    projector = new Projector({ pool, store, projections: [reminders], watch: reader.watch });
    await projector.start();
    const runner = new CommandRunner<Known>({
      store,
      known: () => known,
      permissionOf,
      digestKey: testKeys.digestKey,
    });
    commands = new ReminderCommandHandler(runner);
    mine = new MyRemindersHandler(reader, { now: () => known } as KnownKeeper<Known>);
  }, 30_000);

  afterAll(async () => {
    await projector?.stop();
    await pool?.end();
    await store?.stop();
    await database?.drop();
  });

  const send = (actor: Actor, intention: Intention<AnyReminderCommand>): Promise<CommandResult> => {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, occurredAt: now };
    return commands.execute(registry.create(intention, metadata) as AnyReminderCommand);
  };
  const ask = async (actor: Actor, fields: Partial<MyReminders> = {}) => {
    const minPosition = String(await store.head());
    return mine.execute(
      Object.assign(new MyReminders(), { minPosition, metadata: { actor, occurredAt: now } }, fields),
    );
  };
  const ids = async (actor: Actor, fields: Partial<MyReminders> = {}): Promise<string[]> =>
    (await ask(actor, fields)).items.map(({ reminderId }) => reminderId);

  const raising = (source: string, over: Partial<Intention<RaiseReminder>> = {}): Intention<RaiseReminder> => {
    const staffId = over.staffId ?? 'li.na';
    return { ...raise, ...over, staffId, reminderId: reminderIdOf(source, staffId) };
  };
  const older = reminderIdOf('older', 'li.na');
  const newer = reminderIdOf('newer', 'li.na');

  it('come once each, however often they are raised and by whichever run', async () => {
    await send(process, raising('older', { at: '2026-04-06T01:00:00.000Z' }));
    await send(process, raising('newer', { kind: 'deal-gone-stale', dueAt: '2026-04-10T01:00:00.000Z' }));
    await send(process, raising('newer', { kind: 'deal-gone-stale', dueAt: '2026-04-11T01:00:00.000Z' }));
    await send(process, raising('newer', { staffId: 'wang.wei' }));
    expect(await ids(li)).toEqual([newer, older]);
    expect(await ids(wang)).toEqual([reminderIdOf('newer', 'wang.wei')]);
    const [first] = (await ask(li)).items;
    expect(first).toMatchObject({
      state: 'open',
      title: { zh: '商機已停滯', en: 'A deal has gone stale' },
      category: 'deal',
      aboutId: raise.about.id,
      dueAt: '2026-04-10T01:00:00.000Z',
    });
  });

  it('are listed newest first or by what is due, by kind, page by page', async () => {
    expect(await ids(li, { sort: '-dueAt' })).toEqual([older, newer]);
    expect(await ids(li, { kind: 'deal-going-stale' })).toEqual([older]);
    const { items, nextCursor } = await ask(li, { limit: 1 });
    expect(items.map(({ reminderId }) => reminderId)).toEqual([newer]);
    expect(await ids(li, { limit: 1, cursor: nextCursor })).toEqual([older]);
  });

  it('go out of sight while snoozed, come back at the instant itself, and stay away once acknowledged', async () => {
    const until = '2026-04-08T01:00:00.000Z';
    await send(li, { type: 'SnoozeReminder', reminderId: older, until });
    await send(li, { type: 'AcknowledgeReminder', reminderId: newer });
    expect(await ids(li)).toEqual([]);
    expect(await ids(li, { state: 'snoozed' })).toEqual([older]);
    expect(await ids(li, { state: 'acknowledged' })).toEqual([newer]);
    expect((await ask(li, { state: 'all' })).items.map(({ state }) => state)).toEqual(['acknowledged', 'snoozed']);
    now = until;
    expect(await ids(li)).toEqual([older]);
    expect(await ids(li, { state: 'snoozed' })).toEqual([]);
  });

  it('are nobody else’s to see or to put away', async () => {
    await expect(send(wang, { type: 'AcknowledgeReminder', reminderId: older })).rejects.toMatchObject({
      code: 'out-of-reach',
    });
    await expect(send(li, raising('own'))).rejects.toMatchObject({ code: 'role-not-permitted' });
    await expect(ask({ kind: 'staff', id: 'he.shen' })).rejects.toMatchObject({ code: 'role-not-permitted' });
    expect(await ids({ kind: 'staff', id: 'admin' }, { state: 'all' })).toEqual([]);
  });
});
