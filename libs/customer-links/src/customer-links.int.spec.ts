import { randomUUID } from 'node:crypto';
import {
  CommandRegistry,
  CommandRunner,
  EventTypes,
  permissionOf,
  type Actor,
  type CommandResult,
  type Intention,
  type KnownKeeper,
} from '@dealtrail/event-sourcing';
import type { PostgresEventStore } from '@dealtrail/event-store';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import type { Known } from '@dealtrail/known';
import { Projector, ReadPool, ReadStore } from '@dealtrail/read-store';
import { customerLinkCommands, type AnyCustomerLinkCommand } from './customer-link.commands.js';
import { customerLinkEvents, type LinkAnswer } from './customer-link.events.js';
import { CustomerLinkCommandHandler, CustomerLinkRegisterHandler } from './customer-link.handlers.js';
import { CustomerLinkRegister } from './customer-link.queries.js';
import { customerLinkRegister } from './customer-link-register.projection.js';
import { linkOfToken } from './customer-link.token.js';
import { expiresAt, issue, issuedAt, known, orderId, refuse, sign } from './testing/link-facts.js';

const registry = new CommandRegistry(customerLinkCommands);
const li: Actor = { kind: 'staff', id: 'li.na' };
const wang: Actor = { kind: 'staff', id: 'wang.wei' };
/** Li Na's order has one delivery; nobody else has any. */
const subjects = {
  ownerOf: (_: unknown, id: string, part: string) =>
    Promise.resolve(id === orderId && part === '1' ? 'li.na' : undefined),
};

describe('links on the real store, in two processes', () => {
  let database: TestDatabase;
  let stores: PostgresEventStore[];
  let processes: CustomerLinkCommandHandler[];
  let pool: ReadPool;
  let projector: Projector;
  let register: CustomerLinkRegisterHandler;
  let now = issuedAt;

  beforeAll(async () => {
    database = await testDatabase();
    const clock = { now: () => now };
    const types = new EventTypes([customerLinkEvents]);
    stores = await Promise.all([1, 2].map(() => openStore(database.url, types, { clock })));
    processes = stores.map((store) => {
      const runner = new CommandRunner<Known>({
        store,
        known: () => known,
        permissionOf,
        digestKey: testKeys.digestKey,
      });
      return new CustomerLinkCommandHandler(runner, store, subjects);
    });
    const [store] = stores as [PostgresEventStore];
    pool = new ReadPool(database.url);
    const reader = new ReadStore({ pool, store, clock, waitMs: 20_000 });
    projector = new Projector({ pool, store, projections: [customerLinkRegister], watch: reader.watch });
    await projector.start();
    register = new CustomerLinkRegisterHandler(reader, { now: () => known } as KnownKeeper<Known>);
  }, 30_000);
  afterAll(async () => {
    await projector?.stop();
    await pool?.end();
    await Promise.all((stores ?? []).map((store) => store.stop()));
    await database?.drop();
  });

  const send = (
    intention: Intention<AnyCustomerLinkCommand>,
    { actor = li, process = 0, commandId = randomUUID() as string } = {},
  ): Promise<CommandResult & { readonly link?: string }> => {
    const metadata = { commandId, correlationId: commandId, actor, occurredAt: now };
    const handler = processes[process] as CustomerLinkCommandHandler;
    return handler.execute(registry.create(intention, metadata) as AnyCustomerLinkCommand);
  };
  /** A fresh link: its id and what its holder has. */
  const issuing = async (change: object = {}) => {
    const linkId = randomUUID();
    const { link } = await send({ ...issue, ...change, linkId });
    return { linkId, token: String(link).slice('/link/'.length) };
  };
  const open = (token: string) => linkOfToken(stores[0] as PostgresEventStore, token);
  const factsOf = async (linkId: string) =>
    (await (stores[0] as PostgresEventStore).read([`customerLink-${linkId}`]))[0] ?? [];
  const use = (linkId: string, answer: LinkAnswer, process: number) =>
    send({ type: 'UseCustomerLink', linkId, answer } as Intention<AnyCustomerLinkCommand>, {
      actor: { kind: 'customerLink', id: linkId },
      process,
    });
  const refusal = (error: unknown): string => (error as { readonly code: string }).code;

  it('are shown once, and open to who has the secret alone', async () => {
    const commandId = randomUUID();
    const linkId = randomUUID();
    const first = await send({ ...issue, linkId }, { commandId });
    expect(first.link).toMatch(/^\/link\/[0-9a-f-]{36}\.[\w-]{43}$/);
    const { link: again, ...repeated } = await send({ ...issue, linkId }, { commandId, process: 1 });
    expect([again, repeated.revision]).toEqual([undefined, first.revision]);
    const token = String(first.link).slice('/link/'.length);
    const secret = token.slice(-43);
    expect(await open(token)).toMatchObject({ linkId, expiresAt });
    const facts = JSON.stringify(await factsOf(linkId));
    expect([facts.includes(secret), facts.includes(Buffer.from(secret, 'base64url').toString('hex'))]).toEqual([
      false,
      false,
    ]);
  });

  it('open to no guess: another secret, another link, another form', async () => {
    const [mine, theirs] = [await issuing(), await issuing()];
    const [myId = '', mySecret = ''] = mine.token.split('.');
    const flipped = (mySecret.startsWith('A') ? 'B' : 'A') + mySecret.slice(1);
    const guesses = [
      `${myId}.${flipped}`,
      `${myId}.${theirs.token.split('.')[1]}`,
      `${theirs.linkId}.${mySecret}`,
      `${randomUUID()}.${mySecret}`,
      `${myId.toUpperCase()}.${mySecret}`,
      `${myId}.${mySecret} `,
      `${myId}.${mySecret.slice(0, 42)}`,
      `${myId}.`,
      `${myId}.__proto__`,
      '',
      '../../etc/passwd',
    ];
    for (const guess of guesses) expect([guess, await open(guess)]).toEqual([guess, undefined]);
    expect(await open(mine.token)).toBeDefined();
  });

  it('take one answer when two are given at once, in one process or in two, a hundred times', async () => {
    const won = { sign: 0, refuse: 0 };
    for (let round = 0; round < 100; round++) {
      const { linkId } = await issuing();
      const other = round % 2;
      const both =
        round % 4 < 2
          ? [use(linkId, sign, 0), use(linkId, refuse, other)]
          : [use(linkId, refuse, other), use(linkId, sign, 0)];
      const outcomes = await Promise.allSettled(both);
      const facts = (await factsOf(linkId)).filter(({ type }) => type === 'CustomerLinkUsed');
      expect(facts).toHaveLength(1);
      const { choice } = (facts[0]?.data as { readonly answer: LinkAnswer }).answer;
      won[choice as 'sign' | 'refuse']++;
      const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [refusal(one.reason)] : []));
      expect(refusals).toEqual(['customer-link-used']);
      expect(facts[0]?.metadata.actor).toEqual({ kind: 'customerLink', id: linkId });
    }
    expect(Math.min(won.sign, won.refuse)).toBeGreaterThan(0);
  }, 60_000);

  it('take the same answer once, however often and wherever it is sent', async () => {
    const { linkId } = await issuing();
    const results = await Promise.all([0, 1, 0, 1, 0, 1].map((process) => use(linkId, sign, process)));
    expect(new Set(results.map(({ revision }) => revision))).toEqual(new Set([1]));
    expect(await factsOf(linkId)).toHaveLength(2);
  });

  it('are issued for records in reach only, and for what there is', async () => {
    const linkId = randomUUID();
    const attempt = (change: object, actor = li) =>
      send({ ...issue, linkId, ...change }, { actor }).then(() => 'issued', refusal);
    expect(await attempt({}, wang)).toBe('out-of-reach');
    expect(await attempt({ part: '2' })).toBe('out-of-reach');
    expect(await attempt({ subjectId: randomUUID() }, { kind: 'staff', id: 'admin' })).toBe('link-subject-not-found');
    expect(await attempt({}, { kind: 'customerLink', id: linkId })).toBe('not-permitted');
    expect(await factsOf(linkId)).toEqual([]);
  });

  it('are listed to whose records they are about, by what became of them, without their secret', async () => {
    const [used, taken, left] = [await issuing(), await issuing(), await issuing({ days: 1 })];
    await use(used.linkId, refuse, 0);
    await send({ type: 'RevokeCustomerLink', linkId: taken.linkId, reason: 'leaked' });
    const ask = async (fields: Partial<CustomerLinkRegister>, actor = li) => {
      const minPosition = String(await (stores[0] as PostgresEventStore).head());
      const metadata = { actor, occurredAt: now };
      return register.execute(Object.assign(new CustomerLinkRegister(), { minPosition, metadata, limit: 200 }, fields));
    };
    const ids = async (fields: Partial<CustomerLinkRegister>, actor = li) =>
      (await ask(fields, actor)).items.map(({ linkId }) => linkId);
    expect(await ids({ state: 'used' })).toContain(used.linkId);
    expect(await ids({ state: 'revoked' })).toEqual([taken.linkId]);
    expect(await ids({ state: 'open' })).toContain(left.linkId);
    expect(await ids({ state: 'open', purpose: 'confirmDelivery' })).toEqual([]);
    expect(await ids({ subjectId: randomUUID() })).toEqual([]);
    expect(await ids({}, wang)).toEqual([]);
    expect(JSON.stringify(await ask({}))).not.toMatch(/hash|secret/i);
    now = '2026-05-17T01:00:00.000Z'; // the one of a day has ended, at its very instant
    expect(await ids({ state: 'expired' })).toEqual([left.linkId]);
    expect(await use(left.linkId, sign, 0).then(() => 'used', refusal)).toBe('customer-link-expired');
  });
});
