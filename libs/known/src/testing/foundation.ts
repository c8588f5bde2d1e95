import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import {
  CommandRegistry,
  CommandRunner,
  type EventStore,
  EventTypes,
  KnownKeeper,
  permissionOf,
  systemClock,
  type Actor,
  type CommandResult,
  type Intention,
} from '@dealtrail/event-sourcing';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import { createApiApplication, embeddedIssuer, loadTokenKey, signToken } from '@dealtrail/http';
import {
  firstPolicyCommands,
  PoliciesModule,
  policyCommands,
  policyEvents,
  policyProjections,
} from '@dealtrail/policies';
import { Projector, ReadPool, ReadStore } from '@dealtrail/read-store';
import {
  apiKeyEvents,
  firstStaffCommands,
  staffCommands,
  staffEvents,
  StaffModule,
  staffProjections,
  unitEvents,
} from '@dealtrail/staff';
import { knownFolds, type Known } from '../known.js';

export const registry = new CommandRegistry([...staffCommands, ...policyCommands]);
export const admin: Actor = { kind: 'staff', id: 'admin' };

/** The foundation contexts as a process of their own has them. */
export interface Foundation {
  readonly database: TestDatabase;
  readonly store: EventStore;
  readonly known: () => Known;
  send(actor: Actor, intention: Intention): Promise<CommandResult>;
  /** Sends what every start sends. */
  startAgain(): Promise<void>;
  /** Asks as the admin, after all that has been appended so far. */
  ask<Q extends object>(type: new () => Q, question: Partial<Q>): Promise<Record<string, unknown>>;
  /** Calls as the admin. */
  http(method: 'GET' | 'POST', url: string, payload?: object): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** Opens the foundation contexts on one fresh database, first start included. */
export async function openFoundation(): Promise<Foundation> {
  const database = await testDatabase();
  const store = await openStore(database.url, new EventTypes([staffEvents, unitEvents, apiKeyEvents, policyEvents]));
  const pool = new ReadPool(database.url);
  const known = new KnownKeeper<Known>(store, knownFolds);
  await known.start();
  const projections = [...staffProjections, ...policyProjections];
  const projector = new Projector({ pool, store, projections, everyMs: 50 });
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
  class FoundationModule {}
  const folder = await mkdtemp(join(tmpdir(), 'dealtrail-foundation-'));
  const key = await loadTokenKey(folder);
  await rm(folder, { recursive: true });
  const app = await createApiApplication(FoundationModule, {
    issuer: embeddedIssuer(key),
    directory: () => known.now().staff,
    logLevel: 'silent',
  });
  await app.init();

  const send = (actor: Actor, intention: Intention): Promise<CommandResult> => {
    const commandId = randomUUID();
    const metadata = { commandId, correlationId: commandId, actor, occurredAt: systemClock.now() };
    return app.get(CommandBus).execute(registry.create(intention, metadata));
  };

  const startAgain = async (): Promise<void> => {
    const system: Actor = { kind: 'system', id: 'first-start' };
    for (const intention of [...firstStaffCommands, ...firstPolicyCommands]) await send(system, intention);
  };
  await startAgain();

  return {
    database,
    store,
    known: known.now,
    send,
    startAgain,
    ask: async (type, question) =>
      app.get(QueryBus).execute(
        Object.assign(new type(), question, {
          minPosition: String(await store.head()),
          metadata: { actor: admin, occurredAt: systemClock.now() },
        }),
      ),
    http: async (method, url, payload) => {
      const authorization = `Bearer ${await signToken(key, 'admin', 60, systemClock)}`;
      const reply = await app.inject({ method, url, headers: { authorization }, ...(payload && { payload }) });
      return { status: reply.statusCode, body: reply.json<unknown>() };
    },
    close: async () => {
      await app.close();
      await projector.stop();
      await known.stop();
      await pool.end();
      await store.stop();
      await database.drop();
    },
  };
}
