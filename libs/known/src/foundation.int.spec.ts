import { randomUUID } from 'node:crypto';
import { Global, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import {
  CommandRegistry,
  CommandRunner,
  DomainError,
  EventTypes,
  KnownKeeper,
  permissionOf,
  systemClock,
  type Actor,
  type CommandResult,
  type Intention,
} from '@dealtrail/event-sourcing';
import { type PostgresEventStore } from '@dealtrail/event-store';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import {
  firstPolicyCommands,
  followUp,
  PoliciesModule,
  PolicyChanges,
  policyCommands,
  PolicyDraft,
  policyEvents,
  PolicyInForce,
  policyProjections,
  PolicyRegister,
} from '@dealtrail/policies';
import { Projector, ReadPool, ReadStore } from '@dealtrail/read-store';
import {
  firstStaffCommands,
  PersonPage,
  staffCommands,
  staffEvents,
  StaffModule,
  staffProjections,
  StaffRegister,
  unitEvents,
  UnitRegister,
} from '@dealtrail/staff';
import { knownFolds, type Known } from './known.js';

const registry = new CommandRegistry([...staffCommands, ...policyCommands]);
const system: Actor = { kind: 'system', id: 'first-start' };
const staff = (id: string): Actor => ({ kind: 'staff', id });
const admin = staff('admin');

/** The foundation contexts on one fresh database, as a process has them, without HTTP. */
describe('staff and policies on the real store', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let pool: ReadPool;
  let known: KnownKeeper<Known>;
  let projector: Projector;
  let app: INestApplicationContext;
  let last = 0;

  beforeAll(async () => {
    database = await testDatabase();
    store = await openStore(database.url, new EventTypes([staffEvents, unitEvents, policyEvents]));
    pool = new ReadPool(database.url);
    known = new KnownKeeper<Known>(store, knownFolds);
    await known.start();
    projector = new Projector({ pool, store, projections: [...staffProjections, ...policyProjections], everyMs: 50 });
    await projector.start();
    const runner = new CommandRunner<Known>({ store, known: known.now, permissionOf, digestKey: testKeys.digestKey });
    const providers = [
      { provide: CommandRunner, useValue: runner },
      { provide: KnownKeeper, useValue: known },
      { provide: ReadStore, useValue: new ReadStore({ pool, store }) },
    ];
    @Global()
    @Module({ imports: [CqrsModule.forRoot()], providers, exports: providers })
    class Infrastructure {}
    @Module({ imports: [Infrastructure, StaffModule, PoliciesModule] })
    class Foundation {}
    app = await NestFactory.createApplicationContext(Foundation, { logger: ['error'] });
    for (const intention of [...firstStaffCommands, ...firstPolicyCommands]) await send(system, intention);
  });

  afterAll(async () => {
    await app?.close();
    await projector?.stop();
    await known?.stop();
    await pool?.end();
    await store?.stop();
    await database?.drop();
  });

  async function send(actor: Actor, intention: Intention): Promise<CommandResult> {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, occurredAt: systemClock.now() };
    const command = registry.create(intention, metadata);
    const result: CommandResult = await app.get(CommandBus).execute(command);
    last = Math.max(last, result.position);
    return result;
  }

  /** Asks after all that was sent so far. */
  const ask = <Q extends object>(type: new () => Q, question: Partial<Q>): Promise<Record<string, unknown>> =>
    app.get(QueryBus).execute(
      Object.assign(new type(), question, {
        minPosition: String(last),
        metadata: { actor: admin, occurredAt: systemClock.now() },
      }),
    );
  const refusal = (sent: Promise<unknown>): Promise<string> =>
    sent.then(
      () => 'accepted',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );

  it('lets each command build at once on the one before', async () => {
    await send(admin, unit('east', 'region', '華東'));
    await send(admin, unit('east.1', 'team', '華東一組', 'east'));
    await send(admin, person('zhao.min', '趙敏', ['supervisor'], 'east.1'));
    await send(admin, person('li.na', '李娜', ['rep'], 'east.1'));
    await send(admin, person('zhou.jie', '周杰', ['director']));
    await send(admin, { type: 'AppointUnitHead', unitId: 'east.1', head: 'zhao.min' } as Intention);
    expect(known.now().staff.superiorOf('li.na')).toBe('zhao.min');
    expect([...known.now().staff.within('zhao.min', 'team')].sort()).toEqual(['li.na', 'zhao.min']);
  });

  it('lists people by unit, role and part of a name', async () => {
    const codes = async (question: Partial<StaffRegister>) =>
      ((await ask(StaffRegister, question)).items as { staffId: string }[]).map(({ staffId }) => staffId);
    expect(await codes({ unitId: 'east.1' })).toEqual(['li.na', 'zhao.min']);
    expect(await codes({ role: 'director' })).toEqual(['zhou.jie']);
    expect(await codes({ text: '娜' })).toEqual(['li.na']);
    expect(await codes({ text: 'ZHAO' })).toEqual(['zhao.min']);
    expect(await codes({ active: false })).toEqual([]);
    expect(await ask(UnitRegister, { parent: 'east' })).toMatchObject({
      items: [{ unitId: 'east.1', kind: 'team', name: '華東一組', parent: 'east', head: 'zhao.min' }],
    });
  });

  it('takes roles away the moment somebody leaves, and says who takes over', async () => {
    await send(admin, { type: 'DeactivatePerson', staffId: 'li.na', reason: '離職' } as Intention);
    expect(known.now().staff.rolesOf('li.na')).toEqual([]);
    expect(await ask(PersonPage, { staffId: 'li.na' })).toMatchObject({ active: false, handOverTo: 'zhao.min' });
    await send({ kind: 'process', id: 'handOver/li.na/1' }, {
      type: 'RecordHandOver',
      staffId: 'li.na',
      round: 1,
      upTo: last,
    } as Intention);
    expect(await ask(PersonPage, { staffId: 'li.na' })).toMatchObject({ handedOver: true });
    expect(await refusal(ask(PersonPage, { staffId: 'nobody' }))).toBe('person-not-found');
  });

  it('refuses those whose role does not allow it', async () => {
    expect(await refusal(send(staff('zhao.min'), person('x', 'X', ['rep'])))).toBe('role-not-permitted');
    expect(await refusal(send(staff('li.na'), person('x', 'X', ['rep'])))).toBe('role-not-permitted');
    expect(await refusal(send({ kind: 'import', id: 'crm' }, person('x', 'X', ['admin'])))).toBe('role-not-grantable');
    expect(await refusal(send({ kind: 'customerLink', id: 'x' }, person('x', 'X', ['rep'])))).toBe('not-permitted');
    expect(
      await refusal(send(admin, { type: 'DeactivatePerson', staffId: 'admin', reason: '離職' } as Intention)),
    ).toBe('own-deactivation');
  });

  it('keeps names and reasons unreadable in the log itself', async () => {
    const rows = await database.query('select data from dealtrail.events');
    const written = rows.map(({ data }) => String(data)).join('\n');
    expect(written).toContain('li.na');
    for (const personal of ['李娜', '趙敏', '離職']) expect(written).not.toContain(personal);
  });

  it('puts an approved policy into force a minute later, and shows what it changed', async () => {
    const content = { ...followUp.first, days: { A: 20, B: 45, C: 60 } };
    await send(admin, { type: 'DraftPolicy', kind: 'follow-up', content } as Intention);
    expect(await ask(PolicyDraft, { kind: 'follow-up' })).toMatchObject({
      draft: 2,
      draftedBy: 'admin',
      changes: [{ field: 'days.A', before: 30, after: 20 }],
    });
    const publish = { type: 'PublishPolicy', kind: 'follow-up', draft: 2 } as Intention;
    expect(await refusal(send(admin, publish))).toBe('role-not-permitted');
    await send(staff('zhou.jie'), publish);
    expect(await refusal(ask(PolicyDraft, { kind: 'follow-up' }))).toBe('draft-not-found');
    expect(await ask(PolicyInForce, { kind: 'follow-up' })).toMatchObject({ version: 1 });
    expect(await ask(PolicyInForce, { kind: 'follow-up', at: '2099-01-01T00:00:00.000Z' })).toMatchObject({
      version: 2,
      publishedBy: 'zhou.jie',
      content,
    });
    expect(await ask(PolicyChanges, { kind: 'follow-up', version: 2 })).toMatchObject({
      changes: [{ field: 'days.A', before: 30, after: 20 }],
    });
    expect(await refusal(ask(PolicyChanges, { kind: 'follow-up', version: 3 }))).toBe('policy-version-not-found');
    expect((await ask(PolicyRegister, { kind: 'follow-up' })).items).toHaveLength(2);
    expect(known.now().policies.inForce('follow-up', '2099-01-01T00:00:00.000Z').value.days.A).toBe(20);
  });

  it('changes nothing at the next start', async () => {
    const before = last;
    for (const intention of [...firstStaffCommands, ...firstPolicyCommands]) await send(system, intention);
    expect(await store.head()).toBe(before);
  });
});

const person = (staffId: string, name: string, roles: readonly string[], unitId?: string): Intention =>
  ({ type: 'RegisterPerson', staffId, name, roles, ...(unitId && { unitId }) }) as Intention;
const unit = (unitId: string, kind: string, name: string, parent?: string): Intention =>
  ({ type: 'RegisterUnit', unitId, kind, name, ...(parent && { parent }) }) as Intention;
