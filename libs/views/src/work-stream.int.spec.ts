import { derivedId, type LiveMessage } from '@dealtrail/event-sourcing';
import { diceOf } from '@dealtrail/event-sourcing/testing';
import { at } from './testing/approvals.js';
import { SalesOffice } from './testing/sales-office.js';
import { Following, WorkFeed } from './work-feed.provider.js';
import { WorkStreamHandler } from './work-stream.handlers.js';
import { WorkStream } from './work-stream.queries.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await SalesOffice.open();
  office.now = at('03-02 09:00');
  await office.unit('east.1', 'team', 'East 1', undefined, 'zhao.min');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('zhao.min', '趙敏', ['supervisor'], 'east.1');
  await office.person('shen.ji', '沈計', ['auditor']);
}, 60_000);
afterAll(() => office.close());

const dueAt = at('03-01 09:00');
let count = 0;
/** One fact of every kind that is told, to one or the other, among others that are not. */
async function goOn(times: number, dice = diceOf(count + 1)): Promise<void> {
  for (let n = 0; n < times; n++) {
    const id = derivedId('spec', 'work stream', ++count);
    const staffId = dice.one(['li.na', 'zhao.min']);
    const about = { category: 'deal', id } as const;
    const raised = { reminderId: id, staffId, kind: 'deal-gone-stale', about, at: dueAt, overdue: true } as const;
    const stale = { dealId: id, number: 'D', ownerId: staffId, since: dueAt, dueAt, days: 45, grade: 'B' };
    if (dice.percent(40)) await office.happened(`reminder-${id}`, { type: 'ReminderRaised', data: raised });
    else if (dice.percent(60)) await office.happened(`deal-${id}`, { type: 'DealGoneStale', data: stale });
    else
      await office.happened(`deal-${id}`, {
        type: 'DealLost',
        data: { dealId: id, ownerId: staffId, lostOn: '2026-03-01' },
      });
  }
}

interface Client {
  /** Positions, as they came. */
  readonly told: number[];
  /** The last position it knows of: of a message, or how far the stream was. */
  reached: number;
}

/** A process of its own: its feed begins when somebody listens. */
const aProcess = () => new WorkStreamHandler(new WorkFeed(office.store), office.store, office.known);

/** Listens until it has been told so many more, or until the position; as a client that is cut in the middle of a batch. */
async function listen(
  handler: WorkStreamHandler,
  who: string,
  client: Client,
  until: { readonly more: number } | { readonly position: number },
): Promise<void> {
  const question = Object.assign(new WorkStream(), {
    metadata: { actor: { kind: 'staff', id: who } as const },
    team: true,
    after: String(client.reached),
  });
  const cut = new AbortController();
  let left = 'more' in until ? until.more : Infinity;
  for await (const { messages, position } of (await handler.execute(question))(cut.signal)) {
    for (const { position: its } of messages) {
      if (left-- === 0) return cut.abort();
      client.told.push(its);
      client.reached = its;
    }
    client.reached = Math.max(client.reached, position);
    if ('position' in until && client.reached >= until.position) return cut.abort();
  }
}

/** What they should have been told, by the log itself. */
async function byTheLog(after: number, wanted: (type: string, data: Record<string, unknown>) => boolean) {
  const end = new AbortController();
  for await (const { events } of office.store.subscribe(after, { batchSize: 100_000, signal: end.signal }))
    return events.filter(({ type, data }) => wanted(type, data as never)).map(({ position }) => position);
  return [];
}
const toLiNa = (type: string, { staffId, ownerId }: Record<string, unknown>) =>
  (type === 'ReminderRaised' && staffId === 'li.na') || (type === 'DealGoneStale' && ownerId === 'li.na');
const toZhaoMin = (type: string, { staffId }: Record<string, unknown>) =>
  (type === 'ReminderRaised' && staffId === 'zhao.min') || type === 'DealGoneStale';

describe('the live stream of work', () => {
  it('tells all and each once, however often it is cut, at one process or another, whatever it remembers', async () => {
    const begun = await office.store.head();
    const dice = diceOf(20_261_127);
    const clients = { 'li.na': { told: [], reached: begun }, 'zhao.min': { told: [], reached: begun } };
    const processes = [aProcess(), aProcess()];
    const writing = goOn(150);
    for (let turn = 0; turn < 12; turn++)
      await Promise.all(
        Object.entries(clients).map(([who, client]) =>
          listen(dice.one(processes), who, client, { more: dice.upTo(4) + 1 }),
        ),
      );
    await writing;
    const position = await office.store.head();
    await Promise.all(Object.entries(clients).map(([who, client]) => listen(aProcess(), who, client, { position })));
    expect(clients['li.na'].told).toEqual(await byTheLog(begun, toLiNa));
    expect(clients['zhao.min'].told).toEqual(await byTheLog(begun, toZhaoMin));
    expect(clients['zhao.min'].told.length).toBeGreaterThan(30);
  }, 60_000);

  it('reads the log for what it has forgotten, and goes on with what it remembers', async () => {
    const begun = await office.store.head();
    const following = new Following(office.store, { remembered: 5, furthest: 10_000 });
    const ready = new AbortController();
    for await (const { position } of following.after(begun - 1, ready.signal)) if (position >= begun) break;
    await goOn(40);
    const told: number[] = [];
    const head = await office.store.head();
    for await (const { facts, position } of following.after(begun, ready.signal)) {
      told.push(...facts.map((fact) => fact.position));
      if (position >= head) break;
    }
    expect(told).toEqual(await byTheLog(begun, (type) => ['ReminderRaised', 'DealGoneStale'].includes(type)));
    await following.stop();
  });

  it('reads no more than so much back: it says what to load anew, and goes on from there', async () => {
    const begun = await office.store.head();
    await goOn(60);
    const head = await office.store.head();
    const feed = Object.assign(new WorkFeed(office.store), { bounds: { remembered: 5, furthest: 20 } });
    const handler = new WorkStreamHandler(feed, office.store, office.known);
    const metadata = { actor: { kind: 'staff', id: 'zhao.min' } as const };
    const from = async (after: number, until: (message: LiveMessage) => boolean) => {
      const question = Object.assign(new WorkStream(), { metadata, team: true, after: String(after) });
      const [told, cut] = [[] as LiveMessage[], new AbortController()];
      for await (const { messages } of (await handler.execute(question))(cut.signal))
        for (const message of messages) {
          told.push(message);
          if (until(message)) {
            cut.abort();
            return told;
          }
        }
      return told;
    };
    for (const after of [0, begun]) {
      const told = await from(after, ({ event }) => event === 'reset');
      expect(told.at(-1)).toEqual({
        ...{ position: head, event: 'reset' },
        data: { after: String(head), reload: ['/reminders', '/work/mine', '/work/team'] },
      });
      expect(told.length).toBeLessThanOrEqual(21);
    }
    // What is recorded after that is told, and so is all that lies within the bound.
    const [listening] = [from(0, ({ position, event }) => position > head && event !== 'reset')];
    await goOn(10);
    expect((await listening).filter(({ event }) => event === 'reset')).toHaveLength(1);
    const last = (await byTheLog(head, toZhaoMin)).at(-1);
    const near = await from(head, ({ position }) => position === last);
    expect(near.map(({ position }) => position)).toEqual(await byTheLog(head, toZhaoMin));
  });

  it('tells reminders alone to who asks for no team', async () => {
    const begun = await office.store.head();
    await goOn(20);
    const head = await office.store.head();
    const metadata = { actor: { kind: 'staff', id: 'zhao.min' } as const };
    const question = Object.assign(new WorkStream(), { metadata, after: String(begun) });
    const told: LiveMessage[] = [];
    for await (const { messages, position } of (await aProcess().execute(question))(new AbortController().signal)) {
      told.push(...messages);
      if (position >= head) break;
    }
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['reminder']));
  });

  it('ends when a role is taken away, before anything that came after', async () => {
    const metadata = { actor: { kind: 'staff', id: 'zhao.min' } as const };
    const answer = await aProcess().execute(Object.assign(new WorkStream(), { metadata, team: true }));
    const roles = { staffId: 'zhao.min', roles: ['rep'] };
    await office.happened('staff-zhao.min', { type: 'PersonRolesChanged', data: roles });
    await goOn(5);
    const told: LiveMessage[] = [];
    const listening = (async () => {
      for await (const { messages } of answer(new AbortController().signal)) told.push(...messages);
    })();
    await expect(listening).rejects.toMatchObject({ code: 'permission-changed', kind: 'forbidden' });
    expect(told).toEqual([]);
  });

  it('refuses a position that the log has not come to', async () => {
    const client: Client = { told: [], reached: (await office.store.head()) + 1 };
    await expect(listen(aProcess(), 'li.na', client, { more: 1 })).rejects.toMatchObject({
      code: 'position-not-reached',
    });
  });
});
