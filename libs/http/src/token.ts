import { systemClock, Unavailable, type Clock } from '@dealtrail/event-sourcing';
import { createHash } from 'node:crypto';
import { createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT, type JWK, type JWTVerifyGetKey } from 'jose';
import type { TokenKey } from './token-key.js';
import { Unauthenticated } from './unauthenticated.js';

/** Whose tokens count. The embedded run signs its own; an OIDC issuer is another value of this, with its remote key set. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Signature algorithms accepted; `none` is never one. */
  readonly algorithms: readonly string[];
  /** Throws or rejects with `Unavailable` when the keys cannot be known: then nobody is let in, and nobody is told no. */
  readonly keys: JWTVerifyGetKey;
  /** The claim that names the staff member; default `sub`. */
  readonly staffClaim?: string | undefined;
  /** A verified token is asked for its key again after this, ms; default when it expires. */
  readonly rememberMs?: number;
}

const name = 'dealtrail';
const algorithm = 'EdDSA';
/** How far clocks may be apart, s. */
const tolerance = 30;
/** Access tokens are said to be one of these (RFC 9068), or nothing; a log-out or proof token says what else it is. */
const tokenTypes = ['jwt', 'at+jwt', 'application/at+jwt'];

/** The issuer of the embedded run: tokens signed with the key under `DATA_DIR`. */
export const embeddedIssuer = ({ publicJwk }: TokenKey): TokenIssuer => ({
  issuer: name,
  audience: name,
  algorithms: [algorithm],
  keys: createLocalJWKSet({ keys: [publicJwk as JWK] }),
});

/** A token that says who its bearer is, for `ttl` seconds; roles are not in it. */
export async function signToken(
  key: TokenKey,
  staffId: string,
  ttl: number,
  clock: Clock = systemClock,
): Promise<string> {
  const now = Math.floor(Date.parse(clock.now()) / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, kid: key.publicJwk.kid, typ: 'JWT' })
    .setSubject(staffId)
    .setIssuer(name)
    .setAudience(name)
    .setIssuedAt(now)
    .setExpirationTime(now + ttl)
    .sign(await importJWK(key.privateJwk as JWK, algorithm));
}

/** Reads the subject of a token; remembers verified ones by hash until they expire, for a signature costs 200 µs. */
export class TokenVerifier {
  private readonly verified = new Map<string, { readonly subject: string; readonly until: number }>();

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly remembered = 10_000,
  ) {}

  /** The subject of an `Authorization` header at an instant (ms); throws or rejects with `Unauthenticated` or `Unavailable`. */
  subject(authorization: string | undefined, now: number): string | Promise<string> {
    if (authorization === undefined) throw new Unauthenticated('token-missing');
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new Unauthenticated('token-invalid');
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.verified.get(hash);
    if (known && now < known.until) return known.subject;
    return this.verify(token, hash, now);
  }

  private async verify(token: string, hash: string, now: number): Promise<string> {
    this.verified.delete(hash);
    const { issuer, audience, algorithms, keys, staffClaim = 'sub', rememberMs = Infinity } = this.issuer;
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      requiredClaims: [staffClaim, 'exp'],
      clockTolerance: tolerance,
      currentDate: new Date(now),
    }).catch((error: unknown) => {
      if (error instanceof Unavailable) throw error;
      throw new Unauthenticated(error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid');
    });
    const { [staffClaim]: subject, exp } = payload;
    const isAccess = tokenTypes.includes((protectedHeader.typ ?? 'jwt').toLowerCase());
    if (typeof subject !== 'string' || subject === '' || exp === undefined || !isAccess)
      throw new Unauthenticated('token-invalid');
    this.verified.set(hash, { subject, until: Math.min((exp + tolerance) * 1000, now + rememberMs) });
    const oldest = this.verified.size > this.remembered ? this.verified.keys().next().value : undefined;
    if (oldest !== undefined) this.verified.delete(oldest);
    return subject;
  }
}
