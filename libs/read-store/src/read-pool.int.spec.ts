import { testDatabase, type TestDatabase } from '@dealtrail/event-store/testing';
import { ReadPool } from './read-pool.js';

describe('the pool of the read side', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('refuses more waiting for a connection than it could serve, and serves all that wait', async () => {
    const pool = new ReadPool({ connectionString: database.url, max: 1 });
    const client = await pool.connect();
    const waiting = Array.from({ length: 500 }, () => pool.query('select 1'));
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'overloaded' });
    await expect(pool.connect()).rejects.toMatchObject({ code: 'overloaded' });
    client.release();
    expect(await Promise.all(waiting)).toHaveLength(500);
    await expect(pool.query('select 1')).resolves.toBeDefined();
    await pool.end();
  });

  it('bounds every statement, every wait for a lock and every forgotten transaction', async () => {
    const pool = new ReadPool(database.url);
    const { rows } = await pool.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in
         ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'application_name') order by name`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      application_name: 'dealtrail read store',
      idle_in_transaction_session_timeout: '10000',
      lock_timeout: '5000',
      statement_timeout: '30000',
    });
    await pool.end();
  });
});
