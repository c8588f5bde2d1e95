import { randomUUID } from 'node:crypto';
import { dayAfter, dayOf } from '@dealtrail/calendar';
import type { CommandMetadata, DomainError, Intention } from '@dealtrail/event-sourcing';
import { deal, type AnyDealCommand, type Deal } from '@dealtrail/deals';
import { fold } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { SalesFloor } from './testing/sales-floor.js';

let floor: SalesFloor;
/** A code of this run alone: all spec files share one Temporal, which outlives a run that failed and knows a process by its person. */
const here = (code: string): string => `${code}.${randomUUID().slice(0, 8)}`;
const leaver = here('sun.li');
const day = 24 * 3600 * 1000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

beforeAll(async () => {
  floor = await SalesFloor.open();
  await floor.send({ type: 'RegisterUnit', unitId: 'east.1', kind: 'team', name: '華東一組' } as Intention);
  for (const rep of ['li.na', leaver]) await floor.hire(rep, ['rep'], 'east.1');
  await floor.hire('zhao.min', ['supervisor'], 'east.1');
  await floor.send({ type: 'AppointUnitHead', unitId: 'east.1', head: 'zhao.min' } as Intention);
}, 60_000);
afterAll(() => floor?.close(), 60_000);

const by = (id: string): Partial<CommandMetadata> => ({ actor: { kind: 'staff', id } });
const past: Partial<CommandMetadata> = { actor: { kind: 'import', id: 'crm-pipeline' }, history: true };

async function register(ownerId: string, metadata: Partial<CommandMetadata>, over: object = {}): Promise<string> {
  const dealId = randomUUID();
  const intention = {
    type: 'RegisterDeal',
    dealId,
    title: '12 台 GTX Pro',
    ownerId,
    registeredOn: '2017-01-03',
    ...over,
  };
  await floor.send(intention as Intention<AnyDealCommand>, metadata);
  return dealId;
}
const story = (dealId: string) => floor.story(`deal-${dealId}`);
const types = async (dealId: string) => (await story(dealId)).map(([type]) => type);
const stateOf = async (dealId: string) =>
  fold<Deal>(deal, (await floor.store.read([`deal-${dealId}`]))[0] ?? []) as Extract<Deal, { status: 'open' }>;

describe('deals of the past, brought in by an import', () => {
  let open: readonly string[];

  it('are left alone by reactions and taken up by reconcile, each once', async () => {
    await floor.react();
    open = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        register('li.na', { ...past, occurredAt: `2017-01-0${i + 1}T01:00:00.000Z` }, { registeredOn: '2016-12-31' }),
      ),
    );
    const closed = await register('li.na', { ...past, occurredAt: '2017-01-04T01:00:00.000Z' });
    const won = { type: 'WinDeal', dealId: closed, amount: { amount: 100, currency: 'USD' }, wonOn: '2017-01-05' };
    await floor.send(won as Intention, { ...past, occurredAt: '2017-01-05T01:00:00.000Z' });
    const [followUps] = await floor.reconciler().run();
    expect(followUps).toMatchObject({ process: 'dealFollowUp', open: 8, started: 8, ended: 0, failed: 0 });
  }, 30_000);

  it('have gone stale once, at their last progress and 45 days, without a warning', async () => {
    floor.work();
    for (const [i, dealId] of open.entries()) {
      await eventually(
        () => types(dealId),
        (seen) => seen.includes('DealGoneStale'),
      );
      const due = new Date(Date.parse(`2017-01-0${i + 1}T01:00:00.000Z`) + 45 * day).toISOString();
      expect(await story(dealId)).toEqual([
        ['DealRegistered', `2017-01-0${i + 1}T01:00:00.000Z`],
        ['DealGoneStale', due],
      ]);
    }
    expect((await floor.reconciler().run())[0]).toMatchObject({ open: 8, started: 0, ended: 0, failed: 0 });
  }, 60_000);

  it('are taken up again, and nothing is doubled, when Temporal has lost everything', async () => {
    await floor.forget(open.map((dealId) => `dealFollowUp/${dealId}`));
    expect((await floor.reconciler().run())[0]).toMatchObject({ open: 8, started: 8, failed: 0 });
    expect((await floor.reconciler().run())[0]).toMatchObject({ open: 8, started: 0, refreshed: 0, failed: 0 });
    for (const dealId of open) expect(await types(dealId)).toEqual(['DealRegistered', 'DealGoneStale']);
  }, 30_000);
});

describe('a deal that goes stale while nobody works', () => {
  /** One that was warned of and is due soon, while nobody works any more; as far ahead as this machine needs for that. */
  async function warnedOf(): Promise<string> {
    for (let ahead = 3_000; ; ahead *= 3) {
      const worker = floor.work();
      const occurredAt = ago(45 * day - ahead);
      const dealId = await register('li.na', { ...by('li.na'), occurredAt }, { registeredOn: undefined });
      const seen = await eventually(
        () => types(dealId),
        ({ length }) => length > 1,
        60,
      );
      await worker.stop();
      const { followUp } = await stateOf(dealId);
      if (seen[1] === 'DealGoingStale' && new Date().toISOString() < followUp.dueAt) return dealId;
    }
  }

  it('is recorded when the worker is back, at its due instant, and starts anew with progress', async () => {
    const dealId = await warnedOf();
    const { followUp } = await stateOf(dealId);
    const handle = floor.client.workflow.getHandle(`dealFollowUp/${dealId}`);
    await eventually(
      () => Promise.resolve(new Date().toISOString()),
      (now) => now > followUp.dueAt,
      60,
    );
    expect(await types(dealId)).toEqual(['DealRegistered', 'DealGoingStale']);
    floor.work();
    await eventually(
      () => types(dealId),
      (seen) => seen.includes('DealGoneStale'),
    );
    expect((await story(dealId)).at(-1)).toEqual(['DealGoneStale', followUp.dueAt]);

    await floor.send({ type: 'GradeDeal', dealId, grade: 'A', reason: '意向明確' } as Intention, by('zhao.min'));
    const again = (await stateOf(dealId)).followUp.dueAt;
    const status = () => handle.query<{ dueAt: string; stale: boolean; grade: string }>('dealFollowUpStatus');
    expect(await eventually(status, ({ dueAt }) => dueAt === again)).toMatchObject({ stale: false, grade: 'A' });
    await floor.send({ type: 'LoseDeal', dealId, reason: '價格' } as Intention, by('li.na'));
    await handle.result();
    await floor.send({ type: 'ReopenDeal', dealId, reason: '重新立項' } as Intention, by('li.na'));
    await eventually(
      async () => (await handle.describe()).status.name,
      (name) => name === 'RUNNING',
    );
  }, 120_000);
});

describe('somebody who leaves', () => {
  it('hands over every open deal, also one that was given to them at the same moment', async () => {
    const held = await Promise.all(
      Array.from({ length: 12 }, () => register(leaver, by(leaver), { registeredOn: undefined })),
    );
    const late = await register('li.na', by('li.na'), { registeredOn: undefined });
    const leave = { type: 'DeactivatePerson', staffId: leaver, reason: '離職' } as Intention;
    const give = { type: 'ChangeDealOwner', dealId: late, ownerId: leaver } as Intention;
    await Promise.all([floor.send(give, by('zhao.min')), floor.send(leave, by('admin'))]);
    const left = async () => (await floor.story(`staff-${leaver}`)).map(([type]) => type);
    await eventually(left, (seen) => seen.includes('HandOverCompleted'));
    for (const dealId of [...held, late])
      await eventually(
        () => stateOf(dealId),
        ({ ownerId }) => ownerId === 'zhao.min',
      );
    for (const dealId of held)
      expect((await types(dealId)).filter((type) => type === 'DealReassigned')).toHaveLength(1);
  }, 60_000);
});

describe('somebody who goes on leave', () => {
  const away = here('wang.wei');
  const today = dayOf(new Date().toISOString());
  const leaveOf = (leaveId: string, more: object) =>
    ({ staffId: away, leaveId, from: today, until: dayAfter(today, 3), ...more }) as unknown as Intention;
  const facts = async () => (await floor.story(`staff-${away}`)).map(([type]) => type);

  it('is away when the leave begins and back when it ends, and both are on record', async () => {
    await floor.hire(away, ['legal']);
    const [now, next] = [randomUUID(), randomUUID()];
    await floor.send(leaveOf(now, { type: 'PlanLeave' }), by(away));
    await eventually(facts, (seen) => seen.includes('LeaveBegun'));
    const [planned, begun] = (await floor.story(`staff-${away}`)).slice(1);
    expect(begun).toEqual(['LeaveBegun', planned?.[1]]); // entered on its day: away from then on

    const handle = floor.client.workflow.getHandle(`leave/${away}`);
    const status = () => handle.query<{ leaves: readonly { leaveId: string; begun: boolean }[] }>('leaveStatus');
    const later = { type: 'PlanLeave', from: dayAfter(today, 7), until: dayAfter(today, 9) };
    await floor.send(leaveOf(next, later), by(away));
    expect(await eventually(status, ({ leaves }) => leaves.length === 2)).toMatchObject({
      leaves: [
        { leaveId: now, begun: true },
        { leaveId: next, begun: false },
      ],
    });
    for (const leaveId of [now, next])
      await floor.send({ type: 'CancelLeave', staffId: away, leaveId } as Intention, by(away));
    await handle.result();
    expect((await facts()).filter((type) => type.startsWith('Leave'))).toEqual([
      'LeavePlanned',
      'LeaveBegun',
      'LeavePlanned',
      'LeaveEnded',
      'LeaveCancelled',
    ]);
  }, 60_000);

  it('is watched again when Temporal has lost it, and by a new run after the last one is over', async () => {
    const leaveId = randomUUID();
    const later = { type: 'PlanLeave', from: dayAfter(today, 7), until: dayAfter(today, 9) };
    await floor.send(leaveOf(leaveId, later), by(away));
    const handle = floor.client.workflow.getHandle(`leave/${away}`);
    const running = async () => (await handle.describe()).status.name;
    await eventually(running, (name) => name === 'RUNNING');
    await handle.terminate('lost');
    await eventually(running, (name) => name !== 'RUNNING');
    await eventually(
      async () => (await floor.reconciler().run()).find(({ process }) => process === 'leave'),
      (reconciled) => reconciled?.started === 1,
    );
    expect(await running()).toBe('RUNNING');
    await floor.send({ type: 'CancelLeave', staffId: away, leaveId } as Intention, by(away));
    await eventually(running, (name) => name === 'COMPLETED');
  }, 60_000);
});

describe('the last two who may decide on contracts', () => {
  it('do not both leave, also when each is deactivated in the same moment', async () => {
    const directors = ['gao.feng', 'zhou.jie'].map(here);
    for (const [staffId, role] of [
      ['fang.yuan', 'legal'],
      ['qin.tao', 'finance'],
    ] as const)
      await floor.hire(staffId, [role]);
    for (const staffId of directors) await floor.hire(staffId, ['director']);
    const leave = (staffId: string) =>
      floor.send({ type: 'DeactivatePerson', staffId, reason: '離職' } as Intention, by('admin'));
    await Promise.allSettled(directors.map(leave));
    const gone = async (staffId: string) =>
      (await floor.story(`staff-${staffId}`)).filter(([type]) => type.startsWith('Person')).at(-1)?.[0] ===
      'PersonDeactivated';
    const refusal = async (): Promise<string> => {
      for (const staffId of directors)
        if (!(await gone(staffId)))
          try {
            await leave(staffId);
          } catch (error) {
            return (error as DomainError).code;
          }
      return 'both are gone';
    };
    await eventually(refusal, (code) => code === 'last-possible-reviewer');
  }, 60_000);
});

describe('the grade of a customer', () => {
  it('reaches the deals it has and those it gets', async () => {
    const customerId = randomUUID();
    await floor.send(
      { type: 'RegisterCustomer', customerId, name: '華東機械', ownerId: 'li.na' } as Intention,
      by('li.na'),
    );
    const mine = { registeredOn: undefined, customerId };
    const before = await register('li.na', by('li.na'), mine);
    await floor.send(
      { type: 'GradeCustomer', customerId, grade: 'A', reason: '年採購額' } as Intention,
      by('zhao.min'),
    );
    const after = await register('li.na', by('li.na'), mine);
    for (const dealId of [before, after])
      await eventually(
        () => stateOf(dealId),
        ({ grade }) => grade === 'A',
      );
    for (const dealId of [before, after])
      expect((await types(dealId)).filter((type) => type === 'DealGraded')).toHaveLength(1);
  }, 60_000);
});
