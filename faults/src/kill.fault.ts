import { setTimeout as delay } from 'node:timers/promises';
import { inTurn } from './cluster.fault.js';
import type { Fault, Scene } from './fault.js';
import { end, freezeLeader, leaderOf, type TakeOver } from './take-over.js';
import { underLoad, type Measured } from './under-load.js';
import { until } from './until.js';

/** Kills what `next` names again and again for as long as the load lasts. */
async function again(
  { cluster, company, seconds }: Scene,
  next: (n: number) => Promise<string | undefined>,
): Promise<TakeOver[]> {
  const ends: TakeOver[] = [];
  const over = Date.now() + (seconds - 2) * 1_000;
  for (let n = 0; n === 0 || Date.now() < over; n++) {
    const name = await next(n);
    if (name) ends.push(await end(cluster, company, name, 'SIGKILL'));
    await delay(500);
  }
  return ends;
}

const most = (times: readonly (number | undefined)[]): number => Math.max(0, ...times.map((ms) => ms ?? 0));

const killed = (ends: readonly TakeOver[], limit: number): Measured => {
  const slowest = most(ends.flatMap(({ takenOverMs, readableMs }) => [takenOverMs, readableMs]));
  return {
    good: slowest <= limit,
    details: { kills: ends.length, slowestTakeOverMs: slowest, slowestBackMs: most(ends.map(({ backMs }) => backMs)) },
  };
};

/** Most a take-over from a frozen process may take, ms: the time-out of its session, and somebody's look. */
const frozenLimit = 15_000;

async function killedAndFrozen(scene: Scene, app: 'projector' | 'worker', limit: number): Promise<Measured> {
  const { good = true, details } = killed(await again(scene, () => leaderOf(scene.cluster, app)), limit);
  const frozenTakeOverMs = await freezeLeader(scene.cluster, app);
  return { good: good && frozenTakeOverMs <= frozenLimit, details: { ...details, frozenTakeOverMs } };
}

export const killApi: Fault = {
  id: 'F1',
  title: 'kill -9 of an api, again and again, under load',
  run: (scene) =>
    underLoad('F1', scene, async () => {
      const names = scene.cluster.names('api');
      return killed(await again(scene, (n) => Promise.resolve(names[n % names.length])), 0); // an api leads nothing
    }),
};

export const killProjector: Fault = {
  id: 'F2',
  title: 'kill -9 of the leading projector: another leads, and what is written can be read, within 5 s',
  run: (scene) => underLoad('F2', scene, () => killedAndFrozen(scene, 'projector', 5_000)),
};

export const killWorker: Fault = {
  id: 'F3',
  title: 'kill -9 of the worker that leads the reactions, its workflows and activities under way',
  run: (scene) => underLoad('F3', scene, () => killedAndFrozen(scene, 'worker', 10_000)),
};

export const rollingStop: Fault = {
  id: 'F22',
  title: 'SIGTERM to every api in turn, twice around, and a second SIGTERM that hurries',
  run: (scene) =>
    underLoad('F22', scene, async (ledger) => {
      const { cluster } = scene;
      const names = cluster.names('api');
      const turns = [...names, ...names].map((name) => ({ name, signal: 'SIGTERM' as const }));
      const { details } = await inTurn(scene, ledger, turns);
      const lost = ledger.repeated + ledger.count('unknown');
      const hurried = await twice(scene, names[0] ?? '');
      return { good: lost === 0 && hurried <= 3_000, details: { answersLost: lost, hurriedMs: hurried, ...details } };
    }),
};

/** How long a process lives on after a second SIGTERM, ms. */
async function twice({ cluster }: Scene, name: string): Promise<number> {
  const pid = cluster.signal(name, 'SIGTERM');
  await delay(1_100); // one that follows at once counts as the same
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    return 0; // the first was enough
  }
  const { ms } = await until(`${name} ends`, () => cluster.processes()[name] !== pid, Boolean, 20);
  await cluster.back(name, pid);
  return ms;
}
