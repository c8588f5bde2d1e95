import { exportSPKI, importJWK, SignJWT, type JWTPayload, type KeyLike } from 'jose';
import { clock, freshKey, now, serve, type Served } from './testing/application.js';
import {
  identityProvider,
  keySetPath,
  signedBy,
  signingKey,
  type IdentityProvider,
  type SigningKey,
} from './testing/identity-provider.js';
import { ParcelModule } from './testing/parcels.js';
import { oidcIssuer } from './oidc-issuer.js';
import { signToken } from './token.js';

const at = Date.parse(now) / 1000;
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('tokens of an identity provider', () => {
  let provider: IdentityProvider;
  /** Somebody else's server, whom no token may make us ask. */
  let attacker: IdentityProvider;
  let served: Served;
  let ours: SigningKey;
  let theirs: SigningKey;
  let claims: JWTPayload & { readonly exp: number };
  let others: readonly SigningKey[];

  beforeAll(async () => {
    ours = await signingKey('k1');
    theirs = await signingKey('k1'); // the same name, another key
    others = await Promise.all(['ES256', 'PS256', 'EdDSA'].map((alg) => signingKey(alg, alg)));
    provider = await identityProvider(ours, ...others);
    provider.keys = [...provider.keys, { kty: 'oct', kid: 'shared', alg: 'HS256', k: 'c2VjcmV0' }];
    attacker = await identityProvider(theirs);
    served = await serve(ParcelModule, { issuer: oidcIssuer({ issuer: provider.url, audience: 'dealtrail' }) });
    claims = { sub: 'rob', iss: provider.url, aud: 'dealtrail', exp: at + 60 };
  });
  afterAll(() => Promise.all([served.app.close(), provider.close(), attacker.close()]));

  const ask = (authorization?: string) =>
    served.send({ method: 'GET', url: '/parcels', as: '', ...(authorization && { headers: { authorization } }) });
  const without = (name: 'sub' | 'exp' | 'aud' | 'iss'): JWTPayload => ({ ...claims, [name]: undefined });
  const parts = async (): Promise<[string, string, string]> =>
    (await signedBy(ours, claims)).split('.') as [string, string, string];
  const shared = (secret: Uint8Array, kid: string): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(secret);
  const ourSpki = async (): Promise<string> => exportSPKI((await importJWK(ours.publicJwk, 'RS256')) as KeyLike);

  it('let the right one in, by each key there is, for one audience of several too', async () => {
    for (const key of [ours, ...others])
      expect([key.alg, (await ask(`Bearer ${await signedBy(key, claims)}`)).status]).toEqual([key.alg, 200]);
    const several = await signedBy(ours, { ...claims, aud: ['account', 'dealtrail'] }, { typ: 'at+JWT' });
    expect((await ask(`Bearer ${several}`)).status).toBe(200);
    expect((await ask(`Bearer ${await signedBy(ours, { ...claims, exp: at - 29, nbf: at + 29 })}`)).status).toBe(200);
  });

  const forged: readonly [name: string, forge: () => Promise<string> | string, code?: string][] = [
    ['no algorithm', () => `${encoded({ alg: 'none' })}.${encoded(claims)}.`],
    ['no algorithm under our key', () => `${encoded({ alg: 'none', kid: 'k1' })}.${encoded(claims)}.c2ln`],
    ['an algorithm in capitals', async () => `${encoded({ alg: 'NONE', kid: 'k1' })}.${(await parts())[1]}.c2ln`],
    ['the public key as a shared secret', async () => shared(Buffer.from(await ourSpki()), 'k1')],
    ['its modulus as a shared secret', () => shared(Buffer.from(ours.publicJwk.n ?? '', 'base64url'), 'k1')],
    ['a shared secret that the provider publishes', () => shared(Buffer.from('secret'), 'shared')],
    ['another key under our name', () => signedBy(theirs, claims)],
    ['another algorithm than that of the key', () => signedBy({ ...ours, alg: 'PS256' }, claims)],
    ['another audience', () => signedBy(ours, { ...claims, aud: 'elsewhere' })],
    ['no audience', () => signedBy(ours, without('aud'))],
    ['another issuer', () => signedBy(ours, { ...claims, iss: attacker.url })],
    ['our issuer with a slash', () => signedBy(ours, { ...claims, iss: `${provider.url}/` })],
    ['no issuer', () => signedBy(ours, without('iss'))],
    ['expired', () => signedBy(ours, { ...claims, exp: at - 31 }), 'token-expired'],
    ['no expiry', () => signedBy(ours, without('exp'))],
    ['not yet valid', () => signedBy(ours, { ...claims, nbf: at + 31 })],
    ['an unknown key', () => signedBy({ ...theirs, kid: 'k9' }, claims)],
    ['no key named, where there are several', () => signedBy(ours, claims, { kid: undefined, alg: 'RS512' })],
    ['a stripped signature', async () => (await parts()).with(2, '').join('.')],
    ['no signature part', async () => (await parts()).slice(0, 2).join('.')],
    ['a tampered payload', async () => (await parts()).with(1, encoded({ ...claims, sub: 'ann' })).join('.')],
    ['a tampered header', async () => (await parts()).with(0, encoded({ alg: 'RS256', kid: 'k1', x: 1 })).join('.')],
    ['keys at an address it names (jku)', () => signedBy(theirs, claims, { jku: `${attacker.url}${keySetPath}` })],
    [
      'keys at an address it names, under their name',
      () => signedBy(theirs, claims, { kid: 'k9', jku: `${attacker.url}/a` }),
    ],
    ['a certificate at an address it names (x5u)', () => signedBy(theirs, claims, { x5u: `${attacker.url}/cert` })],
    ['a key it brings itself (jwk)', () => signedBy(theirs, claims, { jwk: theirs.publicJwk })],
    ['a certificate it brings itself (x5c)', () => signedBy(theirs, claims, { x5c: ['MIIB'] })],
    ['an issuer that is the attacker', () => signedBy({ ...theirs, kid: 'k8' }, { ...claims, iss: attacker.url })],
    ['nobody', () => signedBy(ours, without('sub'))],
    ['an empty name', () => signedBy(ours, { ...claims, sub: '' })],
    ['a name that is no text', () => signedBy(ours, { ...claims, sub: 7 as never })],
    ['a token to log out', () => signedBy(ours, claims, { typ: 'logout+jwt' })],
    ['a proof of possession', () => signedBy(ours, claims, { typ: 'dpop+jwt' })],
    ["the embedded run's", async () => signToken(await freshKey(), 'rob', 60, clock)],
    ["the embedded run's in the provider's name", async () => embeddedIn(provider.url)],
    ['a key of a program that is none', () => `dt_3f2504e0-4f89-41d3-9a0c-0305e82c3301_${'A'.repeat(43)}`],
  ];

  async function embeddedIn(iss: string): Promise<string> {
    const { privateJwk, publicJwk } = await freshKey();
    const header = { alg: 'EdDSA', kid: publicJwk.kid };
    return new SignJWT({ ...claims, iss }).setProtectedHeader(header).sign(await importJWK(privateJwk, 'EdDSA'));
  }

  it.each(forged)('refuse %s', async (_name, forge, code = 'token-invalid') => {
    const { status, body, headers } = await ask(`Bearer ${await forge()}`);
    expect([status, body['code']]).toEqual([401, code]);
    expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('refuse whoever brings none', async () => {
    const { status, body, headers } = await ask();
    expect([status, body['code'], headers['www-authenticate']]).toEqual([401, 'token-missing', 'Bearer']);
  });

  it('had nobody ask an address that a token named, and the provider once', () => {
    expect(attacker.asked).toEqual([]);
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', keySetPath]);
  });

  it('are never written to the log', async () => {
    const token = await signedBy(ours, claims);
    await ask(`Bearer ${token}`);
    expect(served.lines.length).toBeGreaterThan(forged.length);
    expect(served.lines.filter((line) => line.includes(token) || line.includes('eyJ'))).toEqual([]);
  });
});
