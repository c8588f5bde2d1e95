import { Client } from 'pg';
import { eventually } from '@dealtrail/event-sourcing/testing';
import type { EdgeLimits } from '@dealtrail/runtime';
import { TestSystem, type Answer } from './testing/system.js';

const limits: EdgeLimits = {
  requestsUnderWay: 4,
  loopDelayMs: 0, // of a test machine it says nothing
  appendWaitMs: 500,
  perSecond: 0,
  failedPerMinute: 0,
  streams: 0,
  streamsPerCaller: 0,
};

/** How long a request may be answered after, ms, whatever the store does: 3 s for its turn, 5 s for a lock, and some. */
const bound = 9_000;

describe('a product with more to do than it can', () => {
  let system: TestSystem;
  let other: Client;

  beforeAll(async () => {
    system = await TestSystem.open({ limits });
    other = new Client({ connectionString: system.database.url });
    await other.connect();
  }, 120_000);
  afterAll(async () => {
    await other.end();
    await system.close();
  }, 60_000);

  let customers = 0;
  const register = (): Promise<Answer> =>
    system.post('/customers', { as: 'admin', body: { name: `Customer ${++customers}` } });
  const timed = async (work: Promise<Answer>) => {
    const began = Date.now();
    const { status, body, headers } = await work;
    return { status, code: body['code'], retryAfter: Number(headers.get('retry-after')), ms: Date.now() - began };
  };
  const load = async () => {
    const { status, body } = await system.get('/health/ready');
    return { status, ...(body['parts'] as { load: { underWay: number; shed: Record<string, number> } }).load };
  };

  /** What happens while nobody can read or write a table. */
  async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
    await other.query(`begin; lock table ${table} in access exclusive mode`);
    try {
      return await work();
    } finally {
      await other.query('rollback');
    }
  }

  /** Sends and waits until all of it is under way. */
  async function stuck(count: number, ask: () => Promise<Answer>) {
    const answers = Array.from({ length: count }, () => timed(ask()));
    await eventually(load, ({ underWay }) => underWay >= count, 10);
    return { answers };
  }

  it('refuses at once what a store that is held up leaves no room for, answers for its health, and recovers', async () => {
    expect((await register()).status).toBe(201);
    const { answers } = await whileLocked('dealtrail.events', async () => {
      const { answers } = await stuck(4, register);
      const refused = await timed(register());
      expect(refused).toMatchObject({ status: 503, code: 'overloaded' });
      expect(refused.retryAfter).toBeGreaterThanOrEqual(1);
      expect(refused.ms).toBeLessThan(1_000);
      expect((await system.get('/health/live')).status).toBe(200);
      expect((await load()).shed['requests-under-way']).toBeGreaterThanOrEqual(1);
      return { answers: await Promise.all(answers) };
    });
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503 });
      expect(answer.retryAfter).toBeGreaterThanOrEqual(1);
      expect(answer.ms).toBeLessThan(bound);
    }
    await eventually(register, ({ status }) => status === 201, 10);
    expect((await load()).underWay).toBe(0);
  }, 60_000);

  it('answers questions within their bound while a read model is locked, and again afterwards', async () => {
    const list = () => system.get('/customers?limit=1', { as: 'admin' });
    await eventually(list, ({ status }) => status === 200, 10);
    const { rows } = await other.query<{ table_name: string }>(
      `select table_name from read.checkpoints where projection = 'customerRegister'`,
    );
    const answer = await whileLocked(`read.${rows[0]?.table_name}`, () => timed(list()));
    expect(answer).toMatchObject({ status: 503, code: 'read-store-away' });
    expect(answer.ms).toBeLessThan(bound);
    await eventually(list, ({ status }) => status === 200, 10);
  }, 60_000);

  it('lets one caller ask so often and no more, and counts failed attempts by address', async () => {
    await system.restart({ limits: { ...limits, requestsUnderWay: 0, perSecond: 2, failedPerMinute: 3 } });
    const ask = async (as?: string) => (await system.get('/deals?limit=1', as === undefined ? {} : { as })).status;
    const statuses: number[] = [];
    for (let n = 0; n < 30 && statuses.at(-1) !== 429; n++) statuses.push(await ask('admin'));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(15);
    expect(statuses.at(-1)).toBe(429);
    const refused = await system.get('/deals?limit=1', { as: 'admin' });
    expect(refused.body).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([401, 401, 401, 429]);
    expect((await system.get('/health/live')).status).toBe(200);
  }, 60_000);
});
