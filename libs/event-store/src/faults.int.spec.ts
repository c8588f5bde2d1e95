import { noStream, Unavailable, WrongExpectedRevision, type EventToAppend } from '@dealtrail/event-sourcing';
import { contractTypes, followed, newStream, noteWritten } from '@dealtrail/event-sourcing/testing';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresEventStore } from './postgres-event-store.js';
import { openStore, testDatabase, UnreliableProxy, type TestDatabase } from './testing/index.js';

let database: TestDatabase;
let proxy: UnreliableProxy;
let store: PostgresEventStore;

beforeEach(async () => {
  database = await testDatabase();
  proxy = await UnreliableProxy.before(database.url);
  store = await openStore(proxy.url, contractTypes, { connectionWait: 300, outcomeWait: 2_000 });
}, 30_000);

afterEach(async () => {
  await store.stop();
  await proxy.close();
  await database.drop();
});

/** Ids in the log, in order; the oracle does not go through the store. */
const logged = async (): Promise<string[]> =>
  (await database.query('select id from dealtrail.events order by position')).map(({ id }) => String(id));

/** Holds the lock every append needs. */
async function holdAppends(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock(4835001)');
  return client;
}

/** Resolves when the store's call waits for the lock. */
async function untilHeldUp(): Promise<void> {
  for (;;) {
    const waiting = await database.query("select 1 from pg_locks where locktype = 'advisory' and not granted");
    if (waiting.length > 0) return;
    await delay(5);
  }
}

it('has every acknowledged append once while its connection is killed again and again', async () => {
  const acknowledged: string[] = [];
  let killed = 0;
  const killer = new Client({ connectionString: database.url });
  await killer.connect();
  const killing = (async () => {
    while (killed < 10) {
      const { rowCount } = await killer.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'dealtrail-writer' and state = 'active'`,
      );
      killed += rowCount ?? 0;
      await delay(rowCount ? 30 : 1); // let some commits through between two kills
    }
  })();
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      const stream = newStream();
      for (let n = 0; killed < 10; n++) {
        const events = [noteWritten(n), noteWritten(n)];
        try {
          const { revision } = await store.append(stream, events, 2 * n - 1);
          expect(revision).toBe(2 * n + 1);
          acknowledged.push(...events.map(({ id }) => id));
        } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          return; // what became of this one is open; the stream is left alone
        }
      }
    }),
  );
  await killing;
  await killer.end();
  const ids = await logged();
  expect(new Set(ids).size).toBe(ids.length);
  const there = new Set(ids);
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
  await followed(store, 0, ({ live }) => live); // dense: it would throw at a hole
}, 60_000);

it('says that the outcome is unknown when the server stays away, and the repeat finds it', async () => {
  const holder = await holdAppends();
  const [stream, event] = [newStream(), noteWritten('was it kept?')];
  const append = store.append(stream, [event], noStream);
  const behind = store.append(newStream(), [noteWritten('never sent')], noStream);
  append.catch(() => undefined);
  behind.catch(() => undefined);
  await untilHeldUp();
  const inTheOtherBatch = store.append(newStream(), [noteWritten('was it kept?')], noStream);
  inTheOtherBatch.catch(() => undefined);
  await until(() => store.status().queueLength === 0);
  const neverSent = store.append(newStream(), [noteWritten('never sent')], noStream);
  neverSent.catch(() => undefined);
  await proxy.close();
  await expect(inTheOtherBatch).rejects.toMatchObject({ code: 'append-outcome-unknown' });
  await expect(neverSent).rejects.toMatchObject({ code: 'event-store-unavailable' });
  await expect(append).rejects.toMatchObject({ code: 'append-outcome-unknown' });
  await expect(behind).rejects.toBeInstanceOf(Unavailable);
  await holder.query('commit'); // the cut-off backend may or may not append now
  await holder.end();
  await proxy.open();
  const repeated = await patiently(() => store.append(stream, [event], noStream));
  expect(repeated.revision).toBe(0);
  expect((await logged()).filter((id) => id === event.id)).toEqual([event.id]);
}, 30_000);

it('says that the outcome is unknown when an answer was lost and the repeat comes to nothing', async () => {
  const holder = await holdAppends();
  const append = store.append(newStream(), [noteWritten('was it kept?')], noStream);
  append.catch(() => undefined);
  await untilHeldUp();
  await proxy.close();
  await proxy.open();
  await expect(append).rejects.toMatchObject({ code: 'append-outcome-unknown' }); // the repeat waits for the lock in vain
  await holder.end();
}, 30_000);

it('gives up a connection on which no answer comes, and finds out on another', async () => {
  const patient = await openStore(proxy.url, contractTypes, { answerWait: 300 });
  proxy.fallSilent();
  const appends = Array.from({ length: 40 }, () => patient.append(newStream(), [noteWritten('heard?')], noStream));
  expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(Array<number>(40).fill(0));
  expect(await logged()).toHaveLength(40);
  await patient.stop();
});

it('gives up a read on which no answer comes', async () => {
  const patient = await openStore(proxy.url, contractTypes, { answerWait: 300 });
  await patient.read([newStream()]); // a connection is there
  proxy.fallSilent();
  await expect(patient.read([newStream()])).rejects.toMatchObject({ code: 'event-store-unavailable' });
  expect(await patient.read([newStream()])).toEqual([[]]);
  await patient.stop();
}, 10_000);

it('refuses soon while the server is away and works again by itself when it is back', async () => {
  const stream = newStream();
  await store.append(stream, [noteWritten(0)], noStream);
  const following = new AbortController();
  const lost = (async () => {
    for await (const batch of store.subscribe(0, { signal: following.signal })) void batch;
  })().catch((error: unknown) => error);
  await proxy.close();
  await until(() => !store.status().connected);
  const began = Date.now();
  for (const attempt of [store.append(stream, [noteWritten(1)], 0), store.read([stream]), store.head()])
    await expect(attempt).rejects.toMatchObject({ code: 'event-store-unavailable' });
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(await lost).toBeInstanceOf(Unavailable);
  expect(store.status()).toMatchObject({ connected: false, error: expect.any(String) });

  await proxy.open();
  expect((await patiently(() => store.append(stream, [noteWritten(1)], 0))).revision).toBe(1);
  const { events } = await followed(store, 0, ({ live }) => live);
  expect(events).toHaveLength(2);
  await until(() => store.status().connected);
  following.abort();
}, 30_000);

it('appends the rest when one append of a batch cannot be stored', async () => {
  const [taken, stream] = [noteWritten('first'), newStream()];
  await store.append(stream, [taken], noStream);
  const holder = await holdAppends();
  const head = store.append(newStream(), [noteWritten('holds the queue')], noStream);
  await untilHeldUp();
  const good = Array.from({ length: 40 }, (_, i): [string, EventToAppend[]] => [newStream(), [noteWritten(i)]]);
  const bad: [string, EventToAppend[]][] = [
    [newStream(), [noteWritten('fine'), taken]], // its id is in the log already
    [`note-with\u0000nul`, [noteWritten('no such name')]],
  ];
  const chain = newStream();
  const all = [...good.slice(0, 20), ...bad, ...good.slice(20)];
  const attempts = all.map(([name, events]) => store.append(name, events, noStream));
  const chained = [
    store.append(chain, [noteWritten(0)], noStream),
    store.append(chain, [noteWritten(1), taken], 0),
    store.append(chain, [noteWritten(2)], 2),
  ];
  const settled = Promise.allSettled(attempts);
  const settledChain = Promise.allSettled(chained);
  await holder.query('commit');
  await holder.end();
  await head;
  expect((await settled).flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([20, 21]);
  const [first, second, third] = await settledChain;
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
  expect(third).toMatchObject({ reason: expect.any(WrongExpectedRevision) });
  expect(await logged()).toHaveLength(1 + 1 + 40 + 1);
}, 30_000);

it('refuses what was decided on an append that another process forestalled, though the revision fits', async () => {
  const other = await openStore(database.url, contractTypes);
  const stream = newStream();
  const holder = await holdAppends();
  const theirs = other.append(stream, [noteWritten('theirs')], noStream);
  await untilHeldUp();
  const ours = store.append(stream, [noteWritten('ours')], noStream);
  const behindOurs = store.append(stream, [noteWritten('decided on ours')], 0);
  const settled = Promise.allSettled([ours, behindOurs]);
  await holder.query('commit');
  await holder.end();
  await theirs;
  const statuses = (await settled).map(({ status }) => status);
  expect(statuses).toEqual(['rejected', 'rejected']);
  expect((await store.read([stream]))[0]?.map(({ data }) => data)).toEqual([{ text: 'theirs' }]);
  await other.stop();
});

it('refuses more than its queue holds', async () => {
  const small = await openStore(database.url, contractTypes, { queueCapacity: 3 });
  const settled = await Promise.allSettled(
    Array.from({ length: 5 }, () => small.append(newStream(), [noteWritten(1)], noStream)),
  );
  expect(settled.map(({ status }) => status)).toEqual([...Array<string>(3).fill('fulfilled'), 'rejected', 'rejected']);
  expect(settled[4]).toMatchObject({ reason: { code: 'overloaded' } });
  await small.stop();
});

it('finishes what is queued before it stops, and refuses what comes later', async () => {
  const other = await openStore(database.url, contractTypes);
  const appends = Array.from({ length: 50 }, () => other.append(newStream(), [noteWritten(1)], noStream));
  await other.stop();
  expect(await Promise.all(appends)).toHaveLength(50);
  await expect(other.append(newStream(), [noteWritten(1)], noStream)).rejects.toBeInstanceOf(Unavailable);
});

/** Until it is available again. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 10_000; ;)
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unavailable) || Date.now() > end) throw error;
      await delay(20);
    }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); await delay(20)) expect(Date.now()).toBeLessThan(end);
}
