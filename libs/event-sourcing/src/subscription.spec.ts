import { EventStore, type EventBatch } from './event-store.js';
import { runSubscription } from './subscription.js';

/** A store that was stopped: what is followed ends at once. */
class StoppedStore extends EventStore {
  subscriptions = 0;
  append = () => Promise.reject(new Error('stopped'));
  read = () => Promise.resolve([]);
  head = () => Promise.resolve(0);
  subscribe(): AsyncIterable<EventBatch> {
    if (++this.subscriptions > 50) throw new Error('asked again and again'); // nothing else would get a turn
    return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }) };
  }
}

it('waits before it begins again when the store ends what it follows', async () => {
  const store = new StoppedStore();
  const running = runSubscription({
    name: 'follower',
    store,
    after: () => Promise.resolve(0),
    handle: () => Promise.resolve(),
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(store.subscriptions).toBe(1);
  expect(running.status.state).toBe('failing');
  await running.stop();
});
