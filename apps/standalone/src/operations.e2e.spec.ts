import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandRegistry, type AnyProjection } from '@dealtrail/event-sourcing';
import { eventually, testServer } from '@dealtrail/event-sourcing/testing';
import { testDatabase, UnreliableProxy, type TestDatabase } from '@dealtrail/event-store/testing';
import { ReadPool } from '@dealtrail/read-store';
import { Dispatcher, Health, ProcessBoard, projections } from '@dealtrail/runtime';
import { reactionTables } from '@dealtrail/workflows';
import { TestSystem } from './testing/system.js';

interface Fault {
  readonly what: string;
  readonly cause: string;
}

const fails = (): readonly object[] => {
  throw new TypeError('planted');
};

/** Puts a faulty fold or reaction in the place of one; gives what puts it back. */
function planted(table: object, type: string, does = fails): () => void {
  const before = Reflect.get(table, type) as unknown;
  Reflect.set(table, type, does);
  return () => void Reflect.set(table, type, before);
}

describe('each fault is a row of the operator’s page within a minute', () => {
  let system: TestSystem;
  let own: TestDatabase;
  let database: UnreliableProxy;
  let temporal: UnreliableProxy;
  let dataDir: string;

  beforeAll(async () => {
    own = await testDatabase();
    database = await UnreliableProxy.before(own.url);
    temporal = await UnreliableProxy.before(`tcp://${testServer('TEST_TEMPORAL_ADDRESS')}`);
    dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-e2e-'));
    await writeFile(join(dataDir, 'files'), 'no folder');
    system = await TestSystem.open({ databaseUrl: database.url, dataDir, temporalAddress: new URL(temporal.url).host });
    await system.done('/units', 'admin', { unitId: 'east', kind: 'team', name: '華東' });
    await system.done('/staff', 'admin', { staffId: 'wang.wei', name: '王偉', roles: ['rep'], unitId: 'east' });
  }, 120_000);
  afterAll(async () => {
    await system.close();
    await Promise.all([database.close(), temporal.close(), own.drop()]);
  }, 60_000);

  const faults = async (): Promise<readonly Fault[]> => {
    const { status, body } = await system.get('/ops', { as: 'admin' });
    return status === 200 ? (body['faults'] as Fault[]) : [];
  };
  const shows = (what: RegExp, cause = /./) =>
    eventually(faults, (rows) => rows.some((row) => what.test(row.what) && cause.test(row.cause)), 60);
  const heals = (what: RegExp) => eventually(faults, (rows) => !rows.some((row) => what.test(row.what)), 60);
  const deal = async (): Promise<string> => {
    const { body } = await system.done('/deals', 'wang.wei', { title: 'a deal' });
    return String(body['streamId']).slice('deal-'.length);
  };
  const onReadModels = async (sql: string, values: readonly unknown[] = []) => {
    const pool = new ReadPool(own.url);
    try {
      return await pool.query<Record<string, unknown>>(sql, [...values]);
    } finally {
      await pool.end();
    }
  };
  const metric = async (pattern: RegExp): Promise<number> => {
    const { body } = await system.get('/metrics');
    return Number(pattern.exec(String(body['text']))?.[1] ?? Number.NaN);
  };

  it('the file store is away', async () => {
    await shows(/^files$/, /^E[A-Z]+$/);
    // And nothing else, once everything has started.
    await eventually(faults, (rows) => rows.length === 1, 30);
  }, 70_000);

  it('an event poisons a read model; skipped on record, what waited behind it goes on', async () => {
    const { project } = projections.find(({ name }) => name === 'dealRegister') as AnyProjection;
    const heal = planted(project, 'DealRegistered');
    const dealId = await deal();
    await shows(/^projection dealRegister$/, /planted/);
    heal();
    const held = () => metric(/^dealtrail_projection_parked\{dealtrail_projection="dealRegister"\} (\d+)/m);
    await eventually(held, (count) => count === 1, 10);
    const { body } = await system.get('/operations/parked', { as: 'admin' });
    const [parked] = body['projections'] as { projection: string; key: string; position: string }[];
    const what = { projection: parked?.projection, key: parked?.key, position: parked?.position };
    const skip = {
      as: 'admin',
      body: { ...what, reason: 'a faulty release' },
      headers: { 'idempotency-key': 'skip-1' },
    };
    const skipped = await system.post('/operations/parked/skip', skip);
    expect(skipped).toMatchObject({ status: 200, body: { streamId: expect.stringMatching(/^operation-/) } });
    const again = await system.post('/operations/parked/skip', skip);
    expect([again.status, again.body['streamId']]).toEqual([200, skipped.body['streamId']]);
    const gone = await system.post('/operations/parked/skip', { as: 'admin', body: skip.body });
    expect([gone.status, gone.body['code']]).toEqual([404, 'event-not-parked']);
    expect(parked?.key).toBe(dealId);
    const facts = await own.query(`select data from dealtrail.events where type = 'ParkedEventSkipped'`);
    expect(facts.map(({ data }) => JSON.parse(String(data)) as object)).toEqual([
      expect.objectContaining({ by: 'projection', key: dealId, reason: 'a faulty release', skippedBy: 'admin' }),
    ]);
    await heals(/^projection dealRegister$/);
  }, 120_000);

  it('a reaction fails; skipped on record, it lets go of the stream', async () => {
    const table = reactionTables.find(({ react }) => Object.hasOwn(react, 'DealRegistered'));
    const heal = planted(table?.react ?? {}, 'DealRegistered');
    const stream = `deal-${await deal()}`;
    const name = table?.name ?? '';
    await shows(new RegExp(`^reaction ${name}$`), /planted/);
    heal();
    expect(await metric(/^dealtrail_reaction_retries_total\{[^}]*\} (\d+)/m)).toBeGreaterThanOrEqual(4);
    const { body } = await system.get('/operations/parked', { as: 'admin' });
    const parked = (body['reactions'] as { stream: string; position: string }[]).find((one) => one.stream === stream);
    await system.done('/operations/parked/skip', 'admin', {
      reaction: name,
      key: stream,
      position: parked?.position,
      reason: 'a faulty release',
    });
    await heals(new RegExp(`^reaction ${name}$`));
  }, 120_000);

  it('a rule refuses what a reaction wants; skipped on record by an api that was killed then, a projector does it', async () => {
    const table = reactionTables.find(({ react }) => Object.hasOwn(react, 'DealRegistered'));
    const name = table?.name ?? '';
    const refused = { type: 'EditDeal', dealId: randomUUID(), title: 'not for processes' };
    const heal = planted(table?.react ?? {}, 'DealRegistered', () => [{ kind: 'command', command: refused }]);
    const key = `deal-${await deal()}`;
    await shows(new RegExp(`^reaction ${name}$`), /refused: EditDeal/);
    heal();
    const { body } = await system.get('/operations/parked', { as: 'admin' });
    const [parked] = body['reactions'] as { stream: string; position: string }[];
    const app = system.standalone.app;
    const [operationId, commandId] = [randomUUID(), randomUUID()];
    const intention = {
      type: 'SkipParkedEvent',
      operationId,
      reaction: name,
      key,
      position: parked?.position,
      reason: 'x',
    };
    const actor = { kind: 'staff', id: 'admin' } as const;
    const metadata = { commandId, actor, correlationId: commandId, occurredAt: new Date().toISOString() };
    await app.get(Dispatcher).dispatch(app.get(CommandRegistry).create(intention, metadata));
    await heals(new RegExp(`^reaction ${name}$`));
  }, 120_000);

  it('a subscription fails', async () => {
    const pool = new ReadPool(system.configuration.databaseUrl);
    await pool.query('alter table reactions.checkpoints rename to hidden');
    await deal();
    await shows(/^reactions subscription$/, /checkpoints/);
    await pool.query('alter table reactions.hidden rename to checkpoints');
    await pool.end();
    await heals(/^reactions subscription$/);
  }, 120_000);

  it('a step waits for nobody who is there', async () => {
    const { rows } = await onReadModels(
      `select table_name as name from read.checkpoints where projection = 'workItems' order by 1`,
    );
    const item = {
      _position: 1,
      itemId: 'planted',
      kind: 'review-contract',
      assignees: ['nobody.here'],
      since: '2026-01-05T01:00:00.000Z',
    };
    const table = `read."${String(rows[0]?.['name'])}"`;
    await onReadModels(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [item]);
    await shows(/^step review-contract$/, /planted has no active person/);
    await onReadModels(`delete from ${table} where "itemId" = 'planted'`);
    await heals(/^step review-contract$/);
  }, 120_000);

  it('a fact was altered past the product', async () => {
    const stream = `deal-${await deal()}`;
    const title = (from: string, to: string) =>
      own.query(
        `update dealtrail.events set data = replace(data, '"title":"${from}"', '"title":"${to}"') where stream = '${stream}'`,
      );
    await own.query('alter table dealtrail.events disable trigger all');
    await title('a deal', 'another');
    await shows(/^chain$/, new RegExp(`^${stream} is broken at revision 0$`));
    await title('another', 'a deal');
    await own.query('alter table dealtrail.events enable trigger all');
    await heals(/^chain$/);
  }, 150_000);

  it('a process falls silent', async () => {
    const pool = new ReadPool(system.configuration.databaseUrl);
    const health = new Health();
    health.add('reactions', () => ({ ready: true }));
    const board = new ProcessBoard(pool, health);
    board.start();
    await eventually(
      async () => (await system.get('/ops', { as: 'admin' })).body['processes'] as { kind: string }[],
      (processes) => processes.some(({ kind }) => kind === 'worker'),
      30,
    );
    await pool.end(); // as when it is killed: nothing takes it off the board
    await shows(/^process$/, /silent/);
    await board.stop();
  }, 90_000);

  it('Temporal is away', async () => {
    await temporal.close();
    await shows(/^temporal$/);
    await temporal.open();
    await heals(/^temporal$/);
  }, 130_000);

  it('the event store is away, for longer than anybody may decide on what was known', async () => {
    await database.close();
    await shows(/^eventStore$/);
    await eventually(
      () => system.get('/deals', { as: 'admin' }),
      ({ status, body }) => status === 503 && body['code'] === 'known-not-fresh',
      60,
    );
    expect((await system.get('/ops', { as: 'admin' })).status).toBe(200);
    await shows(/^known$/);
    await database.open();
    await heals(/^(eventStore|known|read models and reactions)$/);
  }, 200_000);

  it('is shown to people as a page, and to nobody without the role', async () => {
    const page = await system.get('/ops', { as: 'admin', headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(String(page.body['text'])).toContain('Parked events');
    expect((await system.get('/ops')).status).toBe(401);
    await system.done('/staff', 'admin', { staffId: 'li.na', name: '李娜', roles: ['rep'] });
    expect((await system.get('/ops', { as: 'li.na' })).status).toBe(403);
  });
});
