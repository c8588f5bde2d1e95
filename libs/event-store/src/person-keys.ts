import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { LogCorrupted } from '@dealtrail/event-sourcing';
import { LeastRecentlyUsed } from './least-recently-used.js';

/** AES-256-GCM: iv (12 bytes), tag (16), ciphertext; `context` must be the same when it is opened. */
export function seal(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** Throws `LogCorrupted` when the key, the context or a byte is another. */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
  } catch {
    throw new LogCorrupted(`a value cannot be decrypted: ${context}`);
  }
}

/** How long another process may still read what was erased, ms, when the notification of it was lost. */
const freshFor = 10_000;

/** The key of each person; `undefined` for one who was erased. */
export type PersonKeyMap = ReadonlyMap<string, Buffer | undefined>;

/** The data keys of persons, unwrapped and kept for a few seconds. */
export class PersonKeys {
  private readonly cache = new LeastRecentlyUsed<{ readonly key: Buffer | undefined; readonly readAt: number }>(10_000);

  constructor(private readonly keyEncryptionKey: Buffer) {}

  /** The keys of these persons, missing ones made first. */
  async forWriting(client: ClientBase | Pool, persons: ReadonlySet<string>): Promise<PersonKeyMap> {
    const known = this.cached(persons);
    const missing = [...persons].filter((person) => !known.has(person));
    if (missing.length === 0) return known;
    const read = await this.read(client, missing);
    const unheardOf = missing.filter((person) => !read.has(person));
    if (unheardOf.length > 0) {
      await client.query(
        `insert into dealtrail.person_keys (person, key) select * from unnest($1::text[], $2::bytea[])
         on conflict do nothing`,
        [unheardOf, unheardOf.map((person) => seal(this.keyEncryptionKey, randomBytes(32), person))],
      );
      for (const [person, key] of await this.read(client, unheardOf)) read.set(person, key);
    }
    return new Map([...known, ...read]);
  }

  /** The keys of these persons; a person without one reads as erased. */
  async forReading(pool: Pool, persons: ReadonlySet<string>): Promise<PersonKeyMap> {
    const known = this.cached(persons);
    const missing = [...persons].filter((person) => !known.has(person));
    return missing.length === 0 ? known : new Map([...known, ...(await this.read(pool, missing))]);
  }

  async erase(pool: Pool, person: string): Promise<void> {
    await pool.query(
      `with erased as (
         insert into dealtrail.person_keys (person, erased_at) values ($1, now())
         on conflict (person) do update set key = null, erased_at = coalesce(person_keys.erased_at, now()))
       select pg_notify('dealtrail_erased', $1)`,
      [person],
    );
    this.forget(person);
  }

  forget(person: string): void {
    this.cache.delete(person);
  }

  private cached(persons: ReadonlySet<string>): Map<string, Buffer | undefined> {
    const known = new Map<string, Buffer | undefined>();
    const oldest = Date.now() - freshFor;
    for (const person of persons) {
      const entry = this.cache.get(person);
      if (entry && entry.readAt > oldest) known.set(person, entry.key);
    }
    return known;
  }

  private async read(client: ClientBase | Pool, persons: readonly string[]): Promise<Map<string, Buffer | undefined>> {
    const readAt = Date.now();
    const { rows } = await client.query<{ person: string; key: Buffer | null }>(
      'select person, key from dealtrail.person_keys where person = any($1)',
      [persons],
    );
    return new Map(
      rows.map(({ person, key: wrapped }) => {
        const key = wrapped ? unseal(this.keyEncryptionKey, wrapped, person) : undefined;
        this.cache.set(person, { key, readAt });
        return [person, key];
      }),
    );
  }
}
