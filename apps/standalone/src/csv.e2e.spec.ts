import { parse } from 'csv-parse/sync';
import { TestSystem } from './testing/system.js';

interface Described {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly example?: unknown;
  }[];
  readonly responses: { readonly 200?: { readonly content: Readonly<Record<string, unknown>> } };
  readonly 'x-permission': { readonly kinds?: readonly string[] };
}

type Line = Readonly<Record<string, string>>;

const hostile = ['=HYPERLINK("http://x","y")', '+1', '-1', '@a', 'two\r\nlines', 'say "hi", 你好', "'quoted'"];
const count = 430;
const name = (n: number): string => hostile[n] ?? `客戶 ${String(n).padStart(4, '0')}`;

describe('lists as CSV over the whole product', () => {
  let system: TestSystem;
  let full: string;
  let before: string;

  beforeAll(async () => {
    system = await TestSystem.open();
    for (const staffId of ['li.na', 'wang.wei'])
      await system.done('/staff', 'admin', { staffId, name: staffId, roles: ['rep'] });
    const register = async (n: number) => {
      const ownerId = n < count - 5 ? 'li.na' : 'wang.wei';
      const annualRevenue = n % 2 === 0 ? { annualRevenue: { amount: n, currency: 'CNY' } } : {};
      const { body } = await system.done('/customers', 'admin', { name: name(n), ownerId, ...annualRevenue });
      return Number(body['position']);
    };
    let last = 0;
    for (let n = 0; n < count; n += 20)
      last = Math.max(
        last,
        ...(await Promise.all(Array.from({ length: Math.min(20, count - n) }, (_, i) => register(n + i)))),
      );
    full = String(last);
    before =
      (await system.facts())
        .map(({ recordedAt }) => recordedAt)
        .sort()
        .at(-1) ?? '';
  }, 120_000);
  afterAll(() => system?.close(), 60_000);

  const download = async (path: string, as: string) => {
    const { status, headers, body } = await system.get(path, { as, headers: { accept: 'text/csv' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    return parse(String(body['text']), { columns: true, bom: true }) as Line[];
  };

  it('hold what the pages hold, in the same order, hostile names made harmless', async () => {
    const listed: Record<string, unknown>[] = [];
    let cursor = '';
    do {
      const { body } = await system.get(`/customers?limit=100&minPosition=${full}${cursor}`, { as: 'admin' });
      listed.push(...(body['items'] as Record<string, unknown>[]));
      cursor = body['nextCursor'] ? `&cursor=${String(body['nextCursor'])}` : '';
    } while (cursor);
    const lines = await download(`/customers?minPosition=${full}`, 'admin');
    expect(lines).toHaveLength(count);
    expect(lines.map(({ customerId }) => customerId)).toEqual(listed.map(({ customerId }) => customerId));
    const named = new Map(lines.map((line) => [line['customerId'], line['name']]));
    for (const { customerId, name: was } of listed)
      expect(named.get(String(customerId))).toBe(/^[=+\-@]/.test(String(was)) ? `'${String(was)}` : was);
    const priced = lines.find((line) => line['name'] === name(428));
    expect(priced).toMatchObject({
      'annualRevenue.amount': '428',
      'annualRevenue.currency': 'CNY',
      ownerId: 'wang.wei',
    });
    expect(Object.keys(priced ?? {})).not.toContain('contactName');
  });

  it('reach as far as the asker does, and take filters', async () => {
    expect(await download(`/customers?minPosition=${full}`, 'wang.wei')).toHaveLength(5);
    expect(await download(`/customers?minPosition=${full}&ownerId=li.na`, 'wang.wei')).toEqual([]);
    expect(await download(`/customers?minPosition=${full}&ownerId=li.na`, 'admin')).toHaveLength(count - 5);
  });

  it('show what was on record at an instant', async () => {
    await system.done('/customers', 'admin', { name: 'later', ownerId: 'li.na' });
    const lines = await download(`/customers?asOf=${before}`, 'admin');
    expect(lines.filter((line) => line['name'] === 'later')).toEqual([]);
    expect(lines).toHaveLength(count);
  }, 60_000);

  it('are refused as problems', async () => {
    const accept = { accept: 'text/csv' };
    const refused = await system.get('/deals?sort=colour', { as: 'li.na', headers: accept });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    await system.done('/staff', 'admin', { staffId: 'zhu.hr', name: 'zhu', roles: ['hr'] });
    expect((await system.get('/customers', { as: 'zhu.hr', headers: accept })).status).toBe(403);
    expect((await system.get('/customers', { headers: accept })).status).toBe(401);
  });

  it('can be had of every list and report, those that only processes page through aside', async () => {
    const { body } = await system.get('/openapi.json');
    const paths = body['paths'] as Record<string, { readonly get?: Described }>;
    const without = Object.values(paths).flatMap(({ get }) => {
      const isList = get?.parameters.some(({ name: parameter }) => parameter === 'cursor');
      if (!get || !isList || get['x-permission'].kinds?.includes('process')) return [];
      return 'text/csv' in (get.responses[200]?.content ?? {}) ? [] : [get.operationId];
    });
    expect(without).toEqual([]);
  });

  it('has one line for each thing the answer lists, whichever list it is', async () => {
    const { body } = await system.get('/openapi.json');
    const paths = Object.entries(body['paths'] as Record<string, { readonly get?: Described }>).filter(
      ([path, { get }]) => 'text/csv' in (get?.responses[200]?.content ?? {}) && !path.includes('{'),
    );
    expect(paths.length).toBeGreaterThan(5);
    for (const [path, { get }] of paths) {
      const needed = (get?.parameters ?? []).filter(({ required }) => required);
      const url = [path, needed.map(({ name: of, example }) => `${of}=${String(example)}`).join('&')]
        .filter(Boolean)
        .join('?');
      const { body: answer, status } = await system.get(`${url}${url.includes('?') ? '&' : '?'}`, { as: 'admin' });
      expect([path, status]).toEqual([path, 200]);
      const lists = ['items', 'groups', 'brackets'].map((of) => answer[of] as object[] | undefined);
      const listed = lists.find((one) => one !== undefined) ?? [];
      const lines = await download(url, 'admin');
      expect([path, lines.length >= listed.length]).toEqual([path, true]);
      const shown = new Set(Object.keys(lines[0] ?? {}).map((column) => column.split('.')[0]));
      if (lines.length > 0)
        expect([path, listed.flatMap(Object.keys).filter((member) => !shown.has(member))]).toEqual([path, []]);
    }
  });
});
