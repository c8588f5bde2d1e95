import { EventStoreDBClient, StreamNotFoundError, type ResolvedEvent } from '@eventstore/db-client';
import { all, drive, event, events, failure, idsOf, type Driven } from './spec-driver.js';

let driven: Driven;
beforeEach(async () => {
  driven = await drive();
});
afterEach(() => driven.stop());

const revisionsOf = (items: readonly ResolvedEvent[]) => items.map((item) => Number(item.event?.revision));

describe('a stream', () => {
  beforeEach(() => driven.client.appendToStream('note-1', events(5)));

  it.each([
    [{}, [0, 1, 2, 3, 4]],
    [{ fromRevision: 2n }, [2, 3, 4]],
    [{ fromRevision: 2n, maxCount: 2 }, [2, 3]],
    [{ fromRevision: 9n }, []],
    [{ fromRevision: 'end' as const }, []],
    [{ direction: 'backwards' as const, fromRevision: 'end' as const }, [4, 3, 2, 1, 0]],
    [{ direction: 'backwards' as const, fromRevision: 2n }, [2, 1, 0]],
    [{ direction: 'backwards' as const, fromRevision: 9n, maxCount: 1 }, [4]],
    [{ direction: 'backwards' as const }, [0]],
  ])('is read with %p', async (options, revisions) => {
    expect(revisionsOf(await all(driven.client.readStream('note-1', options)))).toEqual(revisions);
  });

  it('carries the position of each event, or none where the server is told to have none', async () => {
    const [first] = await all(driven.client.readStream('note-1', { maxCount: 1 }));
    const position = first?.event?.position;
    expect(position).toEqual({ commit: first?.commitPosition, prepare: first?.commitPosition });
    driven.double.faults.withoutPositions = true;
    const [without] = await all(driven.client.readStream('note-1', { maxCount: 1 }));
    expect(without?.commitPosition).toBeUndefined();
    expect(without?.event?.position?.commit).toBe(2n ** 64n - 1n);
    expect((await all(driven.client.readAll({ fromPosition: position, maxCount: 1 })))[0]?.event?.position).toEqual(
      position,
    );
  });

  it('is not found where nothing was written', async () => {
    expect(await failure(all(driven.client.readStream('note-2')))).toBeInstanceOf(StreamNotFoundError);
  });

  it('cannot be deleted here: the double says so', async () => {
    expect(await failure(driven.client.deleteStream('note-1'))).toMatchObject({ code: 12 });
    expect(await failure(driven.client.tombstoneStream('note-1'))).toMatchObject({ code: 12 });
  });
});

describe('$all', () => {
  const [a, b, c] = [event('A'), event('B'), event('C')];
  const idsFrom = async (options: Parameters<EventStoreDBClient['readAll']>[0]) =>
    idsOf((await all(driven.client.readAll(options))).filter((item) => !item.event?.streamId.startsWith('$')));

  beforeEach(async () => {
    await driven.client.appendToStream('note-1', a);
    driven.double.writeSystemEvents(2);
    await driven.client.appendToStream('note-2', b);
    await driven.client.appendToStream('note-1', c);
  });

  it('is read in the order of writing, both ways, the system’s own events between ours', async () => {
    expect(await idsFrom({})).toEqual([a.id, b.id, c.id]);
    expect(await idsFrom({ direction: 'backwards', fromPosition: 'end' })).toEqual([c.id, b.id, a.id]);
    expect(await idsFrom({ fromPosition: 'end' })).toEqual([]);
    expect(await idsFrom({ direction: 'backwards', fromPosition: 'start' })).toEqual([]);
    const types = (await all(driven.client.readAll())).map((item) => item.event?.type);
    expect(types).toEqual(['$metadata', 'A', '$statsCollected', '$statsCollected', 'B', 'C']);
  });

  it('is read from a position on, forwards with its event, backwards without', async () => {
    const [stored] = await all(driven.client.readStream('note-2'));
    const fromPosition = stored?.event?.position;
    expect(await idsFrom({ fromPosition })).toEqual([b.id, c.id]);
    expect(await idsFrom({ fromPosition, direction: 'backwards' })).toEqual([a.id]);
    expect(await idsFrom({ fromPosition, maxCount: 1 })).toEqual([b.id]);
  });

  it('is not read from a position where no record begins', async () => {
    const [stored] = await all(driven.client.readStream('note-2'));
    const inside = (stored?.event?.position?.commit ?? 0n) + 1n;
    const read = all(driven.client.readAll({ fromPosition: { commit: inside, prepare: inside } }));
    expect((await failure(read)).message).toContain('no record begins');
  });
});

it('sends no more of a long stream than its reader takes', async () => {
  const kilobytes = () => event('Long', undefined, { text: 'x'.repeat(9_000) });
  for (let batch = 0; batch < 2; batch++) {
    await driven.client.appendToStream('note-1', Array.from({ length: 100 }, kilobytes));
  }
  const iterator = driven.client.readStream('note-1')[Symbol.asyncIterator]();
  await iterator.next();
  // Answered behind what the double could send meanwhile.
  await all(driven.client.readStream('note-1', { maxCount: 1 }));
  expect(driven.double.sent).toBeLessThan(100);
  let rest = 0;
  while (!(await iterator.next()).done) rest++;
  expect(rest).toBe(199);
});

it('is found by gossip', async () => {
  const client = EventStoreDBClient.connectionString(driven.double.discoverUrl);
  expect(await client.appendToStream('note-1', event())).toMatchObject({ success: true, nextExpectedRevision: 0n });
  await client.dispose();
});
