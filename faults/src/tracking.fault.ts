import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import type { Fault, Report, Scene } from './fault.js';
import { shareOf, side } from './side.js';
import { until } from './until.js';

/** Each has one delivery, and is followed as a whole as well: two runs of `deliveryTracking`. */
const orders = 5_000;
const runs = 2 * orders;
/** Signatures that fall due one after another, so many within so long. */
const due = 500;
const windowMs = 60_000;
/** From then on: time to record their deliveries and to tell their runs. */
const aheadMs = 90_000;
const hour = 3_600_000;
const value = { amount: 1_000_00, currency: 'CNY' };

/** 10,000 open runs, then 500 of their promises that fall due within a minute: none is lost, none is recorded twice. */
export const tracking: Fault = {
  id: 'TRACKING',
  title: `${runs} deliveries and orders are followed, and ${due} promises fall due within a minute`,
  run: async ({ cluster, company, callers }: Scene): Promise<Report> => {
    const connection = await Connection.connect({ address: cluster.temporalAddress });
    try {
      const client = new Client({ connection });
      const query = "WorkflowType = 'deliveryTracking' AND ExecutionStatus = 'Running'";
      const open = async (): Promise<number> => (await client.workflow.count(query)).count;
      const began = Date.now();
      const idle = await memory(cluster);
      const samples: { readonly at: number; readonly open: number }[] = [{ at: 0, open: 0 }];
      const looked = until(
        `${runs} runs are open`,
        async () => {
          samples.push({ at: Date.now() - began, open: await open() });
          return samples.at(-1)?.open ?? 0;
        },
        (count) => count >= runs,
        1_200,
        1_000,
      );
      const ids: string[] = [];
      const placed = side(4 * callers, orders, async (n) => void ids.push(await place(company, n)));
      await Promise.all([placed, looked]);
      const full = await memory(cluster);

      const base = Date.now() + aheadMs;
      const dueOf = (n: number): number => base + Math.round((n * windowMs) / due);
      await side(2 * callers, due, (n) => deliver(company, ids[n] ?? '', dueOf(n)));
      const recordedInMs = Date.now() + aheadMs - base;
      const breaches = () => overdue(cluster);
      const { answer: found } = await until('all are late', breaches, ({ length }) => length >= due, 600, 1_000);
      await delay(5_000);
      const after = await breaches(); // a second one would have come by now
      const late = found.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
      const of = new Set(after.map(({ stream }) => stream));
      const lost = due - of.size + Math.max(0, runs - (await open()));
      const doubled = after.length - of.size;
      return {
        id: 'TRACKING',
        passed: lost === 0 && doubled === 0,
        acknowledged: 2 * orders + due,
        refused: 0,
        unknown: 0,
        lost,
        doubled,
        details: {
          runs: await open(),
          startedPerSecond: rateOf(samples, 0, runs),
          startedPerSecondAtFirst: rateOf(samples, 0, runs / 4),
          startedPerSecondAtLast: rateOf(samples, (runs * 3) / 4, runs),
          memoryMiB: { idle, full, after: await memory(cluster) },
          deliveriesRecordedInMs: recordedInMs,
          latenessMs: { p50: shareOf(late, 0.5), p99: shareOf(late, 0.99), most: late.at(-1) },
          within5s: late.filter((ms) => ms <= 5_000).length / due,
        },
      };
    } finally {
      await connection.close();
    }
  },
};

/** An order with one delivery in a month: nothing of it falls due meanwhile. */
async function place(company: Company, n: number): Promise<string> {
  const lines = [{ lineId: '1', description: 'GTX Pro', quantity: 1, value }];
  const { streamId } = await company.done('/orders', 'li.na', { orderNumber: `SO-${n}`, lines, value });
  const orderId = String(streamId).slice('order-'.length);
  const scheduledOn = new Date(Date.now() + 30 * 24 * hour).toISOString().slice(0, 10);
  const delivery = { delivery: 1, scheduledOn, lines: [{ lineId: '1', quantity: 1 }] };
  await company.done(`/orders/${orderId}/deliveries`, 'li.na', delivery);
  return orderId;
}

/** The customer has had it for almost 24 hours. */
async function deliver(company: Company, orderId: string, dueAt: number): Promise<void> {
  const happenedAt = new Date(dueAt - 24 * hour).toISOString();
  const delivered = { happenedAt, withoutDocumentsReason: '客戶已有手冊' };
  await company.done(`/orders/${orderId}/deliveries/1/deliver`, 'li.na', delivered);
}

const overdue = (cluster: Cluster): Promise<{ readonly stream: string; readonly lateMs: number }[]> =>
  cluster.query(
    `select stream, 1000 * extract(epoch from recorded_at::timestamptz - (metadata::json ->> 'occurredAt')::timestamptz)::float8 as "lateMs"
     from dealtrail.events where type = 'OrderMilestoneOverdue' and data::json ->> 'milestone' = 'signOff/1'`,
  );

/** How many a second between two counts. */
function rateOf(samples: readonly { readonly at: number; readonly open: number }[], from: number, to: number): number {
  const first = samples.findLast(({ open }) => open <= from);
  const last = samples.find(({ open }) => open >= to);
  return first && last ? Math.round((1000 * (last.open - first.open)) / (last.at - first.at)) : Number.NaN;
}

/** Resident memory of each worker and of Temporal. */
async function memory(cluster: Cluster): Promise<Readonly<Record<string, number>>> {
  const pids = cluster.names('worker').map((name) => [name, cluster.processes()[name] ?? 0] as const);
  const all = [...pids, ['temporal', await cluster.server('temporal')] as const];
  return Object.fromEntries(all.map(([name, pid]) => [name, residentMiB(pid)]));
}

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
