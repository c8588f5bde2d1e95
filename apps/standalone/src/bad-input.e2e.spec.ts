import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT, generateKeyPair, importJWK } from 'jose';
import { loadTokenKey } from '@dealtrail/http';
import { TestSystem } from './testing/system.js';

const nested = (depth: number): unknown => (depth === 0 ? 'deep' : { inner: nested(depth - 1) });

describe('bad input gets a clear problem and leaves nothing', () => {
  let system: TestSystem;
  let head: string;
  const foreign = randomUUID();

  const newest = async (): Promise<string> => {
    const [row] = await system.database.query('select coalesce(max(position), 0) as head from dealtrail.events');
    return String(row?.['head']);
  };

  beforeAll(async () => {
    system = await TestSystem.open();
    for (const [staffId, role] of [
      ['li.na', 'rep'],
      ['wu.di', 'rep'],
      ['audit', 'auditor'],
    ])
      await system.done('/staff', 'admin', { staffId, name: staffId, roles: [role] });
    await system.done('/deals', 'wu.di', { dealId: foreign, title: 'not yours', grade: 'A' });
    head = await newest();
  }, 120_000);
  afterAll(() => system.close());

  const good = { title: 'GTX' };
  const fieldOf = (body: Readonly<Record<string, unknown>>): unknown[] =>
    ((body['errors'] ?? []) as { field: string }[]).map(({ field }) => field);

  it.each<[name: string, body: unknown, status: number, fields: string[]]>([
    ['an unknown field', { ...good, discount: 5 }, 400, ['discount']],
    [
      'several wrong fields at once',
      { title: 7, grade: 'D', ownerId: 'Not A Code' },
      400,
      ['title', 'grade', 'ownerId'],
    ],
    ['a missing field', {}, 400, ['title']],
    ['money as a float', { ...good, amount: { amount: 10.5, currency: 'USD' } }, 400, ['amount.amount']],
    ['an unknown nested field', { ...good, amount: { amount: 10, currency: 'USD', x: 1 } }, 400, ['amount.x']],
    ['a list as a body', [good], 400, []],
    ['no JSON', '{"title":', 400, []],
    ['metadata from outside', { ...good, metadata: { actor: { kind: 'system', id: 'x' } } }, 400, ['metadata']],
    ['another type', { ...good, type: 'WinDeal' }, 400, ['type']],
    ['occurredAt without the right', { ...good, occurredAt: '2020-01-01T00:00:00.000Z' }, 400, ['occurredAt']],
    ['NUL in a text', { title: 'a\u0000b' }, 400, ['title']],
    ['a lone surrogate', '{"title":"a\\ud800b"}', 400, ['title']],
    ['a prototype', '{"title":"x","__proto__":{"admin":true}}', 400, []],
    ['a text too long', { title: 'x'.repeat(201) }, 400, ['title']],
    ['a body 30 deep', { ...good, amount: nested(30) }, 400, []],
    ['ten megabytes', { title: 'x'.repeat(10_000_000) }, 413, []],
    ['an owner nobody knows', { ...good, ownerId: 'nobody' }, 403, []],
  ])('%s', async (_name, body, status, fields) => {
    const answer = await system.post('/deals', { as: 'li.na', body });
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status,
      type: expect.stringContaining('application/problem+json') as string,
    });
    expect(answer.body).toMatchObject({
      status,
      code: expect.any(String) as string,
      title: expect.any(String) as string,
    });
    for (const field of fields) expect(fieldOf(answer.body)).toContain(field);
    expect(await newest()).toBe(head);
  });

  it.each<[name: string, path: string, body: object | undefined, status: number, code: string]>([
    ['a command on a foreign deal', `/deals/${foreign}/lose`, { reason: 'x' }, 403, 'out-of-reach'],
    ['a command on a deal that is not there', `/deals/${randomUUID()}/lose`, { reason: 'x' }, 403, 'out-of-reach'],
    ['an id that is none', '/deals/42/lose', { reason: 'x' }, 400, 'invalid-input'],
    ['a role that is missing', '/staff', { staffId: 'new', name: 'n', roles: ['rep'] }, 403, 'role-not-permitted'],
    ['an import without the right', '/imports', { mapping: 'x', items: [] }, 403, 'role-not-permitted'],
    ['a path nobody serves', '/deals/x/y/z', {}, 404, 'no-such-route'],
    ['a page that is foreign', `/deals/${foreign}`, undefined, 403, 'out-of-reach'],
    ['a sort that is none', '/deals?sort=secret', undefined, 400, 'invalid-input'],
    ['a page of a million', '/deals?limit=1000000', undefined, 400, 'invalid-input'],
    ['a cursor made up', '/deals?cursor=AAAA', undefined, 400, 'invalid-input'],
    ['an unknown filter', '/deals?colour=red', undefined, 400, 'invalid-input'],
    ['a position far ahead', '/deals?minPosition=999999999', undefined, 503, 'read-model-behind'],
  ])('%s', async (_name, path, body, status, code) => {
    const answer = await (body ? system.post(path, { as: 'li.na', body }) : system.get(path, { as: 'li.na' }));
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
    expect(await newest()).toBe(head);
  });

  it('forged, expired and foreign tokens', async () => {
    const { privateJwk, publicJwk } = await loadTokenKey(system.configuration.dataDir);
    const key = await importJWK(privateJwk, 'EdDSA');
    const other = await generateKeyPair('EdDSA');
    const claims = (): SignJWT =>
      new SignJWT().setSubject('admin').setIssuer('dealtrail').setAudience('dealtrail').setIssuedAt();
    const header = { alg: 'EdDSA', kid: publicJwk.kid };
    const good = await claims().setProtectedHeader(header).setExpirationTime('1h').sign(key);
    const tokens = {
      none: new UnsecuredJWT()
        .setSubject('admin')
        .setIssuer('dealtrail')
        .setAudience('dealtrail')
        .setExpirationTime('1h')
        .encode(),
      expired: await claims()
        .setProtectedHeader(header)
        .setExpirationTime(Math.floor(Date.now() / 1000) - 3600)
        .sign(key),
      'not yet': await claims().setProtectedHeader(header).setNotBefore('1h').setExpirationTime('2h').sign(key),
      'other key': await claims().setProtectedHeader(header).setExpirationTime('1h').sign(other.privateKey),
      'other audience': await claims().setAudience('x').setProtectedHeader(header).setExpirationTime('1h').sign(key),
      'no expiry': await claims().setProtectedHeader(header).sign(key),
      'stripped signature': `${good.split('.').slice(0, 2).join('.')}.`,
      'changed payload': good.replace(/\.(.)/, (_, first: string) => `.${first === 'e' ? 'f' : 'e'}`),
      garbage: 'a.b.c',
    };
    for (const [name, token] of Object.entries(tokens)) {
      const { status } = await system.get('/deals', { headers: { authorization: `Bearer ${token}` } });
      expect({ name, status }).toEqual({ name, status: 401 });
    }
    expect((await system.get('/deals')).status).toBe(401);
    expect((await system.get('/deals', { headers: { authorization: `Bearer ${good}` } })).status).toBe(200);
    expect((await system.get('/deals', { as: 'a.stranger' })).status).toBe(403);
  });

  it('hostile text that is allowed comes back as it went in', async () => {
    const title = `'; drop table x; -- <script>alert(1)</script> \u202e 😀 {{7*7}} ${'ｆｕｌｌ'}`;
    const { body } = await system.done('/deals', 'li.na', { title });
    const id = String(body['streamId']).slice('deal-'.length);
    const page = await system.get(`/deals/${id}?minPosition=${String(body['position'])}`, { as: 'li.na' });
    expect(page.body).toMatchObject({ title });
    head = await newest();
  });
});
