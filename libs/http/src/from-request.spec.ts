import { derivedId } from '@dealtrail/event-sourcing';
import { faults, now, serve, type Sent, type Served } from './testing/application.js';
import { ParcelModule } from './testing/parcels.js';

const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const weight = { grams: 3 };
const nested = (depth: number): string => `{"to":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('FromRequest', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(ParcelModule);
  });
  afterAll(() => served.app.close());

  const command = async (sent: Sent): Promise<Record<string, unknown>> => {
    const { status, body } = await served.send(sent);
    expect([200, 201]).toContain(status);
    return body['command'] as Record<string, unknown>;
  };

  describe('refuses with every field that is wrong', () => {
    const table: [string, Sent['payload'], string[]][] = [
      ['nothing at all', {}, ['to missing', 'weight missing']],
      ['no body', undefined, ['to missing', 'weight missing']],
      ['a list as the body', [], [' not-an-object']],
      ['text as the body', '"a"', [' not-an-object']],
      ['null as the body', 'null', [' not-an-object']],
      ['no JSON', '{"to":', [' not-json']],
      ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), [' not-json']],
      ['unknown fields', { to: 'Lin', weight, price: 1, x: 2 }, ['price unknown-field', 'x unknown-field']],
      [
        'wrong types',
        { to: 3, weight: { grams: '3' } },
        ['to not-text', 'to too-long', 'weight.grams not-an-integer', 'weight.grams too-small'],
      ],
      ['no conversion of text', { to: 'Lin', weight, note: true }, ['note not-text', 'note too-long']],
      ['too long', { to: 'x'.repeat(21), weight }, ['to too-long']],
      ['null for what may be left out', { to: 'Lin', weight, note: null }, ['note is-null']],
      ['null for what must be', { to: null, weight: null }, ['to missing', 'weight not-an-object']],
      ['a list for an object', { to: 'Lin', weight: [weight] }, ['weight not-an-object']],
      ['an object for a list', { to: 'Lin', weight, parts: weight }, ['parts not-a-list']],
      ['a text for an object', { to: 'Lin', weight: 'heavy' }, ['weight not-an-object']],
      [
        'inside lists',
        { to: 'Lin', weight, parts: [{ grams: 0, by: 'eye', at: 1 }, 7] },
        ['parts[0].at unknown-field', 'parts[0].by not-one-of', 'parts[0].grams too-small', 'parts[1] not-an-object'],
      ],
      ['too many in a list', { to: 'Lin', weight, parts: [weight, weight, weight, weight] }, ['parts too-many']],
      ['another command', { type: 'WeighParcel', to: 'Lin', weight }, ['type not-equal']],
      [
        'metadata of its own',
        { to: 'Lin', weight, metadata: { actor: { kind: 'system', id: 'x' } } },
        ['metadata not-from-outside'],
      ],
      ['an instant of its own', { to: 'Lin', weight, occurredAt: now }, ['occurredAt not-from-outside']],
      [
        'a hidden prototype',
        '{"to":"Lin","weight":{"grams":3},"__proto__":{"admin":true}}',
        ['__proto__ unknown-field'],
      ],
      [
        'a prototype further in',
        '{"to":"Lin","weight":{"grams":3,"__proto__":{"x":1}}}',
        ['weight.__proto__ unknown-field'],
      ],
      ['a constructor', { to: 'Lin', weight, constructor: { prototype: {} } }, ['constructor unknown-field']],
      ['names every object has', '{"to":"Lin","weight":{"grams":3},"toString":1}', ['toString unknown-field']],
      ['NUL in a text', { to: 'a\0b', weight }, ['to broken-text']],
      [
        'half a character',
        '{"to":"\\ud800","weight":{"grams":3,"by":"\\udc00"}}',
        ['to broken-text', 'weight.by broken-text'],
      ],
      ['NUL in a name', '{"to":"Lin","weight":{"grams":3},"a\\u0000":1}', ['a? unknown-field']],
      ['depth', nested(21), [`to${'[0]'.repeat(19)} too-deep`]],
      ['depth that would break a walk', nested(200_000), [`to${'[0]'.repeat(19)} too-deep`]],
      ['too many items', { to: Array(10_001).fill(1) }, ['to too-many-items']],
    ];
    it.each(table)('%s', async (_name, payload, expected) => {
      const answer = await served.send({ url: '/parcels', ...(payload !== undefined && { payload }) });
      expect(faults(answer)).toEqual(expected);
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toMatchObject({ type: '/problems/invalid-input', status: 400, code: 'invalid-input' });
    });

    it('a body full of nonsense with a list that ends', async () => {
      const names = Array.from({ length: 45_000 }, (_, index) => `a${index}`);
      for (const text of ['x', '\0']) {
        const payload = Object.fromEntries(names.map((name) => [name, text]));
        expect(faults(await served.send({ url: '/parcels', payload }))).toHaveLength(1_000);
      }
    });

    const headers: [string, string, string][] = [
      ['If-Match', '3', 'If-Match malformed-header'],
      ['If-Match', 'W/"3"', 'If-Match malformed-header'],
      ['If-Match', '"-1"', 'If-Match malformed-header'],
      ['If-Match', '"1", "2"', 'If-Match malformed-header'],
      ['Idempotency-Key', 'x'.repeat(201), 'Idempotency-Key malformed-header'],
      ['Idempotency-Key', 'a b', 'Idempotency-Key malformed-header'],
      ['Idempotency-Key', '', 'Idempotency-Key malformed-header'],
      ['X-Correlation-Id', 'abc', 'X-Correlation-Id malformed-header'],
    ];
    it.each(headers)('%s: %s', async (name, value, expected) => {
      const answer = await served.send({ url: '/parcels', payload: { to: 'Lin', weight }, headers: { [name]: value } });
      expect([answer.status, faults(answer)]).toEqual([400, [expected]]);
    });

    it('a path that is no id, a body that contradicts the path, a query where a body belongs', async () => {
      const [odd, other, query] = await Promise.all([
        served.send({ url: '/parcels/abc/weigh', payload: { grams: 1 } }),
        served.send({ url: `/parcels/${id}/weigh`, payload: { grams: 1, parcelId: id.replace('7c', '8c') } }),
        served.send({ url: `/parcels/${id}/weigh?grams=1` }),
      ]);
      expect(faults(odd)).toEqual(['parcelId not-a-uuid']);
      expect(faults(other)).toEqual(['parcelId contradicts-path']);
      expect(faults(query)).toEqual(['grams not-in-the-query']);
    });

    it('what a query string cannot mean', async () => {
      const answer = await served.send({
        method: 'GET',
        as: 'rob',
        url: '/parcels?limit=1e9&heavy=1&town=x&limit2=&towns=a%00',
      });
      expect(faults(answer)).toEqual([
        'heavy not-a-boolean',
        'limit not-an-integer',
        'limit too-large',
        'limit too-small',
        'limit2 unknown-field',
        'town unknown-field',
        'towns[0] broken-text',
      ]);
    });
  });

  it('converts a query string by declared type', async () => {
    const { body } = await served.send({ method: 'GET', as: 'rob', url: '/parcels?limit=20&heavy=false&towns=7' });
    expect(body['query']).toMatchObject({
      limit: 20,
      heavy: false,
      towns: ['7'],
      metadata: { actor: { kind: 'staff', id: 'rob' } },
    });
    const { body: bare } = await served.send({ method: 'GET', as: 'rob', url: '/parcels' });
    expect(bare['query']).toMatchObject({ limit: 50 });
  });

  it('takes fields from body and path, and who and when from the request', async () => {
    const correlation = '0b0e3d0e-54f5-4b6f-8a0a-3a1a5f4b7c11';
    const sent = {
      url: `/parcels/${id}/weigh`,
      payload: { grams: 4 },
      headers: { 'If-Match': '"3"', 'X-Correlation-Id': correlation },
    };
    expect(await command(sent)).toEqual({
      type: 'WeighParcel',
      parcelId: id,
      grams: 4,
      metadata: {
        commandId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        actor: { kind: 'staff', id: 'ann' },
        correlationId: correlation,
        occurredAt: now,
        expectedRevision: 3,
      },
    });
    expect((await command({ ...sent, headers: { 'If-Match': '*' } }))['metadata']).not.toHaveProperty(
      'expectedRevision',
    );
  });

  it('derives command and created id from actor and Idempotency-Key', async () => {
    const sent = {
      url: '/parcels',
      payload: { to: 'Lin', weight },
      headers: { 'Idempotency-Key': 'order-1', 'X-Request-Id': 'r' },
    };
    const [first, second, byRob, keyless] = [
      await command(sent),
      await command(sent),
      await command({ ...sent, as: 'rob' }),
      await command({ ...sent, headers: {} }),
    ];
    expect(second).toEqual(first);
    expect(first).toMatchObject({
      parcelId: derivedId('create', 'staff', 'ann', 'SendParcel', 'order-1'),
      metadata: { commandId: derivedId('command', 'staff', 'ann', 'order-1') },
    });
    for (const other of [byRob, keyless]) {
      expect(other?.['parcelId']).not.toEqual(first?.['parcelId']);
      expect(other?.['metadata']).not.toMatchObject({ commandId: derivedId('command', 'staff', 'ann', 'order-1') });
    }
    expect(await command({ ...sent, payload: { ...sent.payload, parcelId: id } })).toMatchObject({ parcelId: id });
    const capital = { ...sent.payload, parcelId: id.toUpperCase() };
    expect(await command({ ...sent, payload: capital })).toMatchObject({ parcelId: id }); // the same parcel, not a second one
  });
});
