import type { Cluster } from './cluster.js';
import type { Fault, Scene } from './fault.js';
import type { Ledger } from './ledger.js';
import { underLoad, type Measured } from './under-load.js';
import { until } from './until.js';

/** How many kills, one after another has come back. */
const kills = 3;

async function killed(
  { cluster, company }: Scene,
  ledger: Ledger,
  server: 'postgres' | 'temporal',
): Promise<Omit<Measured, 'good'> & { readonly acknowledgedMeanwhile: number }> {
  const apps = JSON.stringify(cluster.processes());
  const backMs: number[] = [];
  let acknowledgedMeanwhile = 0;
  for (let n = 0; n < kills; n++) {
    const before = await cluster.server(server);
    const acknowledged = ledger.count('acknowledged');
    process.kill(before, 'SIGKILL');
    const { ms } = await until(`${server} is back`, () => back(cluster, server, before), Boolean, 90);
    acknowledgedMeanwhile += ledger.count('acknowledged') - acknowledged;
    await until('every process is ready', () => allReady(cluster), Boolean, 90);
    await company.done('/customers', 'li.na', { name: `after kill ${n} of ${server} at ${Date.now()}` });
    backMs.push(ms);
  }
  const untouched = apps === JSON.stringify(cluster.processes());
  return { acknowledgedMeanwhile, details: { kills, backMs, acknowledgedMeanwhile, processesKept: untouched } };
}

export async function back(cluster: Cluster, server: 'postgres' | 'temporal', before: number): Promise<boolean> {
  if ((await cluster.server(server)) === before) return false;
  if (server === 'postgres') return cluster.query('select 1').then(() => true);
  return allReady(cluster);
}

export const allReady = async (cluster: Cluster): Promise<boolean> =>
  (await Promise.all(Object.keys(cluster.processes()).map((name) => cluster.health(name)))).every(
    (health) => health?.ready === true,
  );

export const killTemporal: Fault = {
  id: 'F4',
  title: 'kill -9 of Temporal: commands are taken meanwhile, and every process is started once it is back',
  run: (scene) =>
    underLoad('F4', scene, async (ledger) => {
      const measured = await killed(scene, ledger, 'temporal');
      return { ...measured, good: measured.acknowledgedMeanwhile > 0 };
    }),
};

export const killPostgres: Fault = {
  id: 'F5',
  title: 'kill -9 of PostgreSQL: answers are 503 or true, never 500, and no process needs a restart',
  run: (scene) =>
    underLoad('F5', scene, async (ledger) => {
      const { details } = await killed(scene, ledger, 'postgres');
      return { details, good: details['processesKept'] === true };
    }),
};
