import { eventTypeFilter, streamNameFilter, type AllStreamSubscription, type Filter } from '@eventstore/db-client';
import { drive, event, events, heard, idsOf, next, ours, type Driven } from './spec-driver.js';

let driven: Driven;
beforeEach(async () => {
  driven = await drive();
});
afterEach(() => driven.stop());

it('is confirmed, then gets history, then hears that it has caught up, then what is appended', async () => {
  const [before, after] = [event(), event()];
  await driven.client.appendToStream('note-1', before);
  const subscription = driven.client.subscribeToAll({ filter: ours() });
  const order: string[] = [];
  subscription.on('confirmation', () => order.push('confirmed')).on('caughtUp', () => order.push('caught up'));
  const caughtUp = heard(subscription, 'caughtUp');
  subscription.on('data', (item) => order.push(item.event?.id ?? ''));
  await caughtUp;
  const live = next(subscription, 1);
  await driven.client.appendToStream('note-2', after);
  await live;
  expect(order).toEqual(['confirmed', before.id, 'caught up', after.id]);
  expect(subscription).toHaveProperty('id', expect.stringMatching(/^[0-9a-f-]{36}$/));
});

it('resumes behind the position it names', async () => {
  const written = events(4);
  await driven.client.appendToStream('note-1', written);
  const first = await next(driven.client.subscribeToAll({ filter: ours() }), 2);
  const position = first[1]?.event?.position;
  const resumed = driven.client.subscribeToAll({ filter: ours(), fromPosition: position });
  expect(idsOf(await next(resumed, 2))).toEqual(idsOf(written.slice(2).map((each) => ({ event: each }))));
});

it('begins at the end where it is asked to', async () => {
  await driven.client.appendToStream('note-1', events(3));
  const subscription = driven.client.subscribeToAll({ filter: ours(), fromPosition: 'end' });
  subscription.resume();
  await heard(subscription, 'caughtUp');
  const later = event();
  const live = next(subscription, 1);
  await driven.client.appendToStream('note-1', later);
  expect(idsOf(await live)).toEqual([later.id]);
});

it('follows one stream, from a revision or before it is there', async () => {
  const early = next(driven.client.subscribeToStream('note-1'), 3);
  const written = events(3);
  await driven.client.appendToStream('note-2', events(2));
  await driven.client.appendToStream('note-1', written);
  expect(idsOf(await early)).toEqual(written.map(({ id }) => id));
  const late = next(driven.client.subscribeToStream('note-1', { fromRevision: 1n }), 1);
  expect(idsOf(await late)).toEqual([written[2]?.id]);
});

it('leaves positions out of a stream where it is told to, never out of $all', async () => {
  driven.double.faults.withoutPositions = true;
  await driven.client.appendToStream('note-1', event());
  const [ofStream] = await next(driven.client.subscribeToStream('note-1'), 1);
  const [ofAll] = await next(driven.client.subscribeToAll({ filter: ours() }), 1);
  expect(ofStream?.commitPosition).toBeUndefined();
  expect(ofAll?.commitPosition).toBe(ofAll?.event?.position?.commit);
});

it.each<[string, Filter, string[]]>([
  ['prefixes of streams', streamNameFilter({ prefixes: ['deal-', 'order-'] }), ['A', 'C', 'B']],
  ['a pattern of streams', streamNameFilter({ regex: '^(deal|note)-' }), ['A', 'B', 'B']],
  ['prefixes of types', eventTypeFilter({ prefixes: ['A', 'C'] }), ['A', 'C']],
  ['a pattern of types', eventTypeFilter({ regex: '^[^$AC]' }), ['B', 'B']],
])('is filtered by %s', async (_by, filter, types) => {
  await driven.client.appendToStream('deal-1', event('A'));
  await driven.client.appendToStream('note-1', event('B'));
  await driven.client.appendToStream('order-1', event('C'));
  await driven.client.appendToStream('deal-2', event('B'));
  await driven.client.appendToStream('deal-3', event(types[0]));
  const taken = await next(driven.client.subscribeToAll({ filter }), types.length + 1);
  expect(taken.map((item) => item.event?.type)).toEqual([...types, types[0]]);
});

it('tells a filtered subscription how far it is, though nothing is for it', async () => {
  const reached: bigint[] = [];
  const filter = streamNameFilter({
    prefixes: ['deal-'],
    maxSearchWindow: 5,
    checkpointInterval: 2,
    checkpointReached: (_subscription: AllStreamSubscription, position) => void reached.push(position.commit),
  });
  await driven.client.appendToStream('note-1', events(24));
  const subscription = driven.client.subscribeToAll({ filter });
  subscription.resume();
  await heard(subscription, 'caughtUp');
  const places = driven.double.log.all.map(({ position }) => BigInt(position));
  expect(reached).toEqual([places[9], places[19]]);
  const live = next(subscription, 1);
  await driven.client.appendToStream('note-1', events(5));
  await driven.client.appendToStream('deal-1', event());
  await live;
  expect(reached).toEqual([places[9], places[19], BigInt(driven.double.log.all[29]?.position ?? 0)]);
});

it('ends for the double when the client leaves', async () => {
  const subscription = driven.client.subscribeToAll({ filter: ours() });
  subscription.resume();
  await heard(subscription, 'caughtUp');
  await subscription.unsubscribe();
  await driven.client.appendToStream('note-1', events(10));
  expect(driven.double.sent).toBe(0);
});
