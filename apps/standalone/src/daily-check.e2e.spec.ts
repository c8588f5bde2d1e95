import type { Client } from '@temporalio/client';
import { dayAfter, dayOf, defaultZone, startOfDay } from '@dealtrail/calendar';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { temporalClient } from '@dealtrail/process-runner';
import { TestSystem } from './testing/system.js';

let system: TestSystem;
let client: Client;

beforeAll(async () => {
  system = await TestSystem.open();
  const { temporalAddress: address, temporalNamespace: namespace } = system.configuration;
  client = temporalClient({ address, namespace });
}, 120_000);
afterAll(async () => {
  await client?.connection.close();
  await system?.close();
}, 60_000);

const schedule = () => client.schedule.getHandle('dailyCheck');
const isThere = () =>
  schedule()
    .describe()
    .then(
      () => true,
      () => false,
    );
const today = (): string => dayOf(new Date().toISOString(), defaultZone);

describe('the daily check', () => {
  it('is scheduled by the first start, and opens the day', async () => {
    await eventually(isThere, (there) => there, 60);
    await schedule().trigger();
    const opened = () => system.facts({ stream: `dailyCheck-${today()}`, types: ['DailyCheckOpened'] });
    const [fact] = await eventually(opened, ({ length }) => length > 0, 60);
    expect(fact?.metadata).toMatchObject({
      actor: { kind: 'process', id: expect.stringMatching(/^dailyCheck-/) },
      occurredAt: startOfDay(today()),
    });
    const list = () => system.get(`/daily-checks/${today()}`, { as: 'admin' });
    const { body } = await eventually(list, ({ status }) => status === 200, 30);
    expect(body).toMatchObject({ day: today(), items: [], workday: expect.any(Boolean) });
    expect((await system.get('/daily-checks/2025-10-09', { as: 'admin' })).body).toMatchObject({
      code: 'daily-check-not-found',
    });
    const month = `/daily-checks/compliance?from=2025-10-01&to=2025-10-31`;
    expect((await system.get(month, { as: 'admin' })).body).toMatchObject({ groups: [], total: { demanded: 0 } });
  }, 180_000);

  it('makes up for the last days when Temporal has lost the schedule', async () => {
    await schedule().delete();
    await system.restart();
    await eventually(isThere, (there) => there, 60);
    const missed = [6, 5, 4, 3, 2, 1].map((days) => dayAfter(today(), -days));
    const closings = async () => {
      const facts = await system.facts({ types: ['DailyCheckClosed'] });
      const ofDay = (day: string) => facts.filter(({ stream }) => stream === `dailyCheck-${day}`);
      return missed.map((day) => ofDay(day).map(({ metadata }) => metadata.occurredAt));
    };
    const closed = await eventually(closings, (all) => all.every(({ length }) => length > 0), 90);
    expect(closed).toEqual(missed.map((day) => [startOfDay(dayAfter(day))]));
  }, 240_000);
});
