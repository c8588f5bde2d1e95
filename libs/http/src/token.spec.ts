import { stat } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import { clock, freshKey, now, serve, type Served } from './testing/application.js';
import { ParcelModule } from './testing/parcels.js';
import { embeddedIssuer, signToken, TokenVerifier } from './token.js';
import { loadTokenKey, type TokenKey } from './token-key.js';

const at = Date.parse(now) / 1000;
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('tokens', () => {
  let served: Served;
  let key: TokenKey;
  beforeAll(async () => {
    served = await serve(ParcelModule);
    key = served.key;
  });
  afterAll(() => served.app.close());

  const claims = { sub: 'rob', iss: 'dealtrail', aud: 'dealtrail', exp: at + 60 };

  async function sign(payload: JWTPayload, header: Record<string, unknown> = {}, by: TokenKey = key): Promise<string> {
    const protectedHeader = { alg: 'EdDSA', kid: key.publicJwk.kid, ...header };
    return new SignJWT(payload)
      .setProtectedHeader(protectedHeader)
      .sign(await importJWK(by.privateJwk as JWK, 'EdDSA'));
  }

  async function shared(secret: Uint8Array): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.publicJwk.kid }).sign(secret);
  }

  const ask = (authorization: string) =>
    served.send({ method: 'GET', url: '/parcels', as: '', headers: { authorization } });

  it('lets a good one in', async () => {
    expect((await ask(`Bearer ${await sign(claims)}`)).status).toBe(200);
    expect((await ask(`bearer ${await signToken(key, 'rob', 60, clock)}`)).status).toBe(200);
  });

  const forged: [string, () => Promise<string> | string][] = [
    ['nothing after Bearer', () => 'Bearer'],
    ['another scheme', async () => `Basic ${await sign(claims)}`],
    ['garbage', () => 'Bearer abc'],
    ['garbage in three parts', () => 'Bearer a.b.c'],
    ['no algorithm', () => `Bearer ${encoded({ alg: 'none' })}.${encoded(claims)}.`],
    ['no algorithm, some signature', () => `Bearer ${encoded({ alg: 'none' })}.${encoded(claims)}.c2ln`],
    [
      'the public key as a shared secret',
      async () => `Bearer ${await shared(Buffer.from(key.publicJwk.x ?? '', 'base64url'))}`,
    ],
    [
      'an algorithm not on the list',
      async () => {
        const { privateKey } = await generateKeyPair('ES256');
        return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.publicJwk.kid }).sign(privateKey)}`;
      },
    ],
    ['another issuer', async () => `Bearer ${await sign({ ...claims, iss: 'elsewhere' })}`],
    ['another audience', async () => `Bearer ${await sign({ ...claims, aud: 'elsewhere' })}`],
    ['no audience', async () => `Bearer ${await sign({ sub: 'rob', iss: 'dealtrail', exp: at + 60 })}`],
    ['not yet valid', async () => `Bearer ${await sign({ ...claims, nbf: at + 31 })}`],
    ['no expiry', async () => `Bearer ${await sign({ sub: 'rob', iss: 'dealtrail', aud: 'dealtrail' })}`],
    [
      'an expiry that is no number',
      () => `Bearer ${encoded({ alg: 'EdDSA' })}.${encoded({ ...claims, exp: 'never' })}.c2ln`,
    ],
    ['nobody', async () => `Bearer ${await sign({ ...claims, sub: undefined })}`],
    ['an empty name', async () => `Bearer ${await sign({ ...claims, sub: '' })}`],
    ['an unknown key id', async () => `Bearer ${await sign(claims, { kid: 'other' })}`],
    ['a foreign key under our key id', async () => `Bearer ${await sign(claims, {}, await freshKey())}`],
    [
      'a key it brings itself',
      async () => {
        const other = await freshKey();
        return `Bearer ${await sign(claims, { kid: other.publicJwk.kid, jwk: other.publicJwk }, other)}`;
      },
    ],
    [
      'a key it points to',
      async () => `Bearer ${await sign(claims, { kid: 'x', jku: 'http://127.0.0.1:9/keys' }, await freshKey())}`,
    ],
    [
      'an unknown critical header',
      async () => {
        const [, payload, signature] = (await sign(claims)).split('.');
        return `Bearer ${encoded({ alg: 'EdDSA', kid: key.publicJwk.kid, crit: ['odd'], odd: 1 })}.${payload}.${signature}`;
      },
    ],
    ['a stripped signature', async () => `Bearer ${(await sign(claims)).replace(/[^.]*$/, '')}`],
    [
      'a changed payload',
      async () => {
        const [head, , signature] = (await sign(claims)).split('.');
        return `Bearer ${head}.${encoded({ ...claims, sub: 'ann' })}.${signature}`;
      },
    ],
    ['two tokens', async () => `Bearer ${await sign(claims)} ${await sign(claims)}`],
  ];
  it.each(forged)('refuses %s', async (_name, forge) => {
    const { status, body, headers } = await ask(await forge());
    expect([status, body['code']]).toEqual([401, 'token-invalid']);
    expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('refuses an expired one, with 30 s for clocks that differ', async () => {
    expect((await ask(`Bearer ${await sign({ ...claims, exp: at - 29 })}`)).status).toBe(200);
    const { status, body } = await ask(`Bearer ${await sign({ ...claims, exp: at - 31 })}`);
    expect([status, body['code']]).toEqual([401, 'token-expired']);
  });

  it('remembers a verified token, until it expires and no longer', async () => {
    const verifier = new TokenVerifier(embeddedIssuer(key), 2);
    const token = `Bearer ${await sign(claims)}`;
    expect(verifier.subject(token, at * 1000)).toBeInstanceOf(Promise);
    await verifier.subject(token, at * 1000);
    expect(verifier.subject(token, at * 1000)).toBe('rob');
    await expect(verifier.subject(token, (claims.exp + 31) * 1000)).rejects.toThrow('token-expired');
  });

  it('forgets the oldest beyond its bound', async () => {
    const verifier = new TokenVerifier(embeddedIssuer(key), 2);
    const tokens = await Promise.all(
      [1, 2, 3].map(async (n) => `Bearer ${await sign({ ...claims, exp: at + 60 + n })}`),
    );
    for (const token of tokens) await verifier.subject(token, at * 1000);
    expect(tokens.map((token) => typeof verifier.subject(token, at * 1000))).toEqual(['object', 'string', 'string']);
  });

  it('makes one key for processes that start at once, for its owner only, and keeps it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'dealtrail-keys-'));
    try {
      const keys = await Promise.all([1, 2, 3, 4].map(() => loadTokenKey(directory)));
      keys.push(await loadTokenKey(directory));
      expect(new Set(keys.map(({ publicJwk }) => publicJwk.kid)).size).toBe(1);
      expect(keys.map(({ publicJwk }) => publicJwk.d)).toEqual([undefined, undefined, undefined, undefined, undefined]);
      expect((await stat(join(directory, 'keys', 'token.jwk'))).mode & 0o777).toBe(0o600);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
