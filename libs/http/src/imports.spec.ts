import {
  canonicalJson,
  CommandRegistry,
  derivedId,
  DomainError,
  EventStore,
  Unavailable,
  type Command,
  type CommandResult,
} from '@dealtrail/event-sourcing';
import { Global, Module } from '@nestjs/common';
import { HttpModule } from './http.module.js';
import type { ImportItem, ImportRows } from './import-rows.js';
import { importRows, type ImportResult, type ImportTarget } from './imports.js';
import { faults, now, serve, type Served } from './testing/application.js';
import { ParcelModule, SendParcel, WeighParcel } from './testing/parcels.js';

const then = '2016-10-20T00:00:00.000Z';
const weight = { grams: 3 };

const item = (row: string, step: string, command: object, occurredAt?: string): ImportItem => ({
  row,
  step,
  command: { type: 'SendParcel', to: 'Lin', weight, ...command },
  ...(occurredAt && { occurredAt }),
});

const batch = (...items: ImportItem[]): ImportRows => ({
  metadata: { actor: { kind: 'staff', id: 'ann' }, correlationId: 'c', occurredAt: now },
  mapping: 'parcels-csv',
  items,
});

/** Remembers what it executed, as the log does: the same command once, another body under its id never. */
class Log implements ImportTarget {
  readonly sent: Command[] = [];
  readonly odd: unknown[] = [];
  underWay = 0;
  most = 0;
  private readonly known = new Map<string, { readonly body: string; readonly result: CommandResult }>();

  find = (name: string) => new CommandRegistry([SendParcel, WeighParcel]).find(name);
  head = () => Promise.resolve(this.known.size);
  unforeseen = (error: unknown) => void this.odd.push(error);

  execute = async (command: Command): Promise<CommandResult> => {
    this.most = Math.max(this.most, ++this.underWay);
    await Promise.resolve();
    this.underWay--;
    const { metadata, ...fields } = command as SendParcel;
    if (fields.to === 'nobody') throw new DomainError('addressee-unknown');
    if (fields.to === 'later') throw new Unavailable('store-away', 'away');
    if (fields.to === 'bug') throw new TypeError('oops');
    const body = canonicalJson(fields);
    const before = this.known.get(metadata.commandId);
    if (before && before.body !== body) throw new DomainError('idempotency-key-reused', 'key-reused');
    if (before) return before.result;
    this.sent.push(command);
    const result = { streamId: `parcel-${fields.parcelId}`, revision: 0, position: this.known.size + 1 };
    this.known.set(metadata.commandId, { body, result });
    return result;
  };
}

const outcomes = (results: readonly ImportResult[]): string[] =>
  results.map(({ row, step, outcome, code }) => [row, step, outcome, code].filter(Boolean).join(' '));

describe('importRows', () => {
  it('brings the past as history, in the name of the mapping, on behalf of who sends it', async () => {
    const log = new Log();
    const { results, position } = await importRows(batch(item('7', 'send', {}, then), item('8', 'send', {})), log);
    expect(outcomes(results)).toEqual(['7 send done', '8 send done']);
    expect(position).toBe('2');
    expect(log.sent).toMatchObject([
      {
        parcelId: derivedId('create', 'import', 'parcels-csv', 'SendParcel', '7'),
        metadata: {
          commandId: derivedId('import', 'parcels-csv', '7', 'send'),
          actor: { kind: 'import', id: 'parcels-csv' },
          onBehalfOf: 'ann',
          occurredAt: then,
          history: true,
        },
      },
      { metadata: { occurredAt: now, history: true } },
    ]);
  });

  it('finds a second import already there, and refuses a row that changed', async () => {
    const log = new Log();
    await importRows(batch(item('7', 'send', {}), item('8', 'send', {})), log);
    const { results } = await importRows(
      batch(item('7', 'send', {}), item('8', 'send', { to: 'Wu' }), item('9', 'send', {})),
      log,
    );
    expect(outcomes(results)).toEqual(['7 send already', '8 send refused row-changed-since-import', '9 send done']);
    expect(log.sent).toHaveLength(3);
  });

  it('stops a row at its first refusal and never the others', async () => {
    const log = new Log();
    const { results } = await importRows(
      batch(
        item('1', 'a', {}),
        item('1', 'b', { to: 'nobody' }),
        item('2', 'a', { to: 'later' }),
        item('1', 'c', {}),
        item('2', 'b', {}),
        item('3', 'a', { to: 'bug' }),
        item('4', 'a', {}),
      ),
      log,
    );
    expect(outcomes(results)).toEqual([
      '1 a done',
      '1 b refused addressee-unknown',
      '2 a failed store-away',
      '1 c skipped',
      '2 b skipped',
      '3 a failed internal-error',
      '4 a done',
    ]);
    expect(log.odd).toEqual([new TypeError('oops')]);
  });

  it('validates each command like any other', async () => {
    const log = new Log();
    const wrong: [object, string?][] = [
      [{ type: 'SellHouse' }],
      [{ type: 3 }],
      [{ type: '__proto__' }],
      [{ to: 3, price: 1 }],
      [{ to: 'a\0' }],
      [{ metadata: { actor: { kind: 'system', id: 'x' } } }],
      [{}, '2016-10-20'],
      [{}, '2016-02-31T00:00:00Z'],
      [{}, '2026-11-23T05:40:00.001Z'],
      [{ type: 'WeighParcel' }],
    ];
    const { results } = await importRows(
      batch(...wrong.map(([fields, at], row) => item(String(row), 's', fields, at))),
      log,
    );
    expect(
      results.map(({ code, errors }) => [
        code,
        ...(errors ?? []).map((error) => `${error.field} ${error.code}`).sort(),
      ]),
    ).toEqual([
      ['invalid-input', 'type unknown-command'],
      ['invalid-input', 'type unknown-command'],
      ['invalid-input', 'type unknown-command'],
      ['invalid-input', 'price unknown-field', 'to not-text', 'to too-long'],
      ['invalid-input', 'to broken-text'],
      ['invalid-input', 'metadata not-from-outside'],
      ['invalid-input', 'occurredAt not-an-instant'],
      ['invalid-input', 'occurredAt not-an-instant'],
      ['invalid-input', 'occurredAt in-the-future'],
      ['not-for-imports'],
    ]);
    expect(log.sent).toEqual([]);
  });

  it('writes nothing in a dry run', async () => {
    const log = new Log();
    const { results } = await importRows(
      { ...batch(item('1', 'a', {}), item('2', 'a', { to: 4 })), dryRun: true },
      log,
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'refused']);
    expect(log.sent).toEqual([]);
  });

  it('runs rows side by side, at most 64', async () => {
    const log = new Log();
    await importRows(batch(...Array.from({ length: 500 }, (_, row) => item(String(row), 'a', {}))), log);
    expect([log.sent.length, log.most]).toEqual([500, 64]);
  });
});

@Global()
@Module({
  providers: [
    { provide: CommandRegistry, useValue: new CommandRegistry([SendParcel, WeighParcel]) },
    { provide: EventStore, useValue: { head: () => Promise.resolve(3) } },
  ],
  exports: [CommandRegistry, EventStore],
})
class Infrastructure {}

@Module({ imports: [ParcelModule, HttpModule, Infrastructure] })
class ImportingModule {}

describe('POST /imports', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(ImportingModule);
  });
  afterAll(() => served.app.close());

  const body = {
    mapping: 'parcels-csv',
    items: [{ row: '1', step: 'a', command: { type: 'SendParcel', to: 'Lin', weight } }],
  };

  it('is for those with the right to import', async () => {
    expect((await served.send({ url: '/imports', as: 'rob', payload: body })).status).toBe(403);
    const { status, body: answer } = await served.send({ url: '/imports', payload: body });
    expect([status, answer]).toMatchObject([
      200,
      { results: [{ row: '1', outcome: 'done', position: '12' }], position: '12' },
    ]);
  });

  it('refuses a batch it cannot read at all', async () => {
    const answer = await served.send({
      url: '/imports',
      payload: {
        mapping: 'A B',
        items: [
          { row: '', command: [] },
          { row: '1', step: 'a', command: {}, extra: 1 },
        ],
      },
    });
    expect(faults(answer)).toEqual([
      'items[0].command not-an-object',
      'items[0].row too-short',
      'items[0].step missing',
      'items[1].extra unknown-field',
      'mapping wrong-form',
    ]);
    const many = { ...body, items: Array(501).fill(body.items[0]) };
    expect(faults(await served.send({ url: '/imports', payload: many }))).toEqual(['items too-many']);
  });
});
