import { noStream } from '@dealtrail/event-sourcing';
import { contractTypes, eventStoreContract, newStream, noteWritten } from '@dealtrail/event-sourcing/testing';
import { Client } from 'pg';
import { openStore, testDatabase, UnreliableProxy } from './testing/index.js';

eventStoreContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return {
    open: async ({ loseAnswer = false } = {}) => {
      const proxy = loseAnswer ? await UnreliableProxy.before(database.url) : undefined;
      const store = await openStore(proxy?.url ?? database.url, contractTypes);
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
    refused: async () => {
      const taken = noteWritten('its id is taken');
      const store = await openStore(database.url, contractTypes);
      await store.append(newStream(), [taken], noStream);
      await store.stop();
      return taken;
    },
    remove: () => database.drop(),
  };
});
