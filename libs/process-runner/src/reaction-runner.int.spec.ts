import {
  canonicalJson,
  derivedId,
  DomainError,
  reactions,
  send,
  signal,
  start,
  Unavailable,
  type AnyProcess,
  type Intention,
} from '@dealtrail/event-sourcing';
import { RunningProcesses } from './running-processes.js';
import { parcelNews, type ParcelEvent, type ThankForParcel } from './testing/parcel.js';
import { PostOffice, eventually, newParcel } from './testing/post-office.js';

let office: PostOffice;
const sent = (parcelId: string, to = 'li.na'): ParcelEvent => ({ type: 'ParcelSent', data: { parcelId, to } });
const redirected = (parcelId: string, to: string): ParcelEvent => ({
  type: 'ParcelRedirected',
  data: { parcelId, to },
});
const arrived = (parcelId: string): ParcelEvent => ({ type: 'ParcelArrived', data: { parcelId } });

beforeAll(async () => (office = await PostOffice.open()), 30_000);
afterEach(() => office.clear(), 30_000);
afterAll(() => office?.close(), 30_000);

const eventsOf = async (parcelId: string) => (await office.store.read([`parcel-${parcelId}`]))[0] ?? [];
const typesOf = async (parcelId: string) => (await eventsOf(parcelId)).map(({ type }) => type);
const running = async (parcelId: string) => (await office.watch(parcelId).describe()).status.name;
/** Resolves when every event so far has been reacted to. */
async function settled() {
  const head = await office.store.head();
  const checkpoint = async () =>
    Number((await office.pool.query('select min(position) as at from reactions.checkpoints')).rows[0]?.at);
  await eventually(checkpoint, (at) => at >= head);
}

describe('reactions', () => {
  it('start a process, tell it what happens in order, and send commands', async () => {
    await office.runner().start();
    const id = newParcel();
    await office.post(id, [sent(id)]);
    await settled();
    await office.post(id, [redirected(id, 'wang.wei'), redirected(id, 'zhao.min'), arrived(id)]);
    expect(await office.watch(id).result()).toEqual(['ParcelRedirected', 'ParcelRedirected', 'ParcelArrived']);
    expect(
      await eventually(
        () => typesOf(id),
        (types) => types.length === 5,
      ),
    ).toContain('ParcelThanked');
    const [event] = (await eventsOf(id)).filter(({ type }) => type === 'ParcelArrived');
    const { metadata, ...intended } = office.dispatched[0] ?? {};
    expect(metadata).toMatchObject({
      commandId: derivedId('reaction', event?.id ?? '', 'parcelWatch', canonicalJson(intended)),
      actor: { kind: 'process', id: 'parcelWatch' },
      causationId: event?.id,
      correlationId: event?.metadata.correlationId,
    });
  }, 30_000);

  it('begin at the head when new, and leave history alone', async () => {
    const [before, past, now] = [newParcel(), newParcel(), newParcel()];
    await office.post(before, [sent(before)]);
    await office.runner().start();
    await office.post(past, [sent(past)], true);
    await office.post(now, [sent(now)]);
    await settled();
    expect(await running(now)).toBe('RUNNING');
    await expect(running(before)).rejects.toThrow();
    await expect(running(past)).rejects.toThrow();
  }, 30_000);

  it('hear of history too where a rule must hold for all that is in the log', async () => {
    const heard: string[] = [];
    const ParcelSent = ({ data: { to } }: { readonly data: { readonly to: string } }) => {
      heard.push(to);
      return [];
    };
    const strict = reactions<ParcelEvent>({ name: 'strict', history: true, react: { ParcelSent } });
    await office.runner({ tables: [strict] }).start();
    const [past, now] = [newParcel(), newParcel()];
    await office.post(past, [sent(past, 'past')], true);
    await office.post(now, [sent(now, 'now')]);
    await settled();
    expect(heard).toEqual(['past', 'now']);
  }, 30_000);

  it('start what should run when there is nothing to signal, and nothing when it is closed', async () => {
    const [open, closed] = [newParcel(), newParcel()];
    await office.post(open, [sent(open)]);
    await office.post(closed, [sent(closed), arrived(closed)]);
    await office.runner().start();
    await office.post(open, [redirected(open, 'wang.wei')]);
    await office.post(closed, [redirected(closed, 'wang.wei')]);
    await settled();
    const status = () => office.watch(open).query<{ to: string }>('parcelWatchStatus');
    expect(await eventually(status, ({ to }) => to === 'wang.wei')).toMatchObject({ heard: [] });
    await expect(running(closed)).rejects.toThrow();
  }, 30_000);

  it('start all that is open of an aggregate, or the one part they name, and tell each part for itself', async () => {
    const news = reactions<ParcelEvent>({
      name: 'parcelNews',
      react: {
        ParcelSent: ({ data: { parcelId, to } }) => [start(parcelNews, to === 'all' ? parcelId : `${parcelId}/sender`)],
        ParcelRedirected: (event) => [signal(parcelNews, `${event.data.parcelId}/receiver`, event)],
        ParcelArrived: (event) => [signal(parcelNews, `${event.data.parcelId}/receiver`, event)],
      },
    });
    await office.runner({ tables: [news] }).start();
    const part = (id: string, name: string) => office.client.workflow.getHandle(`parcelNews/${id}/${name}`);
    const [whole, half, over] = [newParcel(), newParcel(), newParcel()];
    await office.post(whole, [sent(whole, 'all')]);
    await office.post(half, [sent(half)]);
    await settled();
    for (const name of ['sender', 'receiver']) expect((await part(whole, name).describe()).status.name).toBe('RUNNING');
    expect((await part(half, 'sender').describe()).status.name).toBe('RUNNING');
    await expect(part(half, 'receiver').describe()).rejects.toThrow();

    await office.post(half, [redirected(half, 'wang.wei')]); // nothing to tell: that part is started, the other left alone
    await office.post(over, [sent(over), arrived(over), redirected(over, 'wang.wei')]);
    await settled();
    expect(await part(half, 'receiver').query('parcelNewsStatus')).toMatchObject({ to: 'wang.wei', heard: [] });
    expect(await part(half, 'sender').query('parcelNewsStatus')).toMatchObject({ to: 'li.na' });
    await expect(part(over, 'receiver').describe()).rejects.toThrow();
  }, 30_000);

  it('take effect once when a crash makes them do their work again', async () => {
    const id = newParcel();
    const first = office.runner();
    await first.start();
    await office.post(id, [sent(id), arrived(id)]);
    await settled();
    await first.stop();
    const [begun] = await eventsOf(id);
    await office.pool.query('update reactions.checkpoints set position = $1', [(begun?.position ?? 0) - 1]);
    await office.runner().start();
    await settled();
    const ids = office.dispatched.map(({ metadata }) => metadata.commandId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect((await typesOf(id)).filter((type) => type === 'ParcelThanked')).toHaveLength(1);
  }, 30_000);

  it('note a refused command and go on', async () => {
    const hasty = reactions<ParcelEvent>({
      name: 'hasty',
      react: {
        ParcelSent: ({ data: { parcelId } }) => [
          send<ThankForParcel>({ type: 'ThankForParcel', parcelId, for: 'nothing yet' }),
        ],
        ParcelArrived: ({ data: { parcelId } }) => [
          send<ThankForParcel>({ type: 'ThankForParcel', parcelId, for: 'all' }),
        ],
      },
    });
    const runner = office.runner({ tables: [hasty] });
    await runner.start();
    const id = newParcel();
    await office.post(id, [sent(id)]);
    await settled();
    await office.post(id, [arrived(id)]);
    await settled();
    expect(await runner.log.list()).toMatchObject([
      { reaction: 'hasty', stream: `parcel-${id}`, trouble: 'refused', cause: 'ThankForParcel: parcel-not-arrived' },
    ]);
    expect(await typesOf(id)).toContain('ParcelThanked');
  }, 30_000);

  it('send for whom they are told, under an id and an instant that others may use too, and something else when that is refused', async () => {
    const as = {
      actor: { kind: 'customerLink', id: 'a-link' }, // whom the post office lets send nothing
      commandId: derivedId('customerLink', 'a-link'),
      occurredAt: '2026-05-20T07:30:00.000Z',
    } as const;
    const polite = reactions<ParcelEvent>({
      name: 'polite',
      react: {
        ParcelArrived: ({ data: { parcelId } }) => [
          send<ThankForParcel>(
            { type: 'ThankForParcel', parcelId, for: 'all' },
            { as, otherwise: { type: 'ThankForParcel', parcelId, for: 'the thought' } as Intention },
          ),
        ],
      },
    });
    const runner = office.runner({ tables: [polite] });
    await runner.start();
    const id = newParcel();
    await office.post(id, [arrived(id)]);
    await settled();
    const [asked, instead] = office.dispatched;
    expect(asked).toMatchObject({ for: 'all', metadata: as });
    expect(instead).toMatchObject({ for: 'the thought', metadata: { actor: { kind: 'process', id: 'polite' } } });
    expect(instead?.metadata.commandId).not.toBe(as.commandId);
    expect(await runner.log.list()).toMatchObject([{ trouble: 'refused', cause: 'ThankForParcel: not-permitted' }]);
    expect(await typesOf(id)).toEqual(['ParcelArrived', 'ParcelThanked']);
  }, 30_000);

  it('park what keeps failing with what follows in its stream, and do it in order when asked again', async () => {
    let broken = true;
    const done: string[] = [];
    const fragile = reactions<ParcelEvent>({
      name: 'fragile',
      react: {
        ParcelSent: ({ data: { parcelId, to } }) => {
          if (broken && to === 'nobody') throw new Error('no such address');
          done.push(`sent ${parcelId}`);
          return [];
        },
        ParcelArrived: ({ data: { parcelId } }) => {
          done.push(`arrived ${parcelId}`);
          return [];
        },
      },
    });
    const runner = office.runner({ tables: [fragile], attempts: 2 });
    await runner.start();
    const [bad, good] = [newParcel(), newParcel()];
    await office.post(bad, [sent(bad, 'nobody'), arrived(bad)]);
    await office.post(good, [sent(good), arrived(good)]);
    await settled();
    expect(done).toEqual([`sent ${good}`, `arrived ${good}`]);
    expect(await runner.log.list()).toMatchObject([
      { stream: `parcel-${bad}`, revision: 0, trouble: 'parked', cause: 'Error: no such address' },
      { stream: `parcel-${bad}`, revision: 1, trouble: 'parked' },
    ]);

    broken = false;
    expect(await runner.log.askRetry()).toBe(2);
    await office.post(good, [redirected(good, 'wang.wei')]); // any news makes the leader look
    await eventually(
      () => runner.log.list(),
      (left) => left.length === 0,
    );
    expect(done.slice(2)).toEqual([`sent ${bad}`, `arrived ${bad}`]);
  }, 30_000);

  it('keep what waits behind an event that fails again waiting, until asked once more', async () => {
    let broken = true;
    const done: string[] = [];
    const fragile = reactions<ParcelEvent>({
      name: 'fragile',
      react: {
        ParcelSent: () => {
          if (broken) throw new Error('no such address');
          done.push('sent');
          return [];
        },
        ParcelArrived: () => {
          done.push('arrived');
          return [];
        },
      },
    });
    const runner = office.runner({ tables: [fragile], attempts: 1 });
    await runner.start();
    const [id, news] = [newParcel(), newParcel()];
    await office.post(id, [sent(id), arrived(id)]);
    await settled();

    await runner.log.askRetry();
    for (const to of ['wang.wei', 'zhao.min', 'li.na']) {
      await office.post(news, [redirected(news, to)]); // each makes the leader look at what it was asked for
      await settled();
    }
    expect(done).toEqual([]);
    expect(await runner.log.list()).toHaveLength(2);

    broken = false;
    await runner.log.askRetry();
    await office.post(news, [redirected(news, 'chen.hao')]);
    await eventually(
      () => runner.log.list(),
      (left) => left.length === 0,
    );
    expect(done).toEqual(['sent', 'arrived']);
  }, 30_000);

  it('ask the read side as their process, at or after their event, and wait while it is behind', async () => {
    class ParcelsTo {
      readonly to!: string;
      readonly minPosition?: string;
      readonly metadata?: object;
    }
    const asked: object[] = [];
    let behind = 4;
    const gather = reactions<ParcelEvent>({
      name: 'gather',
      react: {
        ParcelArrived: async ({ data: { parcelId } }, { ask }) => {
          const { items } = await ask<ParcelsTo, { items: string[] }>(ParcelsTo, { to: 'li.na', minPosition: '0' });
          return items.map((what) => send<ThankForParcel>({ type: 'ThankForParcel', parcelId, for: what }));
        },
      },
    });
    const ask = (question: object) => {
      asked.push(question);
      if (behind-- > 0) return Promise.reject(new Unavailable('read-model-behind', 'behind'));
      return Promise.resolve({ items: ['the ribbon', 'the parcel'] });
    };
    const runner = office.runner({ tables: [gather], ask, attempts: 2 });
    await runner.start();
    const id = newParcel();
    const [, event] = await office.post(id, [sent(id), arrived(id)]);
    await settled();
    expect(asked).toHaveLength(5);
    expect(asked[4]).toBeInstanceOf(ParcelsTo);
    expect(asked[4]).toEqual({
      to: 'li.na',
      minPosition: String(event?.position),
      metadata: { actor: { kind: 'process', id: 'gather' } },
    });
    expect((await typesOf(id)).filter((type) => type === 'ParcelThanked')).toHaveLength(2);
    expect(office.failures).toHaveLength(4);
    expect(await runner.log.list()).toEqual([]);
  }, 30_000);

  it('do the rest of what they find when they begin again, however much shorter the list is by then', async () => {
    const id = newParcel();
    const thanked = async () =>
      (await eventsOf(id)).flatMap(({ data }) => ('for' in data ? [(data as { readonly for: string }).for] : []));
    let looks = 0;
    const gather = reactions<ParcelEvent>({
      name: 'gather',
      react: {
        ParcelArrived: async ({ data: { parcelId } }) => {
          const done = await thanked();
          const left = ['the ribbon', 'the parcel'].filter((what) => !done.includes(what));
          const thanks = left.map((what) => send<ThankForParcel>({ type: 'ThankForParcel', parcelId, for: what }));
          return looks++ > 0 ? thanks : [...thanks.slice(0, 1), send({ type: 'BreaksOff' })];
        },
      },
    });
    const runner = office.runner({ tables: [gather], attempts: 2 });
    await runner.start();
    await office.post(id, [sent(id), arrived(id)]);
    await settled();
    expect(await runner.log.list()).toEqual([]);
    expect(await thanked()).toEqual(['the ribbon', 'the parcel']);
  }, 30_000);

  it('are parked when the read side refuses what they ask', async () => {
    const curious = reactions<ParcelEvent>({
      name: 'curious',
      react: { ParcelSent: (_, { ask }) => ask(Map, {}) },
    });
    const ask = () => Promise.reject(new DomainError('role-not-permitted', 'forbidden'));
    const runner = office.runner({ tables: [curious], ask, attempts: 2 });
    await runner.start();
    const id = newParcel();
    await office.post(id, [sent(id)]);
    await settled();
    expect(await runner.log.list()).toMatchObject([
      { reaction: 'curious', trouble: 'parked', cause: 'DomainError: role-not-permitted' },
    ]);
  }, 30_000);

  it('wait out an outage of Temporal without losing their place', async () => {
    let away = 4;
    class Flickering extends RunningProcesses {
      override async ensure(process: AnyProcess, id: string) {
        if (away-- > 0) throw new Unavailable('temporal-unavailable', 'away');
        return super.ensure(process, id);
      }
    }
    const { client, taskQueue, store } = office;
    await office.runner({ processes: new Flickering({ client, taskQueue, store }), attempts: 2 }).start();
    const id = newParcel();
    await office.post(id, [sent(id)]);
    await settled();
    expect(await running(id)).toBe('RUNNING');
    expect(office.failures).toHaveLength(4);
  }, 30_000);

  it('leave the rest of a batch to the next leader when they are stopped', async () => {
    const heard: string[] = [];
    let goOn: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (goOn = resolve));
    const ParcelSent = async ({ data: { to } }: { readonly data: { readonly to: string } }) => {
      heard.push(to);
      if (to === 'second') await stopped;
      return [];
    };
    const slow = reactions<ParcelEvent>({ name: 'slow', react: { ParcelSent } });
    const first = office.runner({ tables: [slow] });
    await first.start();
    const id = newParcel();
    await office.post(
      id,
      ['first', 'second', 'third'].map((to) => sent(id, to)),
    );
    await eventually(
      () => Promise.resolve(heard),
      ({ length }) => length === 2,
    );
    const stopping = first.stop();
    goOn();
    await stopping;
    expect(heard).toEqual(['first', 'second']);
    await office.runner({ tables: [slow] }).start();
    await settled();
    expect(heard).toEqual(['first', 'second', 'first', 'second', 'third']);
  }, 30_000);

  it('have one leader, and another when it goes', async () => {
    const [first, second] = [office.runner(), office.runner()];
    await first.start();
    await eventually(
      () => Promise.resolve(first.status()),
      ({ leader }) => leader,
    );
    await second.start();
    const sessions =
      "pg_stat_activity where application_name = 'dealtrail reactions' and datname = current_database() and state is not null";
    const { rows } = await office.pool.query(`select pid, pg_terminate_backend(pid) from ${sessions}`);
    const pids = rows.map(({ pid }) => Number(pid));
    await eventually(
      async () => (await office.pool.query(`select from ${sessions} and pid = any($1)`, [pids])).rowCount,
      (left) => left === 0,
    );
    await eventually(
      () => Promise.resolve([first.status().leader, second.status().leader]),
      ([one, other]) => one !== other,
    );
    const id = newParcel();
    await office.post(id, [sent(id), arrived(id)]);
    await settled();
    expect(office.dispatched).toHaveLength(1);
  }, 30_000);
});
