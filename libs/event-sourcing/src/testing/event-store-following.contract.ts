import { setTimeout as delay } from 'node:timers/promises';
import { LogCorrupted } from '../errors.js';
import { noStream } from '../event-store.js';
import type { EventBatch } from '../event-store.js';
import type { Recorded } from '../message.js';
import type { Subject } from './event-store.contract.js';
import { followed, memoWritten, newStream, noteWritten } from './event-store-facts.js';

const increasing = (events: readonly Recorded[]): boolean =>
  events.every(({ position }, i) => i === 0 || position > (events[i - 1]?.position ?? 0));

/** The log: following it from a position on. */
export function followingContract(subject: Subject): void {
  const store = () => subject.first().store;

  it('gives everything in order and resumes after any position', async () => {
    const before = await store().head();
    const stream = newStream();
    for (let i = 0; i < 7; i++) await store().append(stream, [noteWritten(i), noteWritten(-i)], 2 * i - 1);
    const head = await store().head();

    const { batches, events } = await followed(store(), before, ({ live }) => live, { batchSize: 3 });
    expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 14 }, (_, i) => i));
    expect(increasing(events)).toBe(true);
    expect(batches.at(-1)?.position).toBe(head);
    expect(batches.slice(0, -1).every(({ live }) => !live)).toBe(true);
    expect(events).toEqual((await store().read([stream]))[0]);

    for (const [i, { position }] of events.entries()) {
      const rest = await followed(store(), position, ({ live }) => live);
      expect(rest.events).toEqual(events.slice(i + 1));
    }
  });

  it('gives only the categories asked for, and says how far it read', async () => {
    const before = await store().head();
    await store().append(newStream(), [noteWritten('a')], noStream);
    await store().append(newStream('memo'), [memoWritten('b')], noStream);
    const { position } = await store().append(newStream(), [noteWritten('c')], noStream);
    const { batches, events } = await followed(store(), before, ({ live }) => live, { categories: ['memo'] });
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([{ type: 'MemoWritten', data: { text: 'b' } }]);
    expect(batches.at(-1)?.position).toBe(position);
  });

  it('says that it is live at once and now and then when nothing happens', async () => {
    const head = await store().head();
    const began = Date.now();
    let count = 0;
    const { batches } = await followed(store(), head, () => ++count === 3);
    expect(batches.every(({ events, live, position }) => events.length === 0 && live && position === head)).toBe(true);
    expect(batches[0]?.readAt).toBeGreaterThanOrEqual(began);
    expect(batches[2]?.readAt).toBeGreaterThan(batches[0]?.readAt ?? 0);
  });

  it('wakes up for events of its own and of other processes', async () => {
    const other = await subject.log().open();
    for (const { store: writer } of [subject.first(), other]) {
      let appended = 0;
      const batches: EventBatch[] = [];
      for await (const batch of store().subscribe(await store().head(), { signal: AbortSignal.timeout(10_000) })) {
        batches.push(batch);
        if (!appended) appended = (await writer.append(newStream(), [noteWritten('new')], noStream)).position;
        else if (batch.position >= appended) break;
      }
      expect(batches.flatMap(({ events }) => events).map(({ position }) => position)).toEqual([appended]);
    }
    await other.close();
  });

  it('serves several readers at once, each from its own position', async () => {
    const before = await store().head();
    const stream = newStream();
    const last = noteWritten('last');
    const readers = [0, before, before, before].map((after, i) =>
      followed(store(), after, (batch) => batch.events.some(({ id }) => id === last.id), { batchSize: 100 + i }),
    );
    for (let n = 0; n < 40; n++) await store().append(stream, [noteWritten(n)], n - 1);
    await store().append(stream, [last], 39);
    const [fromStart, ...others] = await Promise.all(readers);
    for (const { events } of others)
      expect(events.map(({ revision }) => revision)).toEqual(Array.from(Array(41).keys()));
    expect(fromStart?.events.slice(-41)).toEqual(others[0]?.events);
  });

  it.each([
    ['while waiting', 100],
    ['before it began', 0],
  ])('ends at once and in peace when it is aborted %s', async (_, after) => {
    const stopping = new AbortController();
    if (after === 0) stopping.abort();
    else void delay(after).then(() => stopping.abort());
    for await (const { events } of store().subscribe(await store().head(), { signal: stopping.signal }))
      expect(events).toEqual([]);
    expect(stopping.signal.aborted).toBe(true);
  });

  it('refuses to follow from behind the end of the log', async () => {
    const following = followed(store(), (await store().head()) + 1_000_000_000, () => true);
    await expect(following).rejects.toThrow(LogCorrupted);
  });

  it('skips nothing while 32 writers of two processes write beside a foreign transaction that stays open', async () => {
    const other = await subject.log().open();
    const before = await store().head();
    const calm = await subject.log().disturb();
    const acknowledged = new Set<string>();
    const lastOne = noteWritten('the last one');
    const following = followed(other.store, before, (batch) => batch.events.some(({ id }) => id === lastOne.id), {
      limit: 60_000,
      batchSize: 50,
    });
    await Promise.all(
      Array.from({ length: 32 }, async (_, i) => {
        const writer = i % 2 ? store() : other.store;
        const streams = [newStream(), newStream('memo')];
        for (let n = 0; n < 30; n++)
          for (const [s, stream] of streams.entries()) {
            const event = s === 0 ? noteWritten(n) : memoWritten(String(n));
            await writer.append(stream, [event], n - 1);
            acknowledged.add(event.id);
          }
      }),
    );
    await store().append(newStream(), [lastOne], noStream);
    const { events } = await following;
    await calm();
    await other.close();

    expect(increasing(events)).toBe(true);
    expect(events).toHaveLength(32 * 30 * 2 + 1);
    const seen = new Set(events.map(({ id }) => id));
    expect([...acknowledged].filter((id) => !seen.has(id))).toEqual([]);
    const revisions = new Map<string, number>();
    for (const { stream, revision } of events) {
      expect(revision).toBe((revisions.get(stream) ?? noStream) + 1);
      revisions.set(stream, revision);
    }
  }, 90_000);
}
