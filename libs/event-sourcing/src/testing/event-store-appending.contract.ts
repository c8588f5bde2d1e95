import { randomUUID } from 'node:crypto';
import { WrongExpectedRevision } from '../errors.js';
import { erased } from '../event-schema.js';
import { noStream } from '../event-store.js';
import type { Subject } from './event-store.contract.js';
import { fact, memoWritten, newStream, noteWritten } from './event-store-facts.js';

const hostile = {
  nul: 'a\u0000b',
  surrogates: ['\ud800', '\udfff', '\udc00\ud800'],
  people: '👩‍👩‍👧‍👦 e\u0301 \u202e 商机',
  html: `<script>alert("1")</script>'; drop table events; --`,
  quotes: '\\"\\\\{}[],null,\r\n\t\u2028\u001b$1%s${x}',
  long: '长'.repeat(200_000),
  empty: ['', {}, [], null, 0, false],
  numbers: [1e308, -1e-308, 9_007_199_254_740_991, 0.1],
  lookAlike: { $encrypted: 'AAAA', of: 'someone' },
  ...(JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":"x"}') as object),
};

/** Streams: appending to them and reading them back. */
export function appendingContract(subject: Subject): void {
  const { store, erasePerson } = {
    store: () => subject.first().store,
    erasePerson: (person: string) => subject.first().erasePerson(person),
  };
  const read = async (stream: string) => (await store().read([stream]))[0] ?? [];

  it('reads a stream that does not exist as empty', async () => {
    expect(await store().read([newStream(), newStream()])).toEqual([[], []]);
    expect(await store().read([])).toEqual([]);
  });

  it('gives back what was appended, in order, for each stream asked', async () => {
    const [a, b] = [newStream(), newStream('memo')];
    const events = [noteWritten('one'), noteWritten('two')];
    const result = await store().append(a, events, noStream);
    await store().append(b, [memoWritten('other')], noStream);
    const third = noteWritten('three');
    const later = await store().append(a, [third], 1);

    expect(later).toMatchObject({ revision: 2 });
    expect(later.position).toBeGreaterThan(result.position);
    const [ofB, none, ofA] = await store().read([b, newStream(), a]);
    expect(ofB).toHaveLength(1);
    expect(none).toEqual([]);
    expect(ofA).toEqual(
      [...events, third].map((event, revision) => ({
        ...event,
        stream: a,
        revision,
        position: expect.any(Number),
        recordedAt: revision < 2 ? result.recordedAt : later.recordedAt,
      })),
    );
    expect(ofA?.[1]?.position).toBe(result.position);
    expect(result.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    ['a stream that exists already', 1, noStream],
    ['a revision that was passed', 3, 0],
    ['a revision that was not reached', 2, 7],
    ['a stream that does not exist', 0, 0],
  ])('refuses an append that expects %s', async (_, existing, expected) => {
    const stream = newStream();
    if (existing > 0) await store().append(stream, Array.from({ length: existing }, noteWritten), noStream);
    const refused = store().append(stream, [noteWritten('late')], expected);
    await expect(refused).rejects.toThrow(WrongExpectedRevision);
    await expect(refused).rejects.toMatchObject({ stream, expected, actual: existing - 1 });
    expect(await read(stream)).toHaveLength(existing);
  });

  it('appends all events or none', async () => {
    const stream = newStream();
    const refused = await subject.log().refused();
    await expect(store().append(stream, [noteWritten('new'), refused], noStream)).rejects.toThrow();
    expect(await read(stream)).toEqual([]);
    await store().append(stream, [noteWritten('new')], noStream);
  });

  it('answers a repeat as the first time, also after others, also by another process', async () => {
    const stream = newStream();
    const events = [noteWritten(1), noteWritten(2)];
    const answer = await store().append(stream, events, noStream);
    await store().append(stream, [noteWritten(3)], 1);
    expect(await store().append(stream, events, noStream)).toEqual(answer);
    const other = await subject.log().open();
    expect(await other.store.append(stream, events, noStream)).toEqual(answer);
    await other.close();
    expect(await read(stream)).toHaveLength(3);
  });

  it('answers repeats that are under way together once, and takes what is chained behind them', async () => {
    const stream = newStream();
    const [one, two] = [noteWritten(1), noteWritten(2)];
    const answer = await store().append(stream, [one], noStream);
    const [again, behind] = await Promise.all([
      store().append(stream, [one], noStream),
      store().append(stream, [two], 0),
    ]);
    expect(again).toEqual(answer);
    expect(behind.revision).toBe(1);
    const all = await Promise.all(Array.from({ length: 20 }, () => store().append(stream, [two], 0)));
    expect(new Set(all.map(({ position }) => position))).toEqual(new Set([behind.position]));
  });

  it('takes appends of one stream that are under way together, each expecting what the one before leaves', async () => {
    const stream = newStream();
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) => store().append(stream, [noteWritten(i)], i - 1)),
    );
    expect(results.map(({ revision }) => revision)).toEqual(results.map((_, i) => i));
    expect((await read(stream)).map(({ data }) => data)).toEqual(results.map((_, i) => ({ text: i })));
  });

  it('refuses all that is chained behind a refused append, and nothing else', async () => {
    const [stream, other] = [newStream(), newStream()];
    await store().append(stream, [noteWritten('there')], noStream);
    const settled = await Promise.allSettled([
      store().append(stream, [noteWritten('refused')], noStream),
      store().append(stream, [noteWritten('behind')], 0),
      store().append(stream, [noteWritten('behind that')], 1),
      store().append(other, [noteWritten('elsewhere')], noStream),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(await read(stream)).toHaveLength(1);
  });

  it('has exactly one winner per revision when two processes race', async () => {
    const other = await subject.log().open();
    const stream = newStream();
    for (let expected = -1; expected < 19; expected++) {
      const racers = Array.from({ length: 8 }, (_, i) =>
        (i % 2 ? store() : other.store).append(stream, [noteWritten(i)], expected),
      );
      const settled = await Promise.allSettled(racers);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of settled)
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(WrongExpectedRevision);
      // In the turn of a refusal a store takes nothing at that place: who decides may stand on what was refused, and not know yet.
      await new Promise(setImmediate);
    }
    await other.close();
    expect((await read(stream)).map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('finds out what became of an append whose answer was lost', async () => {
    const other = await subject.log().open({ loseAnswer: true });
    const streams = Array.from({ length: 5 }, () => newStream());
    other.lose?.();
    const results = await Promise.all(streams.map((stream) => other.store.append(stream, [noteWritten(1)], noStream)));
    await other.close();
    for (const [i, stream] of streams.entries())
      expect(await read(stream)).toMatchObject([{ position: results[i]?.position, revision: 0 }]);
  }, 30_000);

  it('gives hostile data back exactly', async () => {
    const stream = newStream();
    await store().append(stream, [noteWritten(hostile)], noStream);
    const [event] = await read(stream);
    expect(JSON.stringify(event?.data)).toBe(JSON.stringify({ text: hostile }));
    expect(Object.getPrototypeOf((event?.data as { text: object }).text)).toBe(Object.prototype);
  });

  it('reads personal fields of whoever was not erased, and erases them for ever', async () => {
    const [stream, personId, otherId] = [newStream(), randomUUID(), randomUUID()];
    const phone = { mobile: '+86 138 0000 0000', ...hostile };
    const facts = [
      fact('PersonMet', { personId, phone, place: { $encrypted: 'x', of: otherId } }),
      fact('PersonMet', { personId: otherId, phone: 'other' }),
      fact('PersonMet', { personId }),
    ];
    await store().append(stream, facts, noStream);
    const data = async () => (await read(stream)).map((event) => event.data);
    expect(JSON.stringify(await data())).toBe(JSON.stringify(facts.map((event) => event.data)));

    await erasePerson(personId);
    const [first, ...rest] = facts.map((event) => event.data);
    expect(await data()).toEqual([{ ...first, phone: erased }, ...rest]);
    await store().append(stream, [fact('PersonMet', { personId, phone: 'new' })], 2);
    expect((await data())[3]).toEqual({ personId, phone: erased });
  });
}
