import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  type AllStreamSubscription,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { EventStoreDouble } from './eventstore-double.js';

const event = (type = 'Tested', data: Record<string, number | string> = {}, id: string = randomUUID()) =>
  jsonEvent({ id, type, data });

describe('smoke', () => {
  let double: EventStoreDouble;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    double = await EventStoreDouble.start();
    client = EventStoreDBClient.connectionString(double.url);
  });
  afterAll(async () => {
    await client.dispose();
    await double.stop();
  });
  it('works', async () => {
    const a = [event('A', { n: 1 }), event('B', { n: 2 })];
    const first = await client.appendToStream('s-1', a, { expectedRevision: 'no_stream' });
    expect(await client.appendToStream('s-1', a, { expectedRevision: 'no_stream' })).toEqual(first);
    await expect(client.appendToStream('s-1', event(), { expectedRevision: 'no_stream' })).rejects.toBeInstanceOf(
      WrongExpectedVersionError,
    );
    for await (const r of client.readStream('s-1')) expect(r.event?.streamId).toBe('s-1');
    const sub: AllStreamSubscription = client.subscribeToAll({ filter: excludeSystemEvents() });
    const got = [];
    setTimeout(() => void client.appendToStream('s-2', event('C')), 50);
    for await (const r of sub) {
      got.push(r.event?.type);
      if (got.length === 3) break;
    }
    expect(got).toEqual(['A', 'B', 'C']);
  });
});
