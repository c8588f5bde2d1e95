import { randomUUID } from 'node:crypto';
import { ScheduleNotFoundError } from '@temporalio/client';
import { dayAfter, dayOf, startOfDay, type Day } from '@dealtrail/calendar';
import type { Actor, Intention } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { MyReminders } from '@dealtrail/reminders';
import { record } from '../testing/histories.js';
import { SalesFloor } from '../testing/sales-floor.js';
import { dailyCheckSchedule } from './daily-check.schedule.js';

const zone = 'Asia/Shanghai';
const schedule = dailyCheckSchedule(zone);
const clock: Actor = { kind: 'process', id: 'dailyCheck' };

let floor: SalesFloor;
const handle = () => floor.client.schedule.getHandle('dailyCheck');
const forget = () =>
  handle()
    .delete()
    .catch((error: unknown) => {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    });
const story = (day: Day) => floor.story(`dailyCheck-${day}`);
const opens = (day: Day) => ['DailyCheckOpened', startOfDay(day, zone)];

beforeAll(async () => {
  floor = await SalesFloor.open();
  await forget(); // of a run that failed
  floor.work();
  for (const rep of ['li.na', 'wang.wei', 'sun.li']) await floor.hire(rep, ['rep']);
}, 60_000);
afterAll(async () => {
  await forget();
  await floor.close();
}, 60_000);

describe('the schedule of the daily check', () => {
  it('is there once, however many workers ask for it: each date at midnight and in the afternoon of the calendar', async () => {
    const asked = await Promise.all([1, 2, 3].map(() => floor.schedules().ensure(schedule)));
    expect([...asked].sort()).toEqual(['created', 'same', 'same']);
    const { spec, policies, action } = await handle().describe();
    expect(spec).toMatchObject({ timezone: zone });
    expect(spec.calendars?.map(({ hour, minute }) => [hour?.[0]?.start, minute?.[0]?.start])).toEqual([
      [0, 0],
      [16, 0],
    ]);
    expect(policies).toMatchObject({ overlap: 'BUFFER_ALL', catchupWindow: 7 * 24 * 3600 * 1000 });
    expect(action).toMatchObject({ workflowType: 'dailyCheck', taskQueue: floor.taskQueue });
  }, 30_000);

  it('follows the zone of the calendar, and stays paused when an operator has paused it', async () => {
    await handle().pause('maintenance');
    expect(await floor.schedules().ensure(dailyCheckSchedule('Asia/Tokyo'))).toBe('changed');
    const { spec, state } = await handle().describe();
    expect([spec.timezone, state]).toEqual(['Asia/Tokyo', expect.objectContaining({ paused: true })]);
    expect(await floor.schedules().ensure(schedule)).toBe('changed');
    expect(await floor.schedules().ensure(schedule)).toBe('same');
    await handle().unpause();
  }, 30_000);

  it('begins the day when it is triggered', async () => {
    const today = dayOf(new Date().toISOString(), zone);
    await handle().trigger();
    await eventually(
      () => story(today),
      (seen) => seen.length > 0,
      60, // the first schedule of a server
    );
    expect((await story(today))[0]).toEqual(opens(today));
  }, 90_000);

  it('makes up for every missed day in order, each fact at its instant, and twice is once', async () => {
    const now = new Date().toISOString();
    const today = dayOf(now, zone);
    const missed = [6, 5, 4, 3, 2, 1].map((days) => dayAfter(today, -days));
    await floor.schedules().catchUp(schedule, now);
    await eventually(
      () => Promise.all(missed.map(story)),
      (all) => all.every((seen) => seen.some(([type]) => type === 'DailyCheckClosed')),
      90,
    );
    for (const day of missed)
      expect(await story(day)).toEqual([opens(day), ['DailyCheckClosed', startOfDay(dayAfter(day), zone)]]);

    const head = await floor.store.head();
    const runs = () =>
      floor.client.workflow.count(`TaskQueue = '${floor.taskQueue}' AND ExecutionStatus = 'Completed'`);
    const before = (await runs()).count;
    await floor.schedules().catchUp(schedule, now);
    await eventually(runs, ({ count }) => count >= before + 13, 90); // a week of midnights and afternoons
    expect(await floor.store.head()).toBe(head);
    const { info } = await handle().describe();
    for (const { action } of info.recentActions) {
      const run = floor.client.workflow.getHandle(action.workflow.workflowId);
      await run.result();
      const time = action.workflow.workflowId.slice(-9);
      if (time === '16:00:00Z') await record(run, 'daily-check', 'ends one day and begins the next');
      if (time === '08:00:00Z') await record(run, 'daily-check', 'reminds in the afternoon');
    }
  }, 240_000);
});

describe('the afternoon of a working day', () => {
  const day = '2025-10-09';
  const place = (ownerId: string, orderNumber: string): Promise<unknown> => {
    const value = { amount: 100_00, currency: 'CNY' };
    const lines = [{ lineId: '1', description: 'GTX Pro', quantity: 1, value }];
    const order = { type: 'PlaceOrder', orderId: randomUUID(), orderNumber, ownerId, lines, value };
    const actor: Actor = { kind: 'staff', id: ownerId };
    return floor.send(order as unknown as Intention, { actor, occurredAt: '2025-09-26T02:00:00.000Z' });
  };
  const reminders = async (staffId: string) => {
    const metadata = { actor: { kind: 'staff', id: staffId } as const };
    const question = Object.assign(new MyReminders(), { metadata, kind: 'daily-check-due', state: 'all' });
    return ((await floor.ask(question)) as { items: readonly object[] }).items;
  };

  it('reminds each person once who has an order to check, on leave who stands in', async () => {
    const admin = { actor: { kind: 'staff', id: 'admin' }, occurredAt: '2025-10-07T02:00:00.000Z' } as const;
    const leave = { staffId: 'sun.li', leaveId: 'autumn' };
    await floor.send({ type: 'AppointDeputy', staffId: 'sun.li', deputy: 'wang.wei' } as Intention, admin);
    await floor.send({ type: 'PlanLeave', ...leave, from: day, until: '2025-10-10' } as Intention, admin);
    await floor.send({ type: 'BeginLeave', ...leave, at: startOfDay(day, zone) } as Intention, { actor: clock });
    for (const [n, owner] of ['li.na', 'li.na', 'li.na', 'sun.li'].entries()) await place(owner, `A-${n}`);
    await floor.react(); // to what comes now
    await floor.send({ type: 'RemindDailyCheck', day } as Intention, {
      actor: clock,
      occurredAt: '2025-10-09T08:00:00.000Z',
    });
    await eventually(
      async () => [await reminders('li.na'), await reminders('wang.wei')],
      ([liNa, wangWei]) => liNa?.length === 1 && wangWei?.length === 1,
      40,
    );
    expect((await reminders('li.na'))[0]).toMatchObject({
      ...{ category: 'dailyCheck', aboutId: day, state: 'open' },
      ...{ at: '2025-10-09T08:00:00.000Z', dueAt: '2025-10-09T16:00:00.000Z' },
    });
    expect(await reminders('sun.li')).toEqual([]);
  }, 60_000);
});
