import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Benchmark, Effort, Result } from './benchmark.js';
import { ApiProcess } from './overload/api-process.js';
import type { Phase } from './overload/generator.js';
import type { Summary } from './overload/ledger.js';

/** Who sends the load: a process of its own, which takes its share of the same processors. */
async function generator(api: ApiProcess) {
  const child = fork(join(__dirname, 'overload', 'generator.js'));
  const send = async (how: { ms: number; callers: number } | { ms: number; perSecond: number }): Promise<Summary> => {
    const phase: Phase = { port: api.port, token: api.token, ...how };
    child.send(phase);
    const [summary] = (await once(child, 'message')) as [Summary];
    const failed = Object.entries(summary.failed);
    if (failed.length > 0) console.log(`      answered otherwise: ${JSON.stringify(summary.failed)}`);
    return summary;
  };
  return { send, end: () => child.disconnect() };
}

/** Looks at a process until told to stop: its memory, and whether its health answers. */
function watch(api: ApiProcess) {
  const memory: number[] = [];
  const health: { readonly status: number; readonly ms: number }[] = [];
  let watching = true;
  const looking = (async () => {
    while (watching) {
      const began = performance.now();
      health.push({ status: await api.health(), ms: performance.now() - began });
      memory.push(api.memory());
      await delay(200);
    }
  })();
  return {
    stop: async () => {
      watching = false;
      await looking;
      return { memory: Math.max(...memory), health };
    },
  };
}

/** s from the end of the overload until quarters of a second stay as quick as they were before it. */
function recovery({ windows }: Summary, normal: number): number {
  const slow = windows.findLastIndex(({ p99, refused }) => refused > 0 || p99 > 2 * normal);
  return (slow + 1) / 4;
}

async function measure(databaseUrl: string, { duration }: Effort): Promise<readonly Result[]> {
  const api = await ApiProcess.start(databaseUrl);
  const load = await generator(api);
  try {
    await load.send({ callers: 64, ms: 5 * duration }); // until compiled and its caches are full
    const peak = await load.send({ callers: 64, ms: 5 * duration });
    const perSecond = peak.accepted.count / peak.seconds;
    const quiet = { perSecond: perSecond * 0.3, ms: 5 * duration };
    const normal = await load.send(quiet);
    const before = api.memory();
    const watching = watch(api);
    const over = await load.send({ perSecond: 3 * perSecond, ms: 30 * duration });
    const after = await load.send(quiet);
    const { memory, health } = await watching.stop();
    console.log(`      peak ${shown(peak)}\n      over ${shown(over)}\n      ${JSON.stringify(await api.load())}`);
    const slowest = health.map(({ ms }) => ms).sort((a, b) => a - b);
    const one = (figure: Omit<Result, 'id' | 'samples'>): Result => ({ id: 'B10', samples: [figure.value], ...figure });
    const peakP99 = { value: peak.accepted.p99, unit: 'ms p99 at peak' };
    return [
      one({
        metric: 'goodput at 3x peak ÷ peak',
        value: over.accepted.count / over.seconds / perSecond,
        better: 'higher',
        floor: 0.7,
        goal: 0.9,
        reference: { value: perSecond, unit: 'commands/s' },
      }),
      one({
        metric: 'p99 of what was taken ÷ p99 at peak',
        value: over.accepted.p99 / peak.accepted.p99,
        better: 'lower',
        floor: 5,
        goal: 2,
        reference: peakP99,
      }),
      one({
        metric: 'p99 of refusals, ms',
        value: over.refused.p99,
        better: 'lower',
        floor: 100,
        goal: 20,
        reference: peakP99,
      }),
      one({
        metric: 'growth of memory, %',
        value: (memory / before - 1) * 100,
        better: 'lower',
        floor: 25,
        goal: 10,
        reference: { value: before, unit: 'MiB' },
      }),
      one({
        metric: 'seconds until it is as quick as before',
        value: recovery(after, normal.accepted.p99),
        better: 'lower',
        floor: 5,
        goal: 1,
        reference: { value: normal.accepted.p99, unit: 'ms p99 at 30 % of peak' },
      }),
      one({
        metric: 'share of health checks answered within 1 s',
        value: health.filter(({ status }) => status === 200).length / health.length,
        better: 'higher',
        floor: 1,
        goal: 1,
        reference: { value: slowest[Math.floor(slowest.length * 0.99)] ?? 0, unit: 'ms p99 of health' },
      }),
      one({
        metric: 'refusals that do not say when to come back',
        value: over.withoutRetryAfter,
        better: 'lower',
        floor: 0,
        goal: 0,
        reference: { value: over.refused.count, unit: 'refusals' },
      }),
    ];
  } finally {
    load.end();
    await api.stop();
  }
}

const shown = ({ accepted, refused, seconds }: Summary): string =>
  [
    `${Math.round(accepted.count / seconds)}/s taken (p50 ${accepted.p50.toFixed(1)}, p99 ${accepted.p99.toFixed(1)} ms)`,
    `${Math.round(refused.count / seconds)}/s refused (p50 ${refused.p50.toFixed(1)}, p99 ${refused.p99.toFixed(1)} ms)`,
  ].join(', ');

/** Runs `work` on a database of its own beside the one given: other benchmarks leave a log with another key. */
async function onFreshDatabase<T>(databaseUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `overload_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
    const url = new URL(databaseUrl);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  }
}

export const overload: Benchmark = {
  id: 'B10',
  title: 'commands over HTTP at three times the rate one API process can do, against that rate',
  run: (databaseUrl, effort) => onFreshDatabase(databaseUrl, (url) => measure(url, effort)),
};
