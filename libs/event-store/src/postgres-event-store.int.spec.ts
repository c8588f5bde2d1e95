import { systemClock } from '@dealtrail/event-sourcing';
import { contractTypes, eventStoreContract } from '@dealtrail/event-sourcing/testing';
import { Client } from 'pg';
import { PostgresEventStore } from './postgres-event-store.js';
import { testDatabase, testKeys, UnreliableProxy } from './testing/index.js';

eventStoreContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return {
    open: async ({ loseAnswer = false } = {}) => {
      const proxy = loseAnswer ? await UnreliableProxy.before(database.url) : undefined;
      const store = new PostgresEventStore({
        pool: proxy?.url ?? database.url,
        types: contractTypes,
        keys: testKeys,
        clock: systemClock,
        safetyPoll: 200,
      });
      await store.start();
      return {
        store,
        erasePerson: (person) => store.erasePerson(person),
        ...(proxy && { lose: () => proxy.loseNextAnswer() }),
        close: async () => {
          await store.stop();
          await proxy?.close();
          if (proxy) expect(proxy.lost).toBe(1);
        },
      };
    },
    disturb: async () => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query('create table if not exists foreign_work (n integer)');
      await client.query('begin');
      await client.query('insert into foreign_work values (1)');
      return async () => {
        await client.query('commit');
        await client.end();
      };
    },
    remove: () => database.drop(),
  };
});
