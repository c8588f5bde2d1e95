import { createHash } from 'node:crypto';

const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Name-based uuid (RFC 9562, version 5) of a namespace uuid and a name. */
export function uuidv5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The namespace of every id Dealtrail derives. */
export const dealtrailNamespace = 'b1f1a5c2-6f0e-5d5e-9b0a-3a7c1f2d4e68';

/** Derives one id from named parts; the parts are length-prefixed, so that no two lists give the same text. */
export const derivedId = (...parts: readonly (string | number)[]): string =>
  uuidv5(dealtrailNamespace, parts.map((part) => `${String(part).length}:${part}`).join('|'));

/** The id of the nth event a command leaves in a stream. */
export const eventId = (stream: string, commandId: string, ordinal: number): string =>
  derivedId('event', stream, commandId, ordinal);

/** What people read and search instead of a uuid: its first 40 bits as 8 base32 characters (Crockford). */
export function shortNumber(uuid: string): string {
  let bits = BigInt(`0x${uuid.replaceAll('-', '').slice(0, 10)}`);
  let text = '';
  for (let i = 0; i < 8; i++, bits >>= 5n) text = base32.charAt(Number(bits & 31n)) + text;
  return text;
}

/** JSON with sorted keys and no undefined members: the same content gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

/** Whether two contents are the same, however their members are ordered; nothing is the same as null. */
export const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
