import type { ApiKey, Directory } from '@dealtrail/event-sourcing';
import { newApiKey } from './api-key.js';
import { now, serve, type Served } from './testing/application.js';
import { ParcelModule, staff } from './testing/parcels.js';

const keyId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('API keys', () => {
  let served: Served;
  let issued: ApiKey | undefined;
  let key: string;
  const directory: Directory = { ...staff, apiKey: (id) => (id === keyId ? issued : undefined) };

  beforeAll(async () => {
    served = await serve(ParcelModule, { directory: () => directory });
  });
  beforeEach(() => {
    const made = newApiKey(keyId);
    key = made.key;
    issued = { role: 'admin', secretHash: made.secretHash, expiresAt: '2026-11-23T05:40:00.001Z', revoked: false };
  });
  afterAll(() => served.app.close());

  const bearing = (credential: string) => ({ as: '', headers: { authorization: `Bearer ${credential}` } });
  async function weigh(credential = key): Promise<unknown> {
    const sent = { url: `/parcels/${keyId}/weigh`, payload: { grams: 3 }, ...bearing(credential) };
    const { status, body } = await served.send(sent);
    return status === 200
      ? (body['command'] as { metadata: { actor: unknown } }).metadata.actor
      : [status, body['code']];
  }

  it('act as programs, with 256 random bits each', async () => {
    expect(await weigh()).toEqual({ kind: 'apiKey', id: keyId });
    expect(key).toMatch(new RegExp(`^dt_${keyId}_[\\w-]{43}$`));
    expect(newApiKey(keyId).key).not.toBe(key);
    expect(JSON.stringify(issued)).not.toContain(key.slice(-43));
  });

  const wrong: readonly [string, (key: string) => string][] = [
    ['another secret', () => newApiKey(keyId).key],
    ['another letter', (one) => one.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
    ['a shorter secret', (one) => one.slice(0, -1)],
    ['a longer secret', (one) => `${one}A`],
    ['another key', (one) => one.replace(keyId, '00000000-0000-4000-8000-000000000000')],
    ['the hash in place of the secret', () => `dt_${keyId}_${issued?.secretHash}`],
    ['no secret', () => `dt_${keyId}_`],
    ['nothing but a prefix', () => 'dt_'],
  ];
  it.each(wrong)('are refused with %s', async (_name, forge) => {
    expect(await weigh(forge(key))).toEqual([401, 'token-invalid']);
  });

  it('end at their instant, and when they are revoked; who has not the secret is not told', async () => {
    const good = issued as ApiKey;
    issued = { ...good, expiresAt: now };
    expect(await weigh()).toEqual([401, 'api-key-expired']);
    issued = { ...good, revoked: true };
    expect(await weigh()).toEqual([401, 'api-key-revoked']);
    expect(await weigh(newApiKey(keyId).key)).toEqual([401, 'token-invalid']);
  });

  it('may ask what their role is named for, and nothing else', async () => {
    issued = { ...(issued as ApiKey), role: 'rep' };
    expect(await weigh()).toEqual([403, 'role-not-permitted']);
    expect((await served.send({ method: 'GET', url: '/parcels', ...bearing(key) })).status).toBe(200);
  });

  it('are never written to the log', () => {
    expect(served.lines.join('')).toContain(`apiKey/${keyId}`);
    expect(served.lines.filter((line) => line.includes('dt_'))).toEqual([]);
  });
});
