import { randomInt } from 'node:crypto';
import { Pool } from 'pg';
import {
  CommandRegistry,
  commandHandler,
  derivedId,
  EventStore,
  EventTypes,
  permissionOf,
  Unavailable,
  type AppendResult,
  type Command,
  type CommandResult,
  type EventToAppend,
  type HandleCommand,
  type Intention,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { contract, contractCommands, contractEvents, type AnyContractCommand } from '@dealtrail/contracts';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import type { Known } from '@dealtrail/known';
import { testKnown } from '@dealtrail/known/testing';
import { order, orderCommands, orderEvents, type AnyOrderCommand } from '@dealtrail/orders';
import { ReactionRunner } from '@dealtrail/process-runner';
import { orderPlacementReactions, plannedOrderId } from './order-placement.reactions.js';

/** `ORDER_PLACEMENT_SEED=<n>` throws the numbers again that a failure prints. */
const seed = Number(process.env['ORDER_PLACEMENT_SEED'] ?? randomInt(2 ** 31));
const signings = 1_000;
const at = '2026-03-02T02:00:00.000Z';
const registry = new CommandRegistry([...contractCommands, ...orderCommands]);

const company: Known = testKnown({
  units: [{ unitId: 'sales', kind: 'department', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'sales' },
    { staffId: 'zhao.min', roles: ['salesManager'] },
    { staffId: 'fang.yuan', roles: ['legal'] },
    { staffId: 'he.jing', roles: ['finance'] },
    { staffId: 'sun.hao', roles: ['operations'] },
  ],
});

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function dice(from: number): () => number {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The store as somebody has it to whom things happen before and after it commits. */
class StoreWithAccidents extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly accident: (step: 'before the append' | 'before its answer') => Promise<void>,
  ) {
    super();
  }
  override async append(stream: string, events: readonly EventToAppend[], revision: number): Promise<AppendResult> {
    await this.accident('before the append');
    const result = await this.store.append(stream, events, revision);
    await this.accident('before its answer');
    return result;
  }
  override read(streams: readonly string[]): Promise<readonly (readonly Recorded[])[]> {
    return this.store.read(streams);
  }
  override subscribe(...of: Parameters<EventStore['subscribe']>): ReturnType<EventStore['subscribe']> {
    return this.store.subscribe(...of);
  }
  override head(): Promise<number> {
    return this.store.head();
  }
}

const handlerOn = (store: EventStore): HandleCommand<Known> =>
  commandHandler({ store, known: () => company, permissionOf, digestKey: testKeys.digestKey });

const never = new Promise<never>(() => undefined);

/** A process that reacts until it is killed: from then on nothing it waits for ever comes, and nothing is put in order. */
class Life {
  readonly died: Promise<void>;
  isDead = false;
  private readonly bury: () => void;
  readonly runner: ReactionRunner<Known>;

  constructor(
    private readonly world: { store: EventStore; pool: Pool; database: TestDatabase; roll: () => number },
    private readonly steps: Map<string, number>,
  ) {
    let bury: () => void = () => undefined;
    this.died = new Promise((resolve) => (bury = resolve));
    this.bury = bury;
    const { store, pool, database, roll } = world;
    const handle = handlerOn(new StoreWithAccidents(store, (step) => this.perhapsDies(step)));
    this.runner = new ReactionRunner<Known>({
      store,
      pool,
      database: database.url,
      tables: [orderPlacementReactions],
      known: { reached: () => Promise.resolve(company) },
      commands: registry,
      dispatch: async (command) => {
        await this.perhapsDies('before the command');
        const sent = handle(order, command as AnyOrderCommand);
        const again = roll() < 0.1 ? handle(order, command as AnyOrderCommand) : sent; // delivered twice
        const result = await sent;
        expect(await again).toEqual(result);
        await this.perhapsDies('before the checkpoint');
        return result;
      },
      ask: () => Promise.reject(new Error('not asked')),
      processes: undefined as never, // this table starts none
      clock: { now: () => '2026-03-06T02:00:00.000Z' },
    });
  }

  private async perhapsDies(step: string): Promise<void> {
    if (!this.isDead && this.world.roll() < 1 / 600) {
      this.steps.set(step, (this.steps.get(step) ?? 0) + 1);
      this.isDead = true;
      this.bury();
    }
    if (this.isDead) await never;
  }
}

let database: TestDatabase;
let store: Awaited<ReturnType<typeof openStore>>;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  store = await openStore(database.url, new EventTypes([contractEvents, orderEvents]));
  pool = new Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
}, 30_000);
afterAll(async () => {
  await pool?.end();
  await store?.stop();
  await database?.drop();
}, 30_000);

const contractIdOf = (n: number): string => derivedId('signing', seed, n);
const text = { sha256: '9f'.repeat(32), name: '銷售合同.pdf', type: 'application/pdf', size: 48_213 };
const value = { amount: 48_210_000, currency: 'CNY' };
const checks = ['payment-terms', 'breach-liability'];

/** Everything from the draft to the signature of one contract, whose plan has one order with one delivery. */
function commandsOf(n: number): readonly (readonly [who: string, what: Intention<AnyContractCommand>])[] {
  const contractId = contractIdOf(n);
  const lines = [{ lineId: '1', description: 'GTX Pro', quantity: 12, value }];
  const deliveries = [{ scheduledOn: '2026-05-20', lines: [{ lineId: '1', quantity: 12 }] }];
  const draft = {
    type: 'DraftContract' as const,
    contractId,
    dealId: derivedId('deal', n),
    title: '12 台 GTX Pro 銷售合同',
    parties: [{ role: 'buyer' as const, name: '明遠科技有限公司' }],
    amount: value,
    paymentTerms: '30 日內付清',
    breachLiability: '按日 0.05% 計',
    deliveryPlan: '2026-05-20 前交付',
    text,
    orderPlan: [{ orderNumber: 'SO-1', lines, deliveries }],
  };
  const approve = { type: 'ApproveContract' as const, contractId, round: 1, checks };
  return [
    ['li.na', draft],
    ['li.na', { type: 'SubmitContract', contractId }],
    ['fang.yuan', approve],
    ['he.jing', approve],
    ['li.na', { type: 'SignContract', contractId, round: 1, text }],
  ];
}

/** A client whose every command is sent until it is answered, and now and then once more. */
function clientOf(roll: () => number) {
  const accident = (step: string): Promise<void> =>
    roll() < 0.02 ? Promise.reject(new Unavailable('away', step)) : Promise.resolve();
  const handle = handlerOn(new StoreWithAccidents(store, accident));
  const send = async (command: Command): Promise<CommandResult> => {
    for (;;)
      try {
        return await handle(contract, command as AnyContractCommand);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
      }
  };
  return async (n: number): Promise<void> => {
    for (const [step, [who, what]] of commandsOf(n).entries()) {
      const commandId = derivedId('client', seed, n, step);
      const actor = { kind: 'staff', id: who } as const;
      const command = registry.create(what, { commandId, actor, correlationId: commandId, occurredAt: at });
      await send(command);
      if (roll() < 0.1) await send(command);
    }
  };
}

describe('a signed contract becomes an order exactly once', () => {
  it(`however often who reacts to it is killed and hears of it again (seed ${seed})`, async () => {
    const roll = dice(seed);
    const steps = new Map<string, number>();
    const sign = clientOf(roll);
    const signingAll = (async () => {
      for (let n = 0; n < signings; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => sign(n + i)));
    })();
    let signed = false;
    const over = () => (signed = true);
    signingAll.then(over, over);

    let lives = 0;
    let setBack = 0;
    for (let done = false; !done; lives++) {
      const life = new Life({ store, pool, database, roll }, steps);
      await life.runner.start();
      for (let waits = true; waits;) {
        const pause = new Promise<void>((resolve) => setTimeout(resolve, 50));
        await Promise.race([life.died, pause]);
        const { rows } = await pool.query<{ at: string }>(
          'select min(position)::text as at from reactions.checkpoints',
        );
        done = signed && !life.isDead && Number(rows[0]?.at) >= (await store.head());
        waits = !done && !life.isDead;
      }
      if (done) {
        await life.runner.stop();
        break;
      }
      // The lock of the dead goes with its connection; what it had done is told once more, and some of what was settled too.
      await pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dealtrail reactions' and datname = current_database()",
      );
      if (roll() < 0.5) {
        await pool.query('update reactions.checkpoints set position = greatest(0, position - 1000)');
        setBack++;
      }
    }
    await signingAll;

    const { placed, requested, scheduled } = await countOrders();
    const expected = Array.from({ length: signings }, (_, n) => plannedOrderId(contractIdOf(n), 'SO-1')).sort();
    expect(placed.sort()).toEqual(expected);
    expect(requested.sort()).toEqual(expected);
    expect(scheduled.sort()).toEqual(expected);
    const { rows: trouble } = await pool.query('select * from reactions.trouble');
    expect(trouble).toEqual([]);
    expect(lives).toBeGreaterThan(3);
    console.log(
      `seed ${seed}: ${lives} deaths (${JSON.stringify(Object.fromEntries(steps))}), set back ${setBack} times`,
    );
  }, 300_000);
});

/** The order of each fact of its kind in the log. */
async function countOrders() {
  const found = {
    OrderPlaced: [] as string[],
    OrderSchedulingRequested: [] as string[],
    DeliveryScheduled: [] as string[],
  };
  for await (const { events, live } of store.subscribe(0, { categories: ['order'], batchSize: 5_000 })) {
    for (const { type, data } of events) found[type as keyof typeof found]?.push((data as { orderId: string }).orderId);
    if (live) break;
  }
  return { placed: found.OrderPlaced, requested: found.OrderSchedulingRequested, scheduled: found.DeliveryScheduled };
}
