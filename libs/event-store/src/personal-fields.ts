import { erased, LogCorrupted } from '@dealtrail/event-sourcing';
import { seal, unseal, type PersonKeyMap } from './person-keys.js';

/** How a personal value lies in the log: the ciphertext of its JSON text (base64 of iv, tag, text) and whose key opens it. */
interface Encrypted {
  readonly $encrypted: string;
  readonly of: string;
}

/** What is encrypted before an event is hashed. */
export interface Personal {
  readonly person: string;
  readonly fields: readonly string[];
}

/** Whose key an event needs, and for which of its fields; nothing when it holds none. Throws when the person is not named. */
export function personalOf(
  type: { readonly personal?: { readonly person: string; readonly fields: readonly string[] } },
  data: Readonly<Record<string, unknown>>,
): Personal | undefined {
  const fields = type.personal?.fields.filter((field) => data[field] !== undefined) ?? [];
  if (!type.personal || fields.length === 0) return undefined;
  const person = data[type.personal.person];
  if (typeof person !== 'string' || person === '')
    throw new Error(`personal fields need the person in ${type.personal.person}`);
  return { person, fields };
}

const context = (eventId: string, field: string): string => `${eventId}/${field}`;

/** The same data with its personal fields as ciphertext. Of a person who was erased nothing is kept any more. */
export function encrypted(
  data: Readonly<Record<string, unknown>>,
  eventId: string,
  { person, fields }: Personal,
  keys: PersonKeyMap,
): object {
  const key = keys.get(person);
  const values = fields.map((field) => {
    if (!key) return [field, erased] as const;
    const sealed = seal(key, Buffer.from(JSON.stringify(data[field])), context(eventId, field));
    return [field, { $encrypted: sealed.toString('base64'), of: person } satisfies Encrypted] as const;
  });
  return { ...data, ...Object.fromEntries(values) };
}

const isEncrypted = (value: unknown): value is Encrypted =>
  typeof value === 'object' &&
  value !== null &&
  '$encrypted' in value &&
  typeof value.$encrypted === 'string' &&
  'of' in value &&
  typeof value.of === 'string';

/**
 * The fields of stored data that are ciphertext, with whose key opens them. In today's version only declared fields count, so that
 * a look-alike in another field is left alone; in an older one they may have had other names.
 */
export function encryptedFields(
  type: { readonly version: number; readonly personal?: { readonly fields: readonly string[] } },
  version: number,
  data: object,
): readonly (readonly [field: string, value: Encrypted])[] {
  const { personal } = type;
  if (!personal) return [];
  return Object.entries(data).filter(
    (entry): entry is [string, Encrypted] =>
      isEncrypted(entry[1]) && (version < type.version || personal.fields.includes(entry[0])),
  );
}

/** The stored data with its personal fields readable, or erased. */
export function decrypted(
  data: object,
  eventId: string,
  fields: readonly (readonly [field: string, value: Encrypted])[],
  keys: PersonKeyMap,
): object {
  if (fields.length === 0) return data;
  const values = fields.map(([field, { $encrypted, of }]) => {
    const key = keys.get(of);
    if (!key) return [field, erased] as const;
    const text = unseal(key, Buffer.from($encrypted, 'base64'), context(eventId, field)).toString();
    try {
      return [field, JSON.parse(text) as unknown] as const;
    } catch {
      throw new LogCorrupted(`a decrypted value is not JSON: ${context(eventId, field)}`);
    }
  });
  return { ...data, ...Object.fromEntries(values) };
}
