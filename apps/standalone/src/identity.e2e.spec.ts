import { randomUUID } from 'node:crypto';
import { ApiModule, serve, stopServing } from '@dealtrail/api';
import { EventStore, type Recorded } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { away, identityProvider, signedBy, signingKey } from '@dealtrail/http/testing';
import { RuntimeModule } from '@dealtrail/runtime';
import { cliWith } from './testing/cli.js';
import { TestSystem, type Answer } from './testing/system.js';

/** A second API process of the same installation, with a memory of its own. */
async function secondApi({ configuration }: TestSystem): Promise<{ url: string; stop: () => Promise<void> }> {
  const imports = [await RuntimeModule.forRoot(configuration), ApiModule];
  const app = await serve({ module: class SecondApi {}, imports }, configuration);
  const { port } = app.getHttpServer().address() as { readonly port: number };
  return { url: `http://127.0.0.1:${port}`, stop: () => stopServing(app, { ...configuration, drainMs: 0 }) };
}

async function ask(url: string, credential: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${credential}` } });
  const { code } = (await response.json()) as { readonly code?: string };
  return code ?? String(response.status);
}

describe('what is withdrawn, on two API processes', () => {
  let system: TestSystem;
  let second: Awaited<ReturnType<typeof secondApi>> | undefined;
  beforeAll(async () => {
    system = await TestSystem.open();
    second = await secondApi(system);
  }, 120_000);
  afterAll(async () => {
    await second?.stop();
    await system.close();
  }, 60_000);

  async function issue(role: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return system.post('/api-keys', { as: 'admin', body: { name: 'erp-sync', role }, headers });
  }
  async function keyOf(role: string): Promise<{ readonly keyId: string; readonly key: string }> {
    const { body } = await issue(role);
    return { keyId: String(body['streamId']).replace('apiKey-', ''), key: String(body['key']) };
  }
  /** What the log holds of a stream. */
  const factsOf = async (stream: string): Promise<readonly Recorded[]> =>
    (await system.standalone.app.get<EventStore>(EventStore).read([stream]))[0] ?? [];
  const urls = (path: string): readonly string[] => [`${system.url}${path}`, `${second?.url}${path}`];

  /** Both answer so once; then how long after `withdraw` was answered each of them answers otherwise, ms. */
  async function untilRefused(path: string, credential: string, withdraw: () => Promise<unknown>, refusal: string) {
    for (const url of urls(path))
      await eventually(
        () => ask(url, credential),
        (answer) => answer === '200',
      );
    await withdraw();
    const since = performance.now();
    return Promise.all(
      urls(path).map(async (url) => {
        const answer = await eventually(
          () => ask(url, credential),
          (now) => now !== '200',
        );
        expect(answer).toBe(refusal);
        const took = performance.now() - since;
        expect(await ask(url, credential)).toBe(refusal);
        return took;
      }),
    );
  }

  it('a revoked key is refused within a second', async () => {
    for (let round = 0; round < 5; round++) {
      const { keyId, key } = await keyOf('salesSupport');
      const revoke = () => system.done(`/api-keys/${keyId}/revoke`, 'admin', { reason: 'leaked' });
      for (const took of await untilRefused('/deals', key, revoke, 'api-key-revoked')) expect(took).toBeLessThan(1_000);
    }
  }, 60_000);

  it('a removed role, and a person who left, are refused within a second', async () => {
    for (let round = 0; round < 3; round++) {
      const staffId = `auditor${round}`;
      await system.done('/staff', 'admin', { staffId, name: 'a', roles: ['auditor'] });
      const token = await system.token(staffId);
      const strip = () => system.done(`/staff/${staffId}/roles`, 'admin', { roles: ['hr'] });
      const leave = () => system.done(`/staff/${staffId}/deactivate`, 'admin', { reason: '離職' });
      for (const took of await untilRefused('/deals', token, strip, 'role-not-permitted'))
        expect(took).toBeLessThan(1_000);
      for (const took of await untilRefused('/staff', token, leave, 'unknown-person')) expect(took).toBeLessThan(1_000);
    }
  }, 60_000);

  it('a key goes on when who issued it leaves', async () => {
    for (const staffId of ['deputy', 'chief', 'boss'])
      // so that contracts can still be reviewed then
      await system.done('/staff', 'admin', { staffId, name: staffId, roles: ['admin'] });
    const answer = await system.post('/api-keys', { as: 'deputy', body: { name: 'bi', role: 'auditor' } });
    await system.done('/staff/deputy/deactivate', 'admin', { reason: '離職' });
    for (const url of urls('/deals')) expect(await ask(url, String(answer.body['key']))).toBe('200');
  });

  it('a key is shown once, and is nowhere to be found after that', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await issue('auditor', headers);
    const again = await issue('auditor', headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual({ ...first.body, key: undefined });
    const key = String(first.body['key']);
    const secret = key.slice(-43);
    expect(await ask(`${system.url}/deals`, key)).toBe('200');
    const list = await system.get(`/api-keys?role=auditor&minPosition=${String(first.body['position'])}`, {
      as: 'admin',
    });
    const rows = list.body['items'] as readonly Record<string, unknown>[];
    const row = rows.find(({ keyId }) => first.body['streamId'] === `apiKey-${String(keyId)}`);
    expect(row).toMatchObject({ name: 'erp-sync', role: 'auditor', issuedBy: 'admin', revoked: false });
    expect(JSON.stringify(list.body)).not.toMatch(/secret|hash/i);
    const facts = await factsOf(String(first.body['streamId']));
    expect([facts.length, JSON.stringify(facts).includes(secret)]).toEqual([1, false]);
  });

  it('a key has the reach of its role where that is all, and does nothing that is for people', async () => {
    const [admin, rep] = [await keyOf('admin'), await keyOf('rep')];
    const dealId = randomUUID();
    await system.done('/staff', 'admin', { staffId: 'wang', name: 'w', roles: ['rep'] });
    const post = (path: string, key: string, body: object) =>
      system.post(path, { body, headers: { authorization: `Bearer ${key}` } });
    const deal = { dealId, title: 'a deal', ownerId: 'wang', grade: 'B' };
    expect((await post('/deals', rep.key, deal)).body['code']).toBe('out-of-reach');
    expect((await post('/deals', admin.key, { ...deal, ownerId: undefined })).body['code']).toBe('owner-not-active');
    const { body } = await post('/deals', admin.key, deal);
    expect(body['streamId']).toBe(`deal-${dealId}`);
    const seen = await system.get(`/deals?minPosition=${String(body['position'])}`, {
      headers: { authorization: `Bearer ${rep.key}` },
    });
    expect([seen.status, seen.body['items']]).toEqual([200, []]);
    for (const [path, command] of [
      ['/api-keys', { name: 'another', role: 'rep' }],
      ['/staff/wang/roles', { roles: ['admin'] }],
    ] as const)
      expect((await post(path, admin.key, command)).body['code']).toBe('not-for-api-keys');
    const [fact] = await factsOf(`deal-${dealId}`);
    expect(fact?.metadata.actor).toEqual({ kind: 'apiKey', id: admin.keyId });
  });

  it('a program uses the command line with its key', async () => {
    const { keyId, key } = await keyOf('admin');
    const sent = await cliWith(
      key,
      String(second?.url),
      'send',
      'RegisterUnit',
      'unitId=north',
      'kind=region',
      'name=North',
    );
    expect([sent.code, sent.said['streamId']]).toEqual([0, 'unit-north']);
    await system.done(`/api-keys/${keyId}/revoke`, 'admin', { reason: 'notNeeded' });
    const refused = await cliWith(key, system.url, 'query', 'UnitRegister');
    expect([refused.code, JSON.stringify(refused.said)]).toEqual([1, expect.stringContaining('api-key-revoked')]);
  }, 60_000);
});

describe('behind an identity provider', () => {
  it('starts without it, takes its tokens once it is there, and those of nobody else', async () => {
    const signing = await signingKey('k1', 'ES256');
    const provider = await identityProvider(signing);
    provider.answer = away;
    const system = await TestSystem.open({ oidc: { issuer: provider.url, audience: 'dealtrail' } });
    try {
      const claims = { sub: 'admin', iss: provider.url, aud: 'dealtrail', exp: Math.floor(Date.now() / 1000) + 600 };
      const token = await signedBy(signing, claims);
      const identity = async () => {
        const { parts } = (await system.get('/health/ready')).body as { parts: Record<string, unknown> };
        return parts['identity'];
      };
      expect(await ask(`${system.url}/staff`, token)).toBe('identity-provider-unavailable');
      expect(await identity()).toMatchObject({ ready: true, degraded: true, error: expect.any(String) });
      provider.answer = undefined;
      await eventually(
        () => ask(`${system.url}/staff`, token),
        (answer) => answer === '200',
        30,
      );
      expect(await identity()).toEqual({ ready: true, issuer: provider.url, keysAgeSeconds: expect.any(Number) });
      expect(await ask(`${system.url}/staff`, await system.token('admin'))).toBe('token-invalid');
    } finally {
      await system.close();
      await provider.close();
    }
  }, 120_000);
});
