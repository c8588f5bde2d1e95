import { contractTypes, eventStoreContract, noteWritten } from '@dealtrail/event-sourcing/testing';
import { Client } from 'pg';
import { EventStoreDouble, openEventStoreDb, testDatabase, type TestDatabase } from './testing/index.js';

// Server, client and spec share one process, and the machine may be busy: nothing here is about how long anything takes.
jest.setTimeout(30_000);
const patient = { longestWait: 20_000, connectionWait: 10_000, answerWait: 20_000, outcomeWait: 20_000 };

/** More than a server takes in one append: 1 MiB, unless it was told otherwise. */
const tooLarge = () => Promise.resolve(noteWritten('x'.repeat(1024 * 1024)));

/** Something that keeps a transaction open in the database of the person keys. */
async function foreignTransaction(database: TestDatabase): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('create table if not exists foreign_work (n integer)');
  await client.query('begin');
  await client.query('insert into foreign_work values (1)');
  return async () => {
    await client.query('commit');
    await client.end();
  };
}

eventStoreContract('EventStoreDB (a double in this process)', async () => {
  const [database, double] = await Promise.all([testDatabase(), EventStoreDouble.start()]);
  return {
    open: async ({ loseAnswer = false } = {}) => {
      const lostBefore = double.faults.lost;
      const store = await openEventStoreDb(double.url, database.url, contractTypes, patient);
      return {
        store,
        erasePerson: (person) => store.erasePerson(person),
        ...(loseAnswer && { lose: () => double.faults.loseAnswers(1, 'reset') }),
        close: async () => {
          await store.stop();
          if (loseAnswer) expect(double.faults.lost - lostBefore).toBe(1);
        },
      };
    },
    disturb: async () => {
      const calm = await foreignTransaction(database);
      const writing = setInterval(() => double.writeSystemEvents(3), 5);
      return async () => {
        clearInterval(writing);
        await calm();
      };
    },
    refused: tooLarge,
    remove: async () => {
      await double.stop();
      await database.drop();
    },
  };
});

// Without a server there is nothing to try: no case is registered, so that none counts as passed or skipped.
const url = process.env['EVENTSTORE_TEST_URL'];
if (url)
  eventStoreContract('EventStoreDB (the server of EVENTSTORE_TEST_URL)', async () => {
    const database = await testDatabase();
    return {
      open: async () => {
        const store = await openEventStoreDb(url, database.url, contractTypes);
        return { store, erasePerson: (person) => store.erasePerson(person), close: () => store.stop() };
      },
      disturb: () => foreignTransaction(database),
      refused: tooLarge,
      remove: () => database.drop(),
    };
  });
