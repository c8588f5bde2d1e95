import { Pool, type PoolConfig } from 'pg';
import { translated } from '../failures.js';
import { PersonKeys, type PersonKeyMap } from '../person-keys.js';
import { WakeUp } from '../wake-up.js';

/** The keys of persons in PostgreSQL, for a log that is kept elsewhere: erasing must not need a log that can be changed. */
export class PersonKeyDatabase {
  private readonly pool: Pool;
  private readonly keys: PersonKeys;
  private readonly listener: WakeUp;

  constructor(config: PoolConfig, keyEncryptionKey: Buffer) {
    this.keys = new PersonKeys(keyEncryptionKey);
    this.pool = new Pool({ ...config, application_name: 'dealtrail-keys' });
    this.pool.on('error', () => undefined); // the pool replaces it; the next query tells
    this.listener = new WakeUp({ ...config, application_name: 'dealtrail-listener' }, (person) =>
      this.keys.forget(person),
    );
  }

  start(): Promise<void> {
    return this.listener.connection.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.listener.connection.stop(), this.pool.end()]);
  }

  /** Why it is not connected; nothing while it is. */
  get error(): string | undefined {
    const { connected, lastError } = this.listener.connection;
    return connected ? undefined : `the database of the person keys: ${lastError?.message ?? 'not connected'}`;
  }

  forWriting(persons: ReadonlySet<string>): Promise<PersonKeyMap> {
    return translating(() => this.keys.forWriting(this.pool, persons));
  }

  forReading(persons: ReadonlySet<string>): Promise<PersonKeyMap> {
    return translating(() => this.keys.forReading(this.pool, persons));
  }

  erase(person: string): Promise<void> {
    return translating(() => this.keys.erase(this.pool, person));
  }
}

async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translated(error);
  }
}
