import { TimeoutError, UnavailableError, type AllStreamSubscription } from '@eventstore/db-client';
import { drive, endOf, events, heard, idsOf, next, ours, type Driven } from './spec-driver.js';

let driven: Driven;
afterEach(() => driven.stop());

const append = (count = 1) => driven.client.appendToStream('note-1', events(count));
const subscribe = (): AllStreamSubscription => driven.client.subscribeToAll({ filter: ours() });

describe('subscriptions under faults', () => {
  const written = events(10);
  const ids = written.map(({ id }) => id);

  beforeEach(async () => {
    driven = await drive();
    await driven.client.appendToStream('note-1', written);
  });

  it('end after as many events as told, each time', async () => {
    driven.double.faults.dropEvery = 4;
    const taken: (string | undefined)[] = [];
    let fromPosition: { commit: bigint; prepare: bigint } | 'start' = 'start';
    for (let drops = 0; drops < 2; drops++) {
      const subscription = driven.client.subscribeToAll({ filter: ours(), fromPosition });
      const ended = endOf(subscription);
      const some = await next(subscription, 4);
      expect(await ended).toBeInstanceOf(UnavailableError);
      taken.push(...idsOf(some));
      fromPosition = some[3]?.event?.position ?? 'start';
    }
    expect(taken).toEqual(ids.slice(0, 8));
    expect(driven.double.faults.dropped).toBe(2);
  });

  it('get each n-th event twice', async () => {
    driven.double.faults.duplicateEvery = 5;
    const twice = [...ids.slice(0, 5), ids[4], ...ids.slice(5), ids[9]];
    expect(idsOf(await next(subscribe(), 12))).toEqual(twice);
  });

  it('get each n-th event behind the next one, the last of all too', async () => {
    driven.double.faults.swapEvery = 5;
    const swapped = [...ids.slice(0, 4), ids[5], ids[4], ...ids.slice(6)];
    expect(idsOf(await next(subscribe(), 10))).toEqual(swapped);
  });

  it('wait before each event', async () => {
    driven.double.faults.delay = 30;
    const begun = Date.now();
    await next(subscribe(), 5);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(5 * 30 - 5);
  });

  it('fall silent for good, and work anew for who subscribes again', async () => {
    driven.double.faults.silent = true;
    const silent = subscribe();
    let taken = 0;
    silent.on('data', () => taken++);
    await heard(silent, 'confirmation');
    driven.double.faults.clear();
    await append();
    expect(await next(subscribe(), 11)).toHaveLength(11);
    expect(taken).toBe(0);
  });

  it('are dropped when they are live and do not read', async () => {
    driven.double.faults.slowConsumer = 50;
    const slow = subscribe();
    const ended = endOf(slow);
    await next(slow, 10);
    const quick = next(subscribe(), 10 + 40 * 20);
    for (let batch = 0; batch < 40; batch++) await append(20);
    await quick;
    expect(driven.double.sent).toBeLessThan(10 + 10 + 2 * 40 * 20);
    slow.resume();
    expect(await ended).toBeInstanceOf(TimeoutError);
    expect(driven.double.faults.dropped).toBe(1);
  });
});
