import type { ServerResponse } from 'node:http';
import type { JWTPayload } from 'jose';
import { now, serve, type Served } from './testing/application.js';
import {
  away,
  identityProvider,
  keySetPath,
  signedBy,
  signingKey,
  type IdentityProvider,
  type SigningKey,
} from './testing/identity-provider.js';
import { ParcelModule } from './testing/parcels.js';
import { oidcIssuer, oidcTimes, type OidcIssuer } from './oidc-issuer.js';

const minute = 60_000;

describe('an identity provider', () => {
  let provider: IdentityProvider;
  let issuer: OidcIssuer;
  let served: Served;
  let first: SigningKey;
  let second: SigningKey;
  /** Since the spec began, ms; the clocks of the request and of the key set both follow it. */
  let passed: number;

  beforeAll(async () => {
    [first, second] = await Promise.all([signingKey('first', 'ES256'), signingKey('second', 'ES256')]);
  });
  beforeEach(async () => {
    passed = 0;
    provider = await identityProvider(first);
    await open();
  });
  afterEach(() => Promise.all([served.app.close(), provider.close()]));

  async function open(staffClaim?: string, timeOut = oidcTimes.timeOut): Promise<void> {
    const oidc = { issuer: provider.url, audience: 'dealtrail', staffClaim };
    issuer = oidcIssuer(oidc, { ...oidcTimes, timeOut }, () => passed);
    const clock = { now: () => new Date(Date.parse(now) + passed).toISOString() };
    served = await serve(ParcelModule, { issuer, clock });
  }
  const reopen = async (...changed: Parameters<typeof open>): Promise<void> => {
    await served.app.close();
    await open(...changed);
  };

  /** What a token of its own, good for two days, is answered. */
  let made = 0;
  async function ask(key: SigningKey, claims: JWTPayload = {}): Promise<unknown> {
    const exp = Date.parse(now) / 1000 + 2 * 86_400;
    const token = await signedBy(key, {
      sub: 'rob',
      iss: provider.url,
      aud: 'dealtrail',
      exp,
      jti: `${made++}`,
      ...claims,
    });
    return askWith(token);
  }
  async function askWith(token: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${token}` };
    const { status, body, headers: answered } = await served.send({ method: 'GET', url: '/parcels', as: '', headers });
    if (status === 503) expect(Number(answered['retry-after'])).toBeGreaterThan(0);
    return status === 200 ? 200 : `${status} ${String(body['code'])}`;
  }
  const fetches = (): number => provider.asked.filter((path) => path === keySetPath).length;
  const unknown = () => ({ ...second, kid: `other-${made++}` });

  it('is asked once by many at the same moment, and not again while its keys are fresh', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, () => ask(first)))).toEqual(Array(20).fill(200));
    passed = 9 * minute;
    expect(await ask(first)).toBe(200);
    expect(fetches()).toBe(1);
  });

  it('brings a new key along with the first token of it, and takes an old one out with the next fetch', async () => {
    expect(await ask(first)).toBe(200);
    provider.keys = [first.publicJwk, second.publicJwk];
    passed = oidcTimes.coolDown;
    expect([await ask(second), await ask(first)]).toEqual([200, 200]);
    const kept = await signedBy(first, { sub: 'rob', iss: provider.url, aud: 'dealtrail', exp: 2_000_000_000 });
    expect(await askWith(kept)).toBe(200);
    provider.keys = [second.publicJwk];
    passed += oidcTimes.freshFor + 1;
    expect([await ask(second), await ask(first), await askWith(kept)]).toEqual([
      200,
      '401 token-invalid',
      '401 token-invalid',
    ]);
  });

  it('is asked for keys that it does not have at most once per cool-down', async () => {
    expect(await ask(first)).toBe(200);
    const storm = () => Promise.all(Array.from({ length: 50 }, () => ask(unknown())));
    expect(new Set(await storm())).toEqual(new Set(['401 token-invalid']));
    expect(fetches()).toBe(1);
    passed = oidcTimes.coolDown;
    expect(new Set(await storm())).toEqual(new Set(['401 token-invalid']));
    expect(fetches()).toBe(2);
    expect(await ask(first)).toBe(200);
  });

  it('that is away at the start lets nobody in and tells nobody no, and is asked again', async () => {
    provider.answer = away;
    expect(await ask(first)).toBe('503 identity-provider-unavailable');
    expect(await ask(unknown())).toBe('503 identity-provider-unavailable');
    expect(await askWith('no.token.atall')).toBe('401 token-invalid');
    expect(issuer.status()).toEqual({ failure: expect.any(String), keysAgeMs: undefined });
    const asked = provider.asked.length;
    passed = oidcTimes.retry - 1;
    expect(await ask(first)).toBe('503 identity-provider-unavailable');
    expect(provider.asked).toHaveLength(asked);
    provider.answer = undefined;
    passed = oidcTimes.retry;
    expect(await ask(first)).toBe(200);
    expect(issuer.status()).toEqual({ failure: undefined, keysAgeMs: 0 });
  });

  it('that goes away later is done without for a day, and who has a key it may have made since is told to wait', async () => {
    expect(await ask(first)).toBe(200);
    provider.answer = away;
    passed = 11 * minute;
    expect(await ask(first)).toBe(200);
    expect(await ask(second)).toBe('503 identity-provider-unavailable');
    expect(await ask({ ...second, kid: 'first' })).toBe('401 token-invalid');
    passed = oidcTimes.keptFor;
    expect(await ask(first)).toBe(200);
    passed = oidcTimes.keptFor + 1;
    expect(await ask(first)).toBe('503 identity-provider-unavailable');
  });

  const liars: readonly [string, () => void, RegExp][] = [
    ['calls itself otherwise', () => (provider.discovery = { issuer: 'https://id.example.com' }), /calls itself/],
    ['has its keys on an open line', () => (provider.discovery = { jwks_uri: 'http://192.0.2.1/keys' }), /keys are at/],
    ['names no keys', () => (provider.discovery = { jwks_uri: undefined }), /keys are at undefined/],
    ['publishes none', () => (provider.keys = []), /no keys/],
    ['answers something else', () => (provider.answer = (response) => void response.end('<html>')), /JSON|token/i],
    ['fails', () => (provider.answer = (response) => void response.writeHead(500).end()), /answers 500/],
    ['sends us elsewhere', () => (provider.answer = redirect), /redirect/],
  ];
  const redirect = (response: ServerResponse): void =>
    void response.writeHead(302, { location: `${provider.url}/elsewhere` }).end();

  it.each(liars)('that %s is none', async (_name, lie, failure) => {
    lie();
    expect(await ask(first)).toBe('503 identity-provider-unavailable');
    expect(issuer.status().failure).toMatch(failure);
    expect(provider.asked).not.toContain('/elsewhere');
  });

  it('that does not answer is given up', async () => {
    await reopen(undefined, 50);
    provider.answer = () => undefined;
    expect(await ask(first)).toBe('503 identity-provider-unavailable');
    expect(issuer.status().failure).toMatch(/time/i);
  });

  it('says in a claim of its own who somebody is, where it is told which', async () => {
    await reopen('staff_id');
    expect(await ask(first, { sub: '8f14e45f', staff_id: 'rob' })).toBe(200);
    expect(await ask(first, { sub: 'rob' })).toBe('401 token-invalid');
    expect(await ask(first, { sub: 'rob', staff_id: ['rob'] })).toBe('401 token-invalid');
    expect(await ask(first, { sub: 'rob', staff_id: '8f14e45f' })).toBe('403 unknown-person');
  });
});
