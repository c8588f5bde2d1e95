import { serve, type Served } from './testing/application.js';
import { CarelessModule, ParcelModule, TwiceModule } from './testing/parcels.js';

const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const parcel = { to: 'Lin', weight: { grams: 3 } };

describe('the API application', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(ParcelModule);
  });
  afterAll(() => served.app.close());

  it('answers a command with its revision as ETag and its position as text', async () => {
    const { status, headers, body } = await served.send({ url: '/parcels', payload: parcel });
    expect(status).toBe(201);
    expect(headers).toMatchObject({ etag: '"0"', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(body).toMatchObject({ revision: 0, position: '12' });
  });

  it('runs a handler registered for an abstract class for its subclasses, which every context relies on', async () => {
    const [sent, weighed] = await Promise.all([
      served.send({ url: '/parcels', payload: parcel }),
      served.send({ url: `/parcels/${id}/weigh`, payload: { grams: 3 } }),
    ]);
    expect([sent.body['command'], weighed.body['command']]).toMatchObject([
      { type: 'SendParcel' },
      { type: 'WeighParcel' },
    ]);
  });

  describe('problems', () => {
    const table: [string, Parameters<Served['send']>[0], number, string][] = [
      ['an unknown route', { method: 'GET', url: '/nothing' }, 404, 'no-such-route'],
      ['a method no route has', { method: 'PUT', url: '/parcels', payload: {} }, 404, 'no-such-route'],
      ['a broken address', { method: 'GET', url: '/parcels/%ZZ' }, 400, 'malformed-request'],
      [
        'another media type',
        { url: '/parcels', payload: 'to=Lin', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        'media-type-not-supported',
      ],
      [
        'a compressed body',
        { url: '/parcels', payload: parcel, headers: { 'content-encoding': 'gzip' } },
        415,
        'media-type-not-supported',
      ],
      ['10 MB', { url: '/parcels', payload: { to: 'x'.repeat(10_000_000) } }, 413, 'body-too-large'],
      ['a rule', { url: '/parcels', payload: { ...parcel, to: 'nobody' } }, 409, 'addressee-unknown'],
      [
        'a stale revision',
        { url: `/parcels/${id}/weigh`, payload: { grams: 1 }, headers: { 'if-match': '"7"' } },
        412,
        'stale-revision',
      ],
      ['an outage', { url: '/parcels', payload: { ...parcel, to: 'later' } }, 503, 'read-model-behind'],
      ['a bug', { url: `/parcels/${id}/weigh`, payload: { grams: -1 } }, 500, 'internal-error'],
      ['a role without the right', { url: '/parcels', as: 'lea', payload: parcel }, 403, 'role-not-permitted'],
      [
        'a role without the right, whatever the body',
        { url: '/parcels', as: 'lea', payload: {} },
        403,
        'role-not-permitted',
      ],
      ['a person nobody knows', { url: '/parcels', as: 'eve', payload: parcel }, 403, 'unknown-person'],
      ['a person who left', { url: '/parcels', as: 'gone', payload: parcel }, 403, 'unknown-person'],
      ['no token', { url: '/parcels', as: '', payload: parcel }, 401, 'token-missing'],
    ];
    it.each(table)('%s', async (_name, sent, status, code) => {
      const answer = await served.send(sent);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toMatchObject({ type: `/problems/${code}`, status, requestId: expect.any(String) });
    });

    it('says the current revision of what is stale, and when to come again', async () => {
      const stale = await served.send({
        url: `/parcels/${id}/weigh`,
        payload: { grams: 1 },
        headers: { 'if-match': '"7"' },
      });
      expect([stale.headers['etag'], stale.body['details']]).toEqual(['"9"', { revision: 9 }]);
      const away = await served.send({ url: '/parcels', payload: { ...parcel, to: 'later' } });
      expect(away.headers['retry-after']).toBe('1');
    });

    it('shows nothing of the inside of a bug, and logs it', async () => {
      const { text } = await served.send({
        url: `/parcels/${id}/weigh`,
        payload: { grams: -1 },
        headers: { 'x-request-id': 'bug-1' },
      });
      expect(text).not.toMatch(/SELECT|secret|parcels\.ts|stack/);
      expect(served.lines.filter((line) => line.includes('bug-1') && line.includes('SELECT secret'))).toHaveLength(1);
    });

    it('speaks Chinese to who prefers it', async () => {
      const title = async (language: string) =>
        (await served.send({ method: 'GET', url: '/nothing', headers: { 'accept-language': language } })).body['title'];
      expect(await title('zh-CN,en;q=0.5')).toBe('沒有這個地址');
      expect(await title('en;q=0.8, zh;q=0.9')).toBe('沒有這個地址');
      expect(await title('fr, en')).toBe('There is nothing at this address');
    });

    it('puts a code it has no title for into words', async () => {
      const { body } = await served.send({ url: '/parcels', payload: { ...parcel, to: 'nobody' } });
      expect(body['title']).toBe('Addressee unknown');
    });
  });

  it('logs who did what with which outcome, and no token, body or query', async () => {
    const before = served.lines.length;
    await served.send({
      url: '/parcels',
      payload: { ...parcel, note: 'canary-note' },
      headers: { 'x-request-id': 'log-1', cookie: 'canary=1' },
    });
    await served.send({ method: 'GET', as: 'rob', url: '/parcels?towns=canary-town' });
    const logged = served.lines.slice(before);
    expect(logged.join('')).not.toMatch(/canary|Bearer|eyJ/);
    expect(logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        requestId: 'log-1',
        method: 'POST',
        route: '/parcels',
        status: 201,
        actor: 'staff/ann',
        operation: 'SendParcel',
        commandId: expect.any(String),
        ms: expect.any(Number),
      },
      { method: 'GET', route: '/parcels', status: 200, actor: 'staff/rob', operation: 'ParcelList' },
    ]);
  });

  it('gives back a plain request id and replaces any other', async () => {
    const idOf = async (given: string) =>
      (await served.send({ method: 'GET', url: '/parcels/hello', headers: { 'x-request-id': given } })).headers[
        'x-request-id'
      ];
    expect(await idOf('trace.1')).toBe('trace.1');
    expect(await idOf('a b {}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('serves public routes without a token', async () => {
    const { status, body } = await served.send({ method: 'GET', as: '', url: '/parcels/hello' });
    expect([status, body]).toEqual([200, { hello: 'world' }]);
  });

  it('does not start with a route that states no permission', async () => {
    await expect(serve(CarelessModule)).rejects.toThrow('POST /open (OpenController.anything) states no permission');
  });

  it('does not start with one message on two routes, or a path its message knows nothing of', async () => {
    const starting = serve(TwiceModule);
    await expect(starting).rejects.toThrow(
      'POST /parcels (ParcelController.send) serves SendParcel, as POST /twice/:town (TwiceController.send) does',
    );
    await expect(starting).rejects.toThrow('SendParcel has no field town');
  });

  it('documents every route by its message', async () => {
    const { body } = await served.send({ method: 'GET', as: '', url: '/openapi.json' });
    const paths = body['paths'] as Record<string, Record<string, unknown>>;
    expect(Object.keys(paths).map((path) => [path, Object.keys(paths[path] ?? {})])).toEqual([
      ['/parcels', ['post', 'get']],
      ['/parcels/{parcelId}/weigh', ['post']],
    ]);
    expect(paths['/parcels']?.['post']).toMatchObject({
      operationId: 'SendParcel',
      summary: 'Send a parcel · 寄出包裹',
      'x-kind': 'command',
      'x-permission': { roles: { rep: 'own', admin: 'all' }, kinds: ['import'] },
      requestBody: { content: { 'application/json': { example: { to: 'Lin' } } } },
    });
    expect(body['components']).toMatchObject({
      schemas: {
        SendParcel: {
          required: ['to', 'weight'],
          additionalProperties: false,
          properties: { weight: { $ref: '#/components/schemas/Weight' }, to: { type: 'string', maxLength: 20 } },
        },
        Weight: { required: ['grams'] },
      },
    });
    expect(JSON.stringify(body)).not.toContain('"metadata"');
    expect((await served.send({ method: 'GET', as: '', url: '/docs' })).text).toContain('Dealtrail API');
    expect((await served.send({ method: 'GET', as: '', url: '/docs/swagger-ui-bundle.js' })).status).toBe(200);
  });
});
