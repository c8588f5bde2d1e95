import { randomUUID } from 'node:crypto';
import {
  CommandRunner,
  derivedId,
  eventId,
  EventTypes,
  KnownKeeper,
  operationOf,
  permissionOf,
  type Actor,
  type AnyProjection,
  type CommandClass,
  type CommandMetadata,
  type CommandResult,
  type Decider,
  type Command,
  type Event,
  type Intention,
} from '@dealtrail/event-sourcing';
import {
  caseCommands,
  caseDecider,
  caseEvents,
  caseProjections,
  caseRecurrence,
  caseRecurrenceCommands,
  caseRecurrenceEvents,
  servicePromise,
  servicePromiseCommands,
  servicePromiseEvents,
} from '@dealtrail/cases';
import { contract, contractCommands, contractEvents, contractProjections } from '@dealtrail/contracts';
import { customer, customerCommands, customerEvents, customerProjections } from '@dealtrail/customers';
import { deal, dealCommands, dealEvents, dealProjections } from '@dealtrail/deals';
import type { PostgresEventStore } from '@dealtrail/event-store';
import { openStore, testDatabase, testKeys, type TestDatabase } from '@dealtrail/event-store/testing';
import { knownFolds, type Known } from '@dealtrail/known';
import { paymentProjections, receivable, receivableCommands, receivableEvents } from '@dealtrail/payments';
import {
  dailyCheck,
  dailyCheckCommands,
  dailyCheckEvents,
  order,
  orderCommands,
  orderEvents,
  orderProjections,
} from '@dealtrail/orders';
import {
  policy,
  policyCommands,
  policyEvents,
  policyKind,
  policyKindIds,
  policyProjections,
} from '@dealtrail/policies';
import {
  productFeedback,
  productFeedbackCommands,
  productFeedbackEvents,
  productFeedbackProjections,
} from '@dealtrail/product-feedback';
import { reminder, reminderCommands, reminderEvents } from '@dealtrail/reminders';
import { Projector, ReadPool, ReadStore, type Question } from '@dealtrail/read-store';
import {
  staffEvents,
  staffProjections,
  unitEvents,
  type PersonEvent,
  type UnitEvent,
  type UnitKind,
} from '@dealtrail/staff';
import type { Role } from '@dealtrail/event-sourcing';
import { viewProjections } from '../views.registry.js';

const types = new EventTypes([
  staffEvents,
  unitEvents,
  policyEvents,
  customerEvents,
  dealEvents,
  contractEvents,
  orderEvents,
  receivableEvents,
  productFeedbackEvents,
  dailyCheckEvents,
  caseEvents,
  servicePromiseEvents,
  caseRecurrenceEvents,
  reminderEvents,
]);
const projections = [
  ...staffProjections,
  ...policyProjections,
  ...customerProjections,
  ...dealProjections,
  ...contractProjections,
  ...orderProjections,
  ...paymentProjections,
  ...productFeedbackProjections,
  ...caseProjections,
  ...viewProjections,
];
type AnyDecider = Decider<Command, Event, unknown, Known>;
const contexts: readonly (readonly [readonly (new () => object)[], object])[] = [
  [policyCommands, policy],
  [customerCommands, customer],
  [dealCommands, deal],
  [contractCommands, contract],
  [orderCommands, order],
  [receivableCommands, receivable],
  [productFeedbackCommands, productFeedback],
  [dailyCheckCommands, dailyCheck],
  [caseCommands, caseDecider],
  [servicePromiseCommands, servicePromise],
  [caseRecurrenceCommands, caseRecurrence],
  [reminderCommands, reminder],
];
/** By the name of the command. */
const rules = new Map(
  contexts.flatMap(([commands, decider]) =>
    commands.map((type) => [type.name, { type: type as CommandClass, decider: decider as AnyDecider }] as const),
  ),
);

/** A sales department on a database of its own: facts of the foundation appended, all else by commands. */
export class SalesOffice {
  /** What the clock says next. */
  now = '2026-01-01T01:00:00.000Z';

  private constructor(
    private readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    readonly known: KnownKeeper<Known>,
    private readonly pool: ReadPool,
    readonly reader: ReadStore,
    private readonly projector: Projector,
    private readonly runner: CommandRunner<Known>,
  ) {}

  /** With all read models, or those that are asked. */
  static async open(folded: readonly AnyProjection[] = projections): Promise<SalesOffice> {
    const database = await testDatabase();
    const clock = { now: (): string => office.now };
    const store = await openStore(database.url, types, { clock });
    const known = new KnownKeeper<Known>(store, knownFolds);
    await known.start();
    const pool = new ReadPool(database.url);
    const reader = new ReadStore({ pool, store, clock, waitMs: 20_000 });
    const projector = new Projector({ pool, store, projections: folded, watch: reader.watch });
    await projector.start();
    const runner = new CommandRunner<Known>({ store, known: known.now, permissionOf, digestKey: testKeys.digestKey });
    const office: SalesOffice = new SalesOffice(database, store, known, pool, reader, projector, runner);
    for (const kind of policyKindIds)
      await office.happened(`policy-${kind}`, {
        type: 'PolicyPublished',
        data: {
          kind,
          version: 1,
          draft: 1,
          content: policyKind(kind).first,
          effectiveFrom: '0001-01-01T00:00:00.000Z',
          draftedBy: 'system',
          publishedBy: 'system',
        },
      });
    return office;
  }

  async close(): Promise<void> {
    await this.projector.stop();
    await this.known.stop();
    await this.pool.end();
    await this.store.stop();
    await this.database.drop();
  }

  async unit(unitId: string, kind: UnitKind, name: string, parent?: string, head?: string): Promise<void> {
    const facts: UnitEvent[] = [{ type: 'UnitRegistered', data: { unitId, kind, name, parent } }];
    if (head !== undefined) facts.push({ type: 'UnitHeadAppointed', data: { unitId, head } });
    await this.happened(`unit-${unitId}`, ...facts);
  }

  async person(staffId: string, name: string, roles: readonly Role[], unitId?: string): Promise<void> {
    const fact: PersonEvent = { type: 'PersonRegistered', data: { staffId, name, roles, unitId } };
    await this.happened(`staff-${staffId}`, fact);
  }

  /** Sends a command as its actor; the answer's position is the office's newest, and what it changed is known. */
  async send(
    intention: Intention,
    actor: Actor | string,
    metadata: Partial<CommandMetadata> = {},
  ): Promise<CommandResult> {
    const commandId = metadata.commandId ?? randomUUID();
    const by = typeof actor === 'string' ? ({ kind: 'staff', id: actor } as const) : actor;
    const rule = rules.get(intention.type);
    if (!rule || !operationOf(rule.type)) throw new Error(`no command ${intention.type}`);
    const message = Object.assign(new rule.type(), intention, {
      metadata: { commandId, correlationId: commandId, occurredAt: this.now, ...metadata, actor: by },
    });
    const result = await this.runner.handle(rule.decider, message);
    await this.known.reached(result.position);
    return result;
  }

  /** A question as the edge would give it to its handler, at or after all that has happened. */
  async question<Q extends Question>(type: new () => Q, staffId: string, fields: Partial<Q> = {}): Promise<Q> {
    const minPosition = fields.asOf === undefined ? String(await this.store.head()) : undefined;
    const metadata = { actor: { kind: 'staff', id: staffId } as const, occurredAt: this.now };
    return Object.assign(new type(), fields, { metadata, minPosition });
  }

  /** Facts for which no command is needed here, at the end of their stream and at the office's time. */
  async happened(stream: string, ...events: readonly Event[]): Promise<void> {
    const [before = []] = await this.store.read([stream]);
    const revision = before.length - 1;
    const commandId = derivedId('fact', stream, revision);
    const metadata = {
      commandId,
      actor: { kind: 'system', id: 'start' } as const,
      correlationId: commandId,
      occurredAt: this.now,
      digest: '',
    };
    const { position } = await this.store.append(
      stream,
      events.map((event, ordinal) => ({ ...event, id: eventId(stream, commandId, ordinal), metadata })),
      revision,
    );
    await this.known.reached(position);
  }
}
