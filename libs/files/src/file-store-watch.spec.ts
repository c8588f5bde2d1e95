import { Unavailable } from '@dealtrail/event-sourcing';
import { FileStoreWatch } from './file-store-watch.js';

/** A store whose next trials end as the spec says. */
class Store {
  trials = 0;
  ends: () => Promise<void> = () => Promise.resolve();

  check(): Promise<void> {
    this.trials += 1;
    return this.ends();
  }
}

describe('the watch over the file store', () => {
  const clock = { now: () => new Date().toISOString() };
  let store: Store;
  let watch: FileStoreWatch;
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-23T01:00:00.000Z') });
    store = new Store();
  });
  afterEach(() => {
    watch.onApplicationShutdown();
    jest.useRealTimers();
  });
  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1_000);

  it('knows at once how it is, and says when it last answered', async () => {
    watch = new FileStoreWatch(store, clock);
    expect(watch.state()).toEqual({ ready: true, degraded: false });
    await seconds(0);
    expect(watch.state()).toEqual({ ready: true, degraded: false, answeredAt: '2026-11-23T01:00:00.000Z' });
    await seconds(10);
    expect(watch.state()).toEqual({ ready: true, degraded: false, answeredAt: '2026-11-23T01:00:10.000Z' });
  });

  it('tries every 10 s, however often it is asked', async () => {
    watch = new FileStoreWatch(store, clock);
    for (let second = 0; second < 35; second++) {
      await seconds(1);
      watch.state();
    }
    expect(store.trials).toBe(4);
  });

  it('says that it is away, still ready, without naming a place; and that it is back', async () => {
    watch = new FileStoreWatch(store, clock);
    await seconds(1);
    store.ends = () => Promise.reject(new Unavailable('files-unavailable', 'no answer from secret-host'));
    await seconds(10);
    expect(watch.state()).toEqual({
      ready: true,
      degraded: true,
      answeredAt: '2026-11-23T01:00:00.000Z',
      error: 'files-unavailable',
    });
    store.ends = () => Promise.reject(Object.assign(new Error("EROFS: '/secret/path'"), { code: 'EROFS' }));
    await seconds(10);
    expect(watch.state()).toMatchObject({ ready: true, degraded: true, error: 'EROFS' });
    store.ends = () => Promise.resolve();
    await seconds(10);
    expect(watch.state()).toEqual({ ready: true, degraded: false, answeredAt: '2026-11-23T01:00:30.000Z' });
  });

  it('gives a trial 5 s, and lets no other join one that hangs', async () => {
    let answer = (): void => undefined;
    store.ends = () => new Promise((resolve) => (answer = resolve));
    watch = new FileStoreWatch(store, clock);
    await seconds(4.9);
    expect(watch.state()).toMatchObject({ degraded: false });
    await seconds(60);
    expect(watch.state()).toEqual({ ready: true, degraded: true, error: 'no-answer' });
    expect(store.trials).toBe(1);
    answer();
    await seconds(0);
    expect(watch.state()).toMatchObject({ degraded: false });
  });

  it('tries no more once the process stops', async () => {
    watch = new FileStoreWatch(store, clock);
    watch.onApplicationShutdown();
    await seconds(60);
    expect(store.trials).toBe(1);
  });
});
