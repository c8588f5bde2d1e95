import { Client, type ClientConfig } from 'pg';
import { unavailable } from './failures.js';
import { migrate } from './migrate.js';

/** Where a log can be kept; person keys, settings and read models are in PostgreSQL with either. */
export type LogHome = 'postgresql' | 'eventstoredb';

/** Migrates, and checks that the master key and the place of the log are those this database was begun with. */
export async function prepareDatabase(config: ClientConfig, fingerprint: string, home: LogHome): Promise<void> {
  // Migrating may take its time.
  const client = new Client({ ...config, application_name: 'dealtrail-start', query_timeout: 0 });
  client.on('error', () => undefined); // the query under way tells
  try {
    await client.connect().catch((error: unknown) => Promise.reject(unavailable(error)));
    await client.query('set statement_timeout = 0; set lock_timeout = 0');
    await migrate(client);
    await checkMasterKey(client, fingerprint);
    await checkHome(client, home);
  } finally {
    await client.end();
  }
}

/** With another master key no person could be read and no repeat recognised: better not to start. */
async function checkMasterKey(client: Client, fingerprint: string): Promise<void> {
  if ((await settled(client, 'master-key', fingerprint)) !== fingerprint)
    throw new Error('the master key is not the one this database was begun with; bring the old one back');
}

/** With the log elsewhere, every read model would go on from a position of another log. */
async function checkHome(client: Client, home: LogHome): Promise<void> {
  const { rows } = await client.query('select 1 from dealtrail.events limit 1');
  const kept = await settled(client, 'event-store', rows.length > 0 ? 'postgresql' : home);
  if (kept !== home)
    throw new Error(
      `the log of this database is kept in ${kept}, not in ${home}: ` +
        (kept === 'postgresql' ? 'unset EVENTSTORE_URL' : 'set EVENTSTORE_URL') +
        ', or use another database',
    );
}

/** The value of a setting, given now when nobody has given it before. */
async function settled(client: Client, name: string, value: string): Promise<string | undefined> {
  await client.query('insert into dealtrail.settings values ($1, $2) on conflict do nothing', [name, value]);
  const { rows } = await client.query<{ value: string }>('select value from dealtrail.settings where name = $1', [
    name,
  ]);
  return rows[0]?.value;
}
