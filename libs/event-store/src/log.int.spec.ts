import { createHash } from 'node:crypto';
import { eventSchema, EventTypes, LogCorrupted, noStream, type Event } from '@dealtrail/event-sourcing';
import { contractTypes, fact, followed, newStream, noteWritten } from '@dealtrail/event-sourcing/testing';
import { genesis } from './chain.js';
import { storeKeys } from './keys.js';
import type { PostgresEventStore } from './postgres-event-store.js';
import { openStore, testDatabase, type TestDatabase } from './testing/index.js';

let database: TestDatabase;
let store: PostgresEventStore;

beforeEach(async () => {
  database = await testDatabase();
  store = await openStore(database.url, contractTypes);
}, 30_000);

afterEach(async () => {
  await store.stop();
  await database.drop();
});

/** What only someone with the rights of the owner can do. */
const tamper = (sql: string) =>
  database.query(`alter table dealtrail.events disable trigger append_only; ${sql};
    alter table dealtrail.events enable trigger append_only`);

const writeNotes = async (stream: string, count: number) => {
  for (let n = 0; n < count; n++) await store.append(stream, [noteWritten(n)], n - 1);
};

describe('the log', () => {
  it('refuses changes', async () => {
    await writeNotes(newStream(), 1);
    for (const sql of [
      "update dealtrail.events set data = ''",
      'delete from dealtrail.events',
      'truncate dealtrail.events',
    ])
      await expect(database.query(sql)).rejects.toThrow('append-only');
  });

  it('does not let a reader take the end of the store for the end of the log', async () => {
    await writeNotes(newStream(), 5);
    const other = await openStore(database.url, contractTypes);
    const reading = followed(other, 0, ({ position }) => position === 6, { batchSize: 2 });
    const settled = expect(reading).rejects.toMatchObject({ code: 'event-store-unavailable' });
    await other.stop();
    await settled;
  });

  it('stops readers loudly at a hole', async () => {
    await writeNotes(newStream(), 5);
    await tamper('delete from dealtrail.events where position = 3');
    const { events } = await followed(store, 3, ({ live }) => live);
    expect(events).toHaveLength(2);
    await expect(followed(store, 0, ({ live }) => live)).rejects.toThrow(LogCorrupted);
    await expect(followed(store, 2, ({ live }) => live)).rejects.toThrow('position 4 comes after 2');
  });

  it('leaves no hole where appends were refused', async () => {
    const stream = newStream();
    await writeNotes(stream, 1);
    await Promise.allSettled(Array.from({ length: 30 }, (_, i) => store.append(stream, [noteWritten(i)], i % 3)));
    const { events } = await followed(store, 0, ({ live }) => live);
    expect(events.map(({ position }) => position)).toEqual(events.map((_, i) => i + 1));
  });

  it('stops loudly at an event this release does not know', async () => {
    const stream = newStream();
    await writeNotes(stream, 1);
    await tamper("update dealtrail.events set type = 'FromTheFuture'");
    await expect(store.read([stream])).rejects.toThrow(LogCorrupted);
    await tamper("update dealtrail.events set type = 'NoteWritten', version = 2");
    await expect(store.read([stream])).rejects.toThrow(LogCorrupted);
  });
});

describe('the chain', () => {
  it('is the hash of the bytes that are stored', async () => {
    const stream = newStream();
    await store.append(stream, [noteWritten('\ud800\u0000 长 "quoted"'), noteWritten({ b: 1, a: [] })], noStream);
    const rows = await database.query(
      `select sha256(
         coalesce(lag(hash) over (order by revision), sha256(convert_to(stream, 'UTF8'))) || convert_to(
           (select string_agg(octet_length(part) || ':' || part, '' order by n)
            from unnest(array[stream, revision::text, id::text, type, version::text, recorded_at, metadata, data])
              with ordinality as parts (part, n)), 'UTF8')) = hash as good
       from dealtrail.events order by revision`,
    );
    expect(rows).toEqual([{ good: true }, { good: true }]);
    expect(genesis('note-1')).toEqual(createHash('sha256').update('note-1').digest('hex'));
  });

  it.each([
    ['data', "data = replace(data, '2', '3') where revision = 2", 2],
    ['metadata', "metadata = replace(metadata, 'tester', 'nobody') where revision = 1", 1],
    ['the time', "recorded_at = '2020-01-01T00:00:00.000Z' where revision = 0", 0],
    ['the version', 'version = 0 where revision = 3', 3],
    ['a hash', "hash = sha256('x') where revision = 1", 1],
    ['the order', 'revision = revision + 10 where revision = 2', 2],
  ])('tells where %s was changed', async (_, change, brokenAt) => {
    const stream = newStream();
    await writeNotes(stream, 5);
    expect(await store.verify(stream)).toEqual({ events: 5 });
    await tamper(`update dealtrail.events set ${change}`);
    expect(await store.verify(stream)).toEqual({ events: 5, brokenAt });
  });

  it('goes on over restarts and processes', async () => {
    const stream = newStream();
    await writeNotes(stream, 2);
    const other = await openStore(database.url, contractTypes);
    await other.append(stream, [noteWritten('there')], 1);
    await store.append(stream, [noteWritten('here')], 2);
    await other.append(stream, [noteWritten('there again')], 3);
    await other.stop();
    expect(await store.verify(stream)).toEqual({ events: 5 });
  });
});

describe('personal fields', () => {
  it('are never in the log as text, and the chain stands when they are erased', async () => {
    const stream = newStream();
    const met = fact('PersonMet', { personId: 'p1', phone: '+86 138', place: 'Shanghai' });
    await store.append(stream, [met], noStream);
    const [row] = await database.query('select data from dealtrail.events');
    expect(row?.['data']).toContain('Shanghai');
    expect(row?.['data']).not.toContain('138');
    const other = await openStore(database.url, contractTypes);
    expect((await other.read([stream]))[0]?.[0]?.data).toEqual(met.data);
    await store.erasePerson('p1');
    expect(await database.query('select key from dealtrail.person_keys')).toEqual([{ key: null }]);
    expect(await store.verify(stream)).toEqual({ events: 1 });
    let phone: unknown;
    for (const end = Date.now() + 5_000; phone !== '[erased]' && Date.now() < end;)
      phone = ((await other.read([stream]))[0]?.[0]?.data as { phone: unknown }).phone;
    expect(phone).toBe('[erased]'); // the other process heard of it
    await other.stop();
  });

  it('cannot be moved to another event', async () => {
    const stream = newStream();
    const phones = ['1', '2'].map((phone) => fact('PersonMet', { personId: 'p1', phone }));
    await store.append(stream, phones, noStream);
    await tamper(`update dealtrail.events set data = (select data from dealtrail.events where revision = 0)
      where revision = 1`);
    await expect(store.read([stream])).rejects.toThrow(LogCorrupted);
  });

  it('are found in older versions under their former names, then upcast', async () => {
    const stream = newStream();
    await store.append(stream, [fact('PersonMet', { personId: 'p1', phone: '138' })], noStream);
    type Met = Event<'PersonMet', { who: string; mobile?: string }>;
    const today = new EventTypes([
      eventSchema<Met>('note', {
        PersonMet: {
          version: 2,
          upcast: {
            1: ({ personId, phone }: { personId: string; phone: string }) => ({ who: personId, mobile: phone }),
          },
          personal: { person: 'who', fields: ['mobile'] },
        },
      }),
    ]);
    const later = await openStore(database.url, today);
    expect((await later.read([stream]))[0]?.[0]?.data).toEqual({ who: 'p1', mobile: '138' });
    await later.stop();
  });
});

describe('starting', () => {
  it('works on a server whose transactions are set up to see nothing new', async () => {
    await database.query(
      `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_isolation = 'repeatable read'`,
    );
    const stores = await Promise.all([openStore(database.url, contractTypes), openStore(database.url, contractTypes)]);
    for (let round = 0; round < 20; round++)
      await Promise.all(stores.map((each) => each.append(newStream(), [noteWritten(round)], noStream)));
    expect(await store.head()).toBe(40);
    await Promise.all(stores.map((each) => each.stop()));
  });

  it('works in several processes at once on an empty database', async () => {
    const empty = await testDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(empty.url, contractTypes)));
    await Promise.all(stores.map((each) => each.append(newStream(), [noteWritten(1)], noStream)));
    expect(await stores[0]?.head()).toBe(4);
    await Promise.all(stores.map((each) => each.stop()));
    await empty.drop();
  });

  it('refuses another master key', async () => {
    const keys = storeKeys(Buffer.alloc(32, 1));
    await expect(openStore(database.url, contractTypes, { keys })).rejects.toThrow('master key');
  });

  it('refuses a database whose migrations are not these', async () => {
    await database.query("update dealtrail.migrations set checksum = 'x' where name = '0001-log.sql'");
    await expect(openStore(database.url, contractTypes)).rejects.toThrow('0001-log.sql has changed');
    await database.query("insert into dealtrail.migrations values ('9999-later.sql', '')");
    await expect(openStore(database.url, contractTypes)).rejects.toThrow('9999-later.sql');
  });
});
