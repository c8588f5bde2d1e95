import { EventStoreDBClient } from '@eventstore/db-client';
import { all, drive, event, failure, type Driven } from './spec-driver.js';

/** What the client does that an adapter must be ready for; whoever takes a newer client reads here what may be dropped. */
let driven: Driven;
beforeEach(async () => {
  driven = await drive();
});
afterEach(() => driven.stop());

it('fails what other clients of the process wait for when one client’s batch stream fails', async () => {
  const other = EventStoreDBClient.connectionString(driven.double.url);
  driven.double.faults.loseAnswers(1, 'silence');
  const committed = driven.double.log.grown(AbortSignal.timeout(5_000));
  const waiting = failure(other.appendToStream('note-1', event()));
  await committed;
  driven.double.faults.loseAnswers(1, 'unavailable');
  await failure(driven.client.appendToStream('note-2', event()));
  expect(await waiting).toMatchObject({ type: 'unavailable' });
  await other.dispose();
});

it('makes no new connection for a new client while the old one is not known to be dead', async () => {
  await driven.client.appendToStream('note-1', event());
  await driven.double.restart();
  const fresh = EventStoreDBClient.connectionString(driven.double.url);
  expect(await failure(all(fresh.readStream('note-1')))).toMatchObject({ type: 'unavailable' });
  await fresh.dispose();
});
