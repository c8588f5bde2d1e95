import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import type { Fault, Report, Scene } from './fault.js';
import { allReady, back } from './server.fault.js';
import { shareOf, side } from './side.js';
import { leaderOf } from './take-over.js';
import { until } from './until.js';

/** Cases that are open all the time; each has three clocks that run: 1, 24 and 72 hours. */
const open = 3_400;
/** Answers that fall due one after another, so many within so long; of cases that come on top. */
const due = 1_000;
const windowMs = 60_000;
/** From when the first of them is reported: time to report them all and to start their runs. */
const aheadMs = 120_000;
const hour = 3_600_000;

/** What is hurt half-way through a window, and how it is seen to be back. */
const hurts: Readonly<Record<string, ((scene: Scene) => Promise<void>) | undefined>> = {
  undisturbed: undefined,
  worker: async ({ cluster }) => {
    const name = (await leaderOf(cluster, 'worker')) ?? cluster.names('worker')[0] ?? '';
    await cluster.back(name, cluster.signal(name, 'SIGKILL'));
  },
  temporal: (scene) => serverKilled(scene, 'temporal'),
  postgres: (scene) => serverKilled(scene, 'postgres'),
};

async function serverKilled({ cluster }: Scene, server: 'postgres' | 'temporal'): Promise<void> {
  const before = await cluster.server(server);
  process.kill(before, 'SIGKILL');
  await until(`${server} is back`, () => back(cluster, server, before), Boolean, 90);
  await until('every process is ready', () => allReady(cluster), Boolean, 90);
}

interface Window {
  readonly hurt: string;
  readonly lost: number;
  readonly doubled: number;
  /** From the kill until every process was ready again, ms. */
  readonly recoveredMs?: number;
  readonly latenessMs: Readonly<Record<'p50' | 'p99' | 'most', number | undefined>>;
  /** Of what fell due once all was back. */
  readonly afterRecoveryMs?: Readonly<Record<'p50' | 'p99' | 'most', number | undefined>>;
}

/** G-048: more than 10,000 open clocks, of which 1,000 fall due within a minute, four times: every one is recorded, none twice. */
export const caseClocks: Fault = {
  id: 'CASES',
  title: `${3 * open} clocks of cases are open, and ${due} fall due within a minute: undisturbed, then with a kill -9 of worker, Temporal, PostgreSQL`,
  run: async (scene: Scene): Promise<Report> => {
    const { cluster, company, callers } = scene;
    const connection = await Connection.connect({ address: cluster.temporalAddress });
    const client = new Client({ connection });
    const running = async (): Promise<number> =>
      (await client.workflow.count("WorkflowType = 'complaintEscalation' AND ExecutionStatus = 'Running'")).count;
    try {
      await side(4 * callers, open, async (n) => void (await report(company, n, Date.now() + hour)));
      await until(`${open} runs are open`, running, (count) => count >= open, 1_200, 1_000);
      const windows: Window[] = [];
      for (const hurt of Object.keys(hurts)) windows.push(await fallDue(scene, hurt));
      const [lost, doubled] = (['lost', 'doubled'] as const).map((of) =>
        windows.reduce((sum, one) => sum + one[of], 0),
      );
      const runs = open + windows.length * due;
      await until('every case is followed', running, (count) => count >= runs, 120, 1_000).catch(() => undefined);
      const missing = Math.max(0, runs - (await running()));
      return {
        id: 'CASES',
        passed: lost === 0 && doubled === 0 && missing === 0,
        acknowledged: runs,
        refused: 0,
        unknown: 0,
        lost: (lost ?? 0) + missing,
        doubled: doubled ?? 0,
        details: { openClocks: 3 * open, runs: await running(), windows },
      };
    } finally {
      await connection.close();
    }
  },
};

/** Reports cases whose answers fall due within a minute, hurts what is to be hurt in the middle of it, and counts. */
async function fallDue(scene: Scene, hurt: string): Promise<Window> {
  const { cluster, company, callers } = scene;
  const base = Date.now() + aheadMs;
  const ids: string[] = [];
  await side(4 * callers, due, async (n) => {
    ids[n] = await report(company, n, base + Math.round((n * windowMs) / due));
  });
  await delay(Math.max(0, base + windowMs / 2 - Date.now()));
  const killedAt = Date.now();
  await hurts[hurt]?.(scene);
  const recoveredAt = Date.now();
  const breaches = () => overdue(cluster, ids);
  const { answer } = await until('all are late', breaches, ({ length }) => length >= due, 300, 1_000).catch(
    async () => ({ answer: await breaches() }), // what is lost is counted below
  );
  await delay(5_000);
  const after = await breaches(); // a second one would have come by now
  const streams = new Set(after.map(({ stream }) => stream)).size;
  const later = answer.filter(({ dueMs }) => dueMs > recoveredAt);
  return {
    hurt,
    lost: due - streams,
    doubled: after.length - streams,
    ...(hurts[hurt] && { recoveredMs: recoveredAt - killedAt }),
    latenessMs: shares(answer),
    ...(hurts[hurt] && { afterRecoveryMs: shares(later) }),
  };
}

function shares(found: readonly { readonly lateMs: number }[]): Window['latenessMs'] {
  const late = found.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
  return { p50: shareOf(late, 0.5), p99: shareOf(late, 0.99), most: late.at(-1) };
}

/** A case that was reported so long ago that its answer falls due then. */
async function report(company: Company, n: number, dueAt: number): Promise<string> {
  const reportedAt = new Date(dueAt - hour).toISOString();
  const { streamId } = await company.done('/cases', 'li.na', {
    kind: 'issue',
    channel: 'hotline',
    subject: `設備報警 ${n}`,
    reportedAt: reportedAt < new Date().toISOString() ? reportedAt : undefined,
  });
  return String(streamId);
}

const overdue = (
  cluster: Cluster,
  streams: readonly string[],
): Promise<{ readonly stream: string; readonly dueMs: number; readonly lateMs: number }[]> =>
  cluster.query(
    `select stream, 1000 * extract(epoch from (metadata::json ->> 'occurredAt')::timestamptz)::float8 as "dueMs",
       1000 * extract(epoch from recorded_at::timestamptz - (metadata::json ->> 'occurredAt')::timestamptz)::float8 as "lateMs"
     from dealtrail.events
     where type = 'CaseClockOverdue' and data::json ->> 'clock' = 'response' and stream = any ($1)`,
    [streams],
  );
