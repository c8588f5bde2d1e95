import { randomUUID } from 'node:crypto';
import { roles, type Role, type Scope } from '@dealtrail/event-sourcing';
import { TestSystem } from './testing/system.js';

/** From `/openapi.json`: what one operation is and who may use it. */
interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly example: Readonly<Record<string, unknown>>;
  readonly allow: Readonly<Partial<Record<Role, Scope>>>;
  /** Whoever has a step of the record may too, whichever scope their role has. */
  readonly assigned: boolean;
}

/**
 * Region north: team a (headed by the supervisor under test) and team b; region south: team c. Each post is held by one person
 * whose unit the scopes are measured from; the owners are colleagues at growing distance from team a.
 */
const owners = { mate: 'a.mate', other: 'b.rep', far: 'c.rep' } as const;
type Distance = 'self' | keyof typeof owners;

/** Whose records a scope reaches for somebody of team a; heads reach what they head. */
const reaches = (role: Role, scope: Scope, distance: Distance): boolean => {
  if (scope === 'all' || distance === 'self') return scope !== 'assigned';
  if (scope === 'team') return role === 'supervisor' && distance === 'mate';
  if (scope === 'region') return role === 'regionalSupervisor' && distance !== 'far';
  if (scope === 'department') return role === 'salesManager';
  return false;
};

/** The same for a contract; `assigned` is one at the farthest distance in which the person was added as a reviewer. */
const reachesContract = (
  { method, path, assigned }: Operation,
  role: Role,
  scope: Scope,
  distance: Distance | 'assigned',
): boolean =>
  distance === 'assigned'
    ? reaches(role, scope, 'far') ||
      scope === 'assigned' ||
      assigned ||
      (method === 'get' && path.startsWith('/contracts')) // a step opens no account
    : reaches(role, scope, distance);

/** The person that holds a post. */
const holder = (role: Role): string => `post.${role.toLowerCase()}`;

const sellers: readonly Role[] = ['rep', 'supervisor', 'regionalSupervisor', 'salesManager', 'director'];

/** Every role an operation names at every distance; who does not sell owns no record. */
const casesOf = <D extends Distance | 'assigned'>(operations: readonly Operation[], distances: readonly D[]) =>
  operations.flatMap((operation) =>
    (Object.entries(operation.allow) as [Role, Scope][]).flatMap(([role, scope]) =>
      distances
        .filter((distance) => distance !== 'self' || sellers.includes(role))
        .map((distance) => ({ operation, role, scope, distance })),
    ),
  );

/** What is wrong with any of the cases; several at once, for each has a record of its own. */
async function wrongAmong<C>(cases: readonly C[], tell: (one: C) => Promise<string | undefined>): Promise<string[]> {
  const wrong: string[] = [];
  const rest = cases.values();
  const some = async (): Promise<void> => {
    for (const one of rest) {
      const told = await tell(one);
      if (told !== undefined) wrong.push(told);
    }
  };
  await Promise.all(Array.from({ length: 4 }, some));
  return wrong;
}

describe('permissions: role × scope × operation, from the one definition', () => {
  let system: TestSystem;
  let operations: readonly Operation[];

  beforeAll(async () => {
    system = await TestSystem.open();
    const { body } = await system.get('/openapi.json');
    operations = operationsOf(body);
    const admin = (path: string, command: object) => system.done(path, 'admin', command);
    await admin('/units', { unitId: 'sales', name: '銷售部', kind: 'department' });
    for (const region of ['north', 'south'])
      await admin('/units', { unitId: region, name: region, kind: 'region', parent: 'sales' });
    for (const [team, region] of [
      ['a', 'north'],
      ['b', 'north'],
      ['c', 'south'],
    ])
      await admin('/units', { unitId: team, name: `team ${team}`, kind: 'team', parent: region });
    const unitOf: Partial<Record<Role, string>> = {
      regionalSupervisor: 'north',
      salesManager: 'sales',
      director: 'sales',
    };
    for (const role of roles)
      await admin('/staff', { staffId: holder(role), name: role, roles: [role], unitId: unitOf[role] ?? 'a' });
    for (const [unitId, role] of [
      ['a', 'supervisor'],
      ['north', 'regionalSupervisor'],
      ['sales', 'salesManager'],
    ] as const)
      await admin(`/units/${unitId}/head`, { head: holder(role) });
    await admin('/staff', { staffId: owners.mate, name: 'mate', roles: ['rep'], unitId: 'a' });
    await admin('/staff', { staffId: owners.other, name: 'other', roles: ['rep'], unitId: 'b' });
    await admin('/staff', { staffId: owners.far, name: 'far', roles: ['rep'], unitId: 'c' });
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  /** A fresh contract of that owner, with its account; `assigned` to whom legal adds, unless they have a step or only read. */
  async function contractOf(distance: Distance | 'assigned', role: Role): Promise<string> {
    const contractId = randomUUID();
    const ownerId = distance === 'self' ? holder(role) : owners[distance === 'assigned' ? 'far' : distance];
    const terms = { paymentTerms: '30 日', breachLiability: '0.05%', deliveryPlan: '五月' };
    const parties = [{ role: 'buyer', name: '明遠科技' }];
    const amount = { amount: 100, currency: 'CNY' };
    dealId ??= await recordOf('deal', owners.far); // of a deal that is not there contracts are withdrawn
    const draft = { contractId, dealId, title: '銷售合同', parties, amount, ...terms };
    if (distance !== 'assigned') {
      await system.done('/contracts', 'admin', { ...draft, ownerId });
      await accountOf(contractId, ownerId);
      return contractId;
    }
    text ??= await system.upload(ownerId, '合同.txt', '第一條');
    await system.done('/contracts', ownerId, { ...draft, text });
    await accountOf(contractId, ownerId);
    const reviewers = { legal: holder('legal'), finance: holder('finance') };
    await system.done(`/contracts/${contractId}/submit`, ownerId, { reviewers });
    if (!['legal', 'finance', 'auditor'].includes(role))
      await system.done(`/contracts/${contractId}/reviewers`, holder('legal'), { round: 1, reviewerId: holder(role) });
    return contractId;
  }
  async function accountOf(contractId: string, ownerId: string): Promise<void> {
    const instalments = [{ no: 1, label: '全款', dueOn: '2026-05-15', amount: 100 }];
    const plan = { ownerId, currency: 'CNY', instalments };
    await system.done(`/receivables/${contractId}/plan`, holder('finance'), plan);
  }
  let text: unknown;
  let dealId: string | undefined;

  /** A fresh record of that owner, made by the admin or whoever may. */
  async function recordOf(kind: 'deal' | 'customer', ownerId: string): Promise<string> {
    const id = randomUUID();
    if (kind === 'deal') await system.done('/deals', 'admin', { dealId: id, title: 'a deal', ownerId, grade: 'B' });
    else await system.done('/customers', 'admin', { customerId: id, name: `Customer ${id}`, ownerId });
    return id;
  }

  async function send({ method, path, example }: Operation, as: string, id?: string, minPosition?: string) {
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      id === undefined || name === 'sha256' ? String(example[name] ?? 'x') : id,
    );
    const fields = Object.fromEntries(Object.entries(example).filter(([name]) => !path.includes(`{${name}}`)));
    const asked = new URLSearchParams({ ...plain(fields), ...(minPosition && { minPosition }) });
    if (method === 'get') return system.get(`${url}?${asked}`, { as });
    return system.request(method.toUpperCase(), url, { as, body: fields });
  }

  it('finds every operation with a permission in the document', () => {
    expect(operations.length).toBeGreaterThan(40);
    for (const { name, allow } of operations)
      expect({ name, roles: Object.keys(allow).length > 0 }).toEqual({ name, roles: true });
  });

  it('refuses every operation to every role it does not name', async () => {
    const cases = operations.flatMap((operation) =>
      roles.filter((role) => operation.allow[role] === undefined).map((role) => ({ operation, role })),
    );
    const wrong = await wrongAmong(cases, async ({ operation, role }) => {
      const { status, body } = await send(operation, holder(role), randomUUID());
      const refused = status === 403 && body['code'] === 'role-not-permitted';
      return refused ? undefined : `${role} ${operation.name}: ${status} ${body['code']}`;
    });
    expect(wrong).toEqual([]);
  }, 240_000);

  it('lets every role it names use every operation that is about no particular owner', async () => {
    const wrong: string[] = [];
    for (const operation of operations.filter(({ path }) => !/\{(dealId|customerId)\}/.test(path)))
      for (const [role, scope] of Object.entries(operation.allow)) {
        if (scope !== 'all') continue;
        const { status, body } = await send(operation, holder(role as Role), 'x1');
        if (status === 403 || status === 401 || status >= 500)
          wrong.push(`${role} ${operation.name}: ${status} ${body['code']}`);
      }
    expect(wrong).toEqual([]);
  }, 240_000);

  it.each(['deal', 'customer'] as const)(
    'reaches a %s exactly as far as the scope of the role goes',
    async (kind) => {
      const own = operations.filter(({ path }) => path.includes(`{${kind}Id}`));
      expect(own.length).toBeGreaterThan(4);
      const cases = casesOf(own, ['self', 'mate', 'other', 'far']);
      const wrong = await wrongAmong(cases, async ({ operation, role, scope, distance }) => {
        const id = await recordOf(kind, distance === 'self' ? holder(role) : owners[distance]);
        const since = operation.method === 'get' ? await position(kind, id) : undefined;
        const { status, body } = await send(operation, holder(role), id, since);
        const answered = operation.method === 'get' ? status === 200 : status !== 403 && status < 500;
        return answered !== reaches(role, scope, distance) || (!answered && status !== 403)
          ? `${role} (${scope}) ${operation.name} on ${distance}'s: ${status} ${body['code']}`
          : undefined;
      });
      expect(wrong).toEqual([]);
    },
    240_000,
  );

  it('reaches a contract exactly as far as the scope of the role goes, and by a step of it', async () => {
    const counted = { reached: 0, refused: 0 };
    const own = operations.filter(({ path }) => path.includes('{contractId}'));
    expect(own.length).toBeGreaterThan(12);
    const cases = casesOf(own, ['self', 'mate', 'other', 'far', 'assigned']).filter(
      ({ role, distance }) => !(distance === 'assigned' && role === 'auditor'), // who only reads is given no step
    );
    const wrong = await wrongAmong(cases, async ({ operation, role, scope, distance }) => {
      const id = await contractOf(distance, role);
      const waits = operation.method === 'get' && !operation.path.includes('/texts/');
      const since = waits ? await position('contract', id) : undefined;
      const { status, body } = await send(operation, holder(role), id, since);
      const refused = status === 403 && body['code'] === 'out-of-reach';
      // A step that is another's is refused by the rules of the contract, to who got as far as that.
      const sound = refused || (status < 500 && !['role-not-permitted', 'invalid-input'].includes(`${body['code']}`));
      counted[refused ? 'refused' : 'reached']++;
      return !sound || refused === reachesContract(operation, role, scope, distance)
        ? `${role} (${scope}) ${operation.name} on ${distance}: ${status} ${body['code']}`
        : undefined;
    });
    expect(wrong).toEqual([]);
    expect(Math.min(counted.reached, counted.refused)).toBeGreaterThan(200);
  }, 480_000);

  it('shows in the list of contracts exactly those that single reads reach', async () => {
    const list = operations.find(({ path, method }) => path === '/contracts' && method === 'get');
    const wrong: string[] = [];
    expect(Object.keys(list?.allow ?? {})).toHaveLength(roles.length);
    for (const [role, scope] of Object.entries(list?.allow ?? {}) as [Role, Scope][]) {
      const ids = new Map<string, Distance | 'assigned'>();
      for (const distance of ['mate', 'other', 'far', ...(role === 'auditor' ? [] : ['assigned' as const])] as const)
        ids.set(await contractOf(distance, role), distance);
      const [last] = [...ids.keys()].slice(-1);
      // Newest first: the page holds at least these.
      const since = await position('contract', String(last));
      const { status, body } = await system.get(`/contracts?sort=-draftedAt&limit=200&minPosition=${since}`, {
        as: holder(role),
      });
      if (status !== 200) wrong.push(`${role}: ${status} ${JSON.stringify(body)}`);
      const seen = new Set(((body['items'] ?? []) as { contractId: string }[]).map(({ contractId }) => contractId));
      for (const [id, distance] of ids)
        if (!list || seen.has(id) !== reachesContract(list, role, scope, distance))
          wrong.push(`${role} (${scope}) ${distance}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  /** The position a question must wait for to see this record. */
  async function position(kind: 'deal' | 'customer' | 'contract', id: string): Promise<string> {
    return String((await system.facts({ stream: `${kind}-${id}` })).at(-1)?.position);
  }

  it('shows in lists exactly the records that single reads reach, and no counts of others', async () => {
    const ids = new Map<Distance, string>();
    for (const distance of ['mate', 'other', 'far'] as const)
      ids.set(distance, await recordOf('deal', owners[distance]));
    const head = await system.head();
    const list = operations.find(({ path, method }) => path === '/deals' && method === 'get');
    expect(operations.map(({ path, method }) => `${method} ${path}`)).toContain('get /deals');
    const wrong: string[] = [];
    for (const [role, scope] of Object.entries(list?.allow ?? {}) as [Role, Scope][]) {
      const seen = new Set<string>();
      let cursor: string | undefined;
      do {
        const answer = await system.get(`/deals?limit=200&minPosition=${head}${cursor ? `&cursor=${cursor}` : ''}`, {
          as: holder(role),
        });
        expect(answer.status).toBe(200);
        const { items, nextCursor } = answer.body as { items: { dealId: string }[]; nextCursor?: string };
        for (const { dealId } of items) seen.add(dealId);
        expect(Object.keys(answer.body).sort()).toEqual(
          nextCursor ? ['items', 'nextCursor', 'position'] : ['items', 'position'],
        );
        cursor = nextCursor;
      } while (cursor);
      for (const [distance, id] of ids)
        if (seen.has(id) !== reaches(role, scope, distance)) wrong.push(`${role} (${scope}) ${distance}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('takes effect at once when a role is withdrawn', async () => {
    await system.done('/staff', 'admin', { staffId: 'brief', name: 'brief', roles: ['auditor'], unitId: 'a' });
    expect((await system.get('/deals', { as: 'brief' })).status).toBe(200);
    await system.done('/staff/brief/roles', 'admin', { roles: ['hr'] });
    expect((await system.get('/deals', { as: 'brief' })).status).toBe(403);
  });
});

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: object }>> };
  readonly 'x-permission'?: { readonly roles?: Operation['allow']; readonly assigned?: true };
}

function operationsOf(document: Readonly<Record<string, unknown>>): readonly Operation[] {
  const paths = document['paths'] as Record<string, Record<string, Described>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId: name, parameters = [], requestBody, ...rest }]) => {
      const allow = rest['x-permission']?.roles;
      if (!allow) return [];
      const inUrl = parameters.filter((one) => one.in !== 'header' && one.example !== undefined);
      const example = {
        ...Object.fromEntries(inUrl.map((one) => [one.name, one.example])),
        ...requestBody?.content['application/json']?.example,
      };
      return [{ name, method, path, example, allow, assigned: rest['x-permission']?.assigned === true }];
    }),
  );
}

const plain = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
