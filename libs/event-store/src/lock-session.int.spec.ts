import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { LockSession } from './lock-session.js';
import { testDatabase, type TestDatabase } from './testing/index.js';

let database: TestDatabase;
let clients: Client[];
beforeEach(async () => {
  clients = [];
  database = await testDatabase();
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  await database.drop();
});

async function connected(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  client.on('error', () => undefined);
  clients.push(client);
  await client.connect();
  return client;
}

const taken = async (by: { query: LockSession['query'] }): Promise<unknown> =>
  (await by.query<{ taken: boolean }>('select pg_try_advisory_lock(1) as taken')).rows[0]?.taken;

it('keeps its locks for as long as it is heard from', async () => {
  const silenceMs = 2_000; // a busy machine may let neither process nor server run for some tenths of a second
  const session = await LockSession.of(await connected(), silenceMs);
  expect(await taken(session)).toBe(true);
  await delay(2 * silenceMs);
  expect(await taken(await LockSession.of(await connected()))).toBe(false);
  session.stop();
});

it('loses them when its process falls silent', async () => {
  const session = await LockSession.of(await connected(), 500);
  expect(await taken(session)).toBe(true);
  session.stop(); // what a frozen process does: the connection is there, nothing is said
  const other = await LockSession.of(await connected());
  const until = Date.now() + 10_000;
  while (!(await taken(other)) && Date.now() < until) await delay(50);
  expect(Date.now()).toBeLessThan(until);
  await expect(session.query('select 1')).rejects.toThrow();
  other.stop();
});
