import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { noStream, runSubscription, Unavailable, type EventBatch, type Recorded } from '@dealtrail/event-sourcing';
import {
  contractTypes,
  eventually,
  fact,
  followed,
  memoWritten,
  newStream,
  noteWritten,
} from '@dealtrail/event-sourcing/testing';
import type { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.js';
import { EventStoreDouble, openEventStoreDb, openStore, testDatabase, type TestDatabase } from './testing/index.js';

jest.setTimeout(30_000);

describe('EventStoreDB that fails', () => {
  let database: TestDatabase;
  let double: EventStoreDouble;
  let store: EventStoreDbEventStore;
  // Patient where nothing is measured: server, client and spec share one process, and the machine may be busy.
  const quick = { silence: 300, answerWait: 1_500, connectionWait: 2_000, outcomeWait: 30_000, longestWait: 20_000 };
  beforeEach(async () => {
    [database, double] = await Promise.all([testDatabase(), EventStoreDouble.start()]);
    store = await openEventStoreDb(double.url, database.url, contractTypes, quick);
  }, 30_000);
  afterEach(async () => {
    await store.stop();
    await double.stop();
    await database.drop();
  });

  /** Follows as the product does, its checkpoint kept beside; resolves once it has seen so many. */
  function follower(batchSize = 100) {
    const seen: Recorded[] = [];
    let checkpoint = 0;
    let most = 0;
    const running = runSubscription({
      name: 'test',
      store,
      after: () => Promise.resolve(checkpoint),
      handle: ({ events, position }: EventBatch) => {
        seen.push(...events);
        most = Math.max(most, events.length);
        checkpoint = position;
        return Promise.resolve();
      },
      batchSize,
      maxBackoff: 200,
    });
    return { seen, running, most: () => most };
  }

  it('misses and doubles none of 10,000 events under drops, duplicates, delays and lost answers, in bounded memory', async () => {
    Object.assign(double.faults, { dropEvery: 700, duplicateEvery: 13 });
    const live = follower();
    const acknowledged: string[] = [];
    const text = 'x'.repeat(500);
    for (let round = 0; round < 10; round++) {
      double.faults.loseAnswers(3, (['unavailable', 'reset', 'timeout'] as const)[round % 3]);
      double.writeSystemEvents(5);
      await Promise.all(
        Array.from({ length: 50 }, async () => {
          const events = Array.from({ length: 20 }, () => noteWritten(text));
          await store.append(newStream(), events, noStream);
          acknowledged.push(...events.map(({ id }) => id));
        }),
      );
    }
    await eventually(
      () => Promise.resolve(live.seen.length),
      (n) => n >= 10_000,
      90,
    );
    await live.running.stop();
    const before = process.memoryUsage().heapUsed;
    // Anew from the start, each event held back: what a reader does not take must wait at the server.
    double.faults.delay = 1;
    let most = 0;
    let slow = 0;
    const again = new Set<string>();
    for await (const batch of store.subscribe(0, { batchSize: 50, signal: AbortSignal.timeout(20_000) })) {
      for (const { id } of batch.events) again.add(id);
      most = Math.max(most, process.memoryUsage().heapUsed - before);
      if (++slow >= 12) break;
    }
    expect(live.seen.map(({ id }) => id).sort()).toEqual([...acknowledged].sort());
    expect(new Set(acknowledged).size).toBe(10_000);
    expect(live.seen.every(({ position }, i) => position > (live.seen[i - 1]?.position ?? 0))).toBe(true);
    expect(double.faults.lost).toBe(30);
    expect(double.faults.dropped).toBeGreaterThan(5);
    expect(live.most()).toBeLessThanOrEqual(100);
    expect(most).toBeLessThan(64 * 1024 * 1024);
    expect(again.size).toBeGreaterThan(0);
    expect(await store.verify(live.seen[0]?.stream ?? '')).toEqual({ events: 20 });
  }, 180_000);

  it('gives all to who pauses for longer than is kept here, and follows on at the end with the others', async () => {
    const pausing = store.subscribe(0, { signal: AbortSignal.timeout(60_000) });
    await pausing.next(); // live from now on
    const quick = follower();
    const ids: string[] = [];
    for (let n = 0; n < 25; n++)
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const events = Array.from({ length: 20 }, () => noteWritten(n));
          await store.append(newStream(), events, noStream);
          ids.push(...events.map(({ id }) => id));
        }),
      );
    await eventually(
      () => Promise.resolve(quick.seen.length),
      (n) => n === 5_000,
    );
    const seen: string[] = [];
    for await (const { events } of pausing) {
      seen.push(...events.map(({ id }) => id));
      if (seen.length >= 5_000) break;
    }
    expect(seen).toEqual(quick.seen.map(({ id }) => id));
    expect([...seen].sort()).toEqual(ids.sort());
    await quick.running.stop();
  }, 90_000);

  it('refuses while the server is away, answers when it is back, and follows on without a gap', async () => {
    const stream = newStream();
    const live = follower();
    await store.append(stream, [noteWritten(0)], noStream);
    await double.stop();
    await expect(store.append(stream, [noteWritten('away')], 0)).rejects.toThrow(Unavailable);
    await expect(store.read([stream])).rejects.toThrow(Unavailable);
    await expect(store.head()).rejects.toThrow(Unavailable);
    expect(store.status()).toMatchObject({ connected: false, error: expect.any(String) as string });
    await double.restart();
    await eventually(
      () => store.append(stream, [noteWritten(1)], 0).catch(() => undefined),
      (answer) => answer !== undefined,
    );
    await eventually(
      () => Promise.resolve(live.seen.length),
      (n) => n === 2,
    );
    expect(live.seen.map(({ data }) => data)).toEqual([{ text: 0 }, { text: 1 }]);
    expect(store.status().connected).toBe(true);
    await live.running.stop();
  }, 60_000);

  it('replaces a client that keeps failing', async () => {
    await double.stop();
    for (let i = 0; i < 10; i++) await store.head().catch(() => undefined);
    expect(store.clientsReplaced).toBeGreaterThan(0);
    await double.restart();
    await eventually(
      () => store.head().catch(() => undefined),
      (head) => head === 0,
    );
  }, 60_000);

  it('begins a subscription anew that has fallen silent', async () => {
    double.faults.silent = true;
    const live = follower();
    await store.append(newStream(), [noteWritten('unheard')], noStream);
    await eventually(
      () => Promise.resolve(live.running.status.error),
      (error) => error === 'the subscription has fallen silent',
    );
    double.faults.silent = false;
    await eventually(
      () => Promise.resolve(live.seen.length),
      (n) => n === 1,
    );
    await live.running.stop();
  }, 60_000);

  it.each(['unavailable', 'reset', 'silence', 'timeout'] as const)(
    'finds out what became of appends whose answers were lost (%s), and answers their repeats alike',
    async (how) => {
      const stream = newStream();
      double.faults.loseAnswers(2, how);
      const events = [noteWritten(1), noteWritten(2)];
      const answer = await store.append(stream, events, noStream);
      const next = await store.append(stream, [noteWritten(3)], 1);
      expect(await store.append(stream, events, noStream)).toEqual(answer);
      const [stored] = await store.read([stream]);
      expect(stored?.map(({ position }) => position).slice(1)).toEqual([answer.position, next.position]);
      expect(stored?.[1]?.recordedAt).toBe(answer.recordedAt);
      expect(await store.verify(stream)).toEqual({ events: 3 });
    },
    30_000,
  );

  it('keeps the chain whole when a repeat by a process that has read before is answered with success', async () => {
    let now = 0;
    const clock = { now: () => new Date(Date.UTC(2026, 0, 1) + ++now * 1_000).toISOString() };
    const other = await openEventStoreDb(double.url, database.url, contractTypes, { ...quick, clock });
    const stream = newStream();
    const events = [noteWritten('once')];
    await other.read([stream]); // remembers that there is none
    const answer = await store.append(stream, events, noStream);
    await other.append(stream, events, noStream);
    expect(await store.append(stream, events, noStream)).toEqual(answer);
    await other.append(stream, [noteWritten('next')], 0);
    expect(await store.verify(stream)).toEqual({ events: 2 });
    await other.stop();
  }, 30_000);

  it.each([{ kind: 'busy' }, { kind: 'too-busy' }, { kind: 'not-ready' }] as const)(
    'waits out a server that is $kind',
    async (refusal) => {
      const stream = newStream();
      double.faults.refuse(3, refusal, 'append');
      expect(await store.append(stream, [noteWritten('kept')], noStream)).toMatchObject({ revision: 0 });
      expect((await store.read([stream]))[0]).toHaveLength(1);
    },
  );

  it('goes to the node that leads when it has asked another', async () => {
    const stream = newStream();
    double.faults.refuse(1, { kind: 'not-leader', host: '127.0.0.1', port: double.port }, 'append');
    expect(await store.append(stream, [noteWritten('kept')], noStream)).toMatchObject({ revision: 0 });
  });

  it('answers with a position that is late, never early, where the server gives none', async () => {
    double.faults.withoutPositions = true;
    const stream = newStream();
    const { position } = await store.append(stream, [noteWritten(0)], noStream);
    await store.append(newStream('memo'), [memoWritten('behind')], noStream);
    const [[event] = []] = await store.read([stream]);
    expect(event?.position).toBeGreaterThanOrEqual(position);
    expect(event?.position).toBe(await store.head());
  });

  it('finds the head behind any number of events of the server itself, and passes them', async () => {
    expect(await store.head()).toBe(0);
    const { position } = await store.append(newStream(), [noteWritten('ours')], noStream);
    double.writeSystemEvents(5_000);
    expect(await store.head()).toBe(position);
    const { batches } = await followed(store, 0, ({ live }) => live);
    expect(batches.at(-1)?.position).toBeGreaterThanOrEqual(position);
  }, 30_000);

  it('keeps a chain that a changed byte breaks, over hostile texts and ciphertext', async () => {
    const stream = newStream();
    const hostile = JSON.parse('{"__proto__":{"a":1},"s":"\\ud800","n":1e400,"2":1,"1":2}') as object;
    const personId = randomUUID();
    await store.append(stream, [noteWritten(hostile), fact('PersonMet', { personId, phone: hostile })], noStream);
    await store.append(stream, [noteWritten('end')], 1);
    expect(await store.verify(stream)).toEqual({ events: 3 });
  });

  it('does not start on a database whose log is kept elsewhere', async () => {
    await expect(openStore(database.url, contractTypes)).rejects.toThrow('kept in eventstoredb');
    const other = await testDatabase();
    await (await openStore(other.url, contractTypes)).stop();
    await expect(openEventStoreDb(double.url, other.url, contractTypes)).rejects.toThrow('kept in postgresql');
    await other.drop();
  }, 30_000);

  it('does not start without a server, and stops while it is away', async () => {
    await double.stop();
    await expect(openEventStoreDb(double.url, database.url, contractTypes, quick)).rejects.toThrow(Unavailable);
    const stopped = store.stop().then(() => 'stopped');
    expect(await Promise.race([stopped, delay(5_000)])).toBe('stopped');
    await double.restart();
    store = await openEventStoreDb(double.url, database.url, contractTypes, quick);
  }, 30_000);
});
