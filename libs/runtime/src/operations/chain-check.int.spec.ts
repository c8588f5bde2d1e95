import { randomUUID } from 'node:crypto';
import { eventSchema, EventTypes, type Event } from '@dealtrail/event-sourcing';
import { openStore, testDatabase, type TestDatabase } from '@dealtrail/event-store/testing';
import type { EventLog } from '@dealtrail/event-store';
import { ReadPool } from '@dealtrail/read-store';
import { readVerification, verifyNext } from './chain-check.js';

type Noted = Event<'Noted', { text: string }>;
const types = new EventTypes([eventSchema<Noted>('note', { Noted: { version: 1 } })]);
const metadata = {
  commandId: randomUUID(),
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: randomUUID(),
  occurredAt: '2026-04-07T01:00:00.000Z',
  digest: '',
} as const;

describe('the check of the chains', () => {
  let database: TestDatabase;
  let store: EventLog;
  let pool: ReadPool;
  beforeAll(async () => {
    database = await testDatabase();
    store = await openStore(database.url, types);
    pool = new ReadPool(database.url);
    for (let n = 0; n < 150; n++)
      await store.append(`note-${n}`, [{ id: randomUUID(), type: 'Noted', data: { text: 'x' }, metadata }], -1);
  });
  afterAll(async () => {
    await store.stop();
    await pool.end();
    await database.drop();
  });

  const piece = async (): Promise<boolean> => {
    await pool.query('update operations.verification set taken_at = null').catch(() => undefined);
    return verifyNext(pool, store);
  };

  it('says never before it began, and goes round the log piece by piece, one process at a time', async () => {
    expect((await readVerification(pool)).verifiedAt).toBeUndefined();
    expect(await piece()).toBe(true);
    expect(await verifyNext(pool, store)).toBe(false);
    expect(await readVerification(pool)).toMatchObject({ position: '100', events: 100, broken: [] });
    await piece();
    const round = await readVerification(pool);
    expect(round).toMatchObject({ position: '0', events: 150, broken: [] });
    expect(round.roundAt).toBeDefined();
  });

  it('finds what was altered past the product', async () => {
    await database.query(`alter table dealtrail.events disable trigger all`);
    await database.query(`update dealtrail.events set data = '{"text":"y"}' where stream = 'note-7'`);
    await piece();
    expect((await readVerification(pool)).broken).toEqual([
      { stream: 'note-7', revision: 0, foundAt: expect.any(String) as string },
    ]);
  });
});
