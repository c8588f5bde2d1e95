import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { testServer } from '@dealtrail/event-sourcing/testing';

/** A database of one spec's own. */
export interface TestDatabase {
  readonly url: string;
  /** Runs one statement on a connection of its own. */
  query(sql: string, values?: unknown[]): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** Creates an empty database on the server of `TEST_DATABASE_URL` (a superuser's address, given by the test runner). */
export async function testDatabase(): Promise<TestDatabase> {
  const server = testServer('TEST_DATABASE_URL');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await query(server, `create database ${name}`);
  return {
    url: url.href,
    query: (sql, values) => query(url.href, sql, values),
    drop: async () => void (await query(server, `drop database if exists ${name} with (force)`)),
  };
}

async function query(url: string, sql: string, values?: unknown[]): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
