import { randomUUID } from 'node:crypto';
import { eventSchema, EventTypes, systemClock, type Event, type EventMetadata } from '@dealtrail/event-sourcing';
import { PostgresEventStore, storeKeys } from '@dealtrail/event-store';
import { Pool } from 'pg';
import type { Benchmark, Effort, Result } from './benchmark.js';
import { median, percentile, rounds, type Operation } from './rounds.js';

type OfferMade = Event<'OfferMade', { deal: string; amount: number; note: string }>;

const types = new EventTypes([eventSchema<OfferMade>('offer', { OfferMade: { version: 1 } })]);

const metadata: EventMetadata = {
  commandId: '00000000-0000-5000-8000-000000000000',
  actor: { kind: 'staff', id: 'bench' },
  correlationId: '00000000-0000-5000-8000-000000000000',
  occurredAt: '2026-03-02T01:00:00.000Z',
  digest: '0'.repeat(64),
};

/** With its names and braces about 300 bytes of JSON. */
const data = {
  deal: '00000000-0000-5000-8000-000000000000',
  amount: 1_234_500,
  note: 'as agreed by telephone '.repeat(9),
};

/** The streams of each caller: a fifth of the appends begins a new one, the others go on with one of the last 50. */
function streamsOf(callers: number) {
  const own = Array.from({ length: callers }, () => [] as { stream: string; revision: number }[]);
  let turn = 0;
  return (caller: number): { stream: string; revision: number } => {
    const streams = own[caller] ?? [];
    turn++;
    const existing = streams[turn % Math.max(streams.length, 1)];
    if (existing && turn % 5 !== 0) return existing;
    const begun = { stream: `offer-${randomUUID()}`, revision: -1 };
    streams.push(begun);
    if (streams.length > 50) streams.shift();
    return begun;
  };
}

/** `append` of the store: revision check, chain, idempotence, dense positions. */
function storeArm(store: PostgresEventStore, callers: number): Operation {
  const next = streamsOf(callers);
  return async (caller) => {
    const stream = next(caller);
    const { revision } = await store.append(
      stream.stream,
      [{ id: randomUUID(), type: 'OfferMade', data, metadata }],
      stream.revision,
    );
    stream.revision = revision;
  };
}

/** The least a program can do with this driver: one prepared single-row INSERT into a table of the same shape. */
function insertArm(pool: Pool, callers: number): Operation {
  const next = streamsOf(callers);
  const hash = Buffer.alloc(32, 1);
  return async (caller) => {
    const stream = next(caller);
    await pool.query({
      name: 'insert',
      text: `insert into bench_events (stream, revision, id, type, version, data, metadata, recorded_at, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        stream.stream,
        ++stream.revision,
        randomUUID(),
        'OfferMade',
        1,
        JSON.stringify(data),
        JSON.stringify(metadata),
        systemClock.now(),
        hash,
      ],
    });
  };
}

const table = `
  drop table if exists bench_events;
  create table bench_events (
    position bigint generated always as identity primary key,
    stream text collate "C" not null, revision integer not null, id uuid not null unique,
    type text collate "C" not null, version smallint not null, data text not null, metadata text not null,
    recorded_at text collate "C" not null, hash bytea not null, unique (stream, revision))`;

async function compare(databaseUrl: string, callers: number, effort: Effort) {
  const store = new PostgresEventStore({
    pool: databaseUrl,
    types,
    keys: storeKeys(Buffer.alloc(32, 1)),
    clock: systemClock,
  });
  const pool = new Pool({ connectionString: databaseUrl, max: 32 });
  pool.on('error', () => undefined);
  try {
    await store.start();
    await pool.query(table);
    return await rounds(storeArm(store, callers), insertArm(pool, callers), callers, effort);
  } finally {
    await Promise.all([store.stop(), pool.end()]);
  }
}

type Round = Awaited<ReturnType<typeof compare>>[number];

function result(
  goals: Omit<Result, 'value' | 'samples' | 'reference'>,
  measured: readonly Round[],
  unit: string,
  of: (arm: Round['ours']) => number,
): Result {
  const samples = measured.map(({ ours, theirs }) => of(ours) / of(theirs));
  const reference = { value: median(measured.map(({ theirs }) => of(theirs))), unit };
  return { ...goals, value: median(samples), samples, reference };
}

export const manyCallers: Benchmark = {
  id: 'B1',
  title: '64 callers append one event each ÷ single-row INSERT through the same driver',
  run: async (databaseUrl, effort) => {
    const measured = await compare(databaseUrl, 64, effort);
    return [
      result(
        { id: 'B1', metric: 'throughput', better: 'higher', floor: 2, goal: 3.5 },
        measured,
        'inserts/s',
        ({ perSecond }) => perSecond,
      ),
      result({ id: 'B1', metric: 'p99 latency', better: 'lower', floor: 0.6, goal: 0.3 }, measured, 'ms', (arm) =>
        percentile(arm, 0.99),
      ),
    ];
  },
};

export const oneCaller: Benchmark = {
  id: 'B1c',
  title: 'one caller appends one event ÷ single-row INSERT through the same driver',
  run: async (databaseUrl, effort) => {
    const measured = await compare(databaseUrl, 1, effort);
    return [
      result({ id: 'B1c', metric: 'median latency', better: 'lower', floor: 1.6, goal: 1.25 }, measured, 'ms', (arm) =>
        percentile(arm, 0.5),
      ),
    ];
  },
};
