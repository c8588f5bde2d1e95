import type { Actor, Directory, Instant } from '@dealtrail/event-sourcing';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Unauthenticated } from './unauthenticated.js';

const bearer = /^bearer +dt_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([\w-]{43})$/i;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** A key with 256 random bits: what its bearer is shown this once, and all that is kept of it. */
export function newApiKey(keyId: string): { readonly key: string; readonly secretHash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { key: `dt_${keyId}_${secret}`, secretHash: hashOf(secret).toString('hex') };
}

/**
 * The program behind an `Authorization` header that holds an API key; undefined when it holds something else. What became of a
 * key is told only to who has its secret.
 */
export function programOf(
  authorization: string | undefined,
  now: Instant,
  directory: () => Directory,
): Actor | undefined {
  const [, id, secret] = bearer.exec(authorization ?? '') ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const keyId = id.toLowerCase();
  const key = directory().apiKey(keyId);
  if (!key || !timingSafeEqual(hashOf(secret), Buffer.from(key.secretHash, 'hex')))
    throw new Unauthenticated('token-invalid');
  if (key.revoked) throw new Unauthenticated('api-key-revoked');
  if (now >= key.expiresAt) throw new Unauthenticated('api-key-expired');
  return { kind: 'apiKey', id: keyId };
}
