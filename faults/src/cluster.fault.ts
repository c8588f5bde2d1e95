import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Scene } from './fault.js';
import { end, type TakeOver } from './take-over.js';
import { underLoad, type Measured } from './under-load.js';

/** Most a take-over may take, ms. */
const takeOverLimit = 10_000;

/** Ends every process in turn by each signal, spread over the seconds of the load. */
async function inTurn({ cluster, company, seconds }: Scene, signals: readonly NodeJS.Signals[]): Promise<Measured> {
  const names = Object.keys(cluster.processes());
  const turns = signals.flatMap((signal) => names.map((name) => ({ signal, name })));
  const pace = ((seconds - 2) * 1_000) / turns.length;
  const ends: TakeOver[] = [];
  for (const { signal, name } of turns) {
    const [ended] = await Promise.all([end(cluster, company, name, signal), delay(pace)]);
    ends.push(ended);
  }
  const slowest = Math.max(0, ...ends.flatMap(({ takenOverMs, readableMs }) => [takenOverMs ?? 0, readableMs ?? 0]));
  return { good: slowest <= takeOverLimit, details: { slowestTakeOverMs: slowest, ends } };
}

/** The shape of production, under load, while nothing stays up for long. */
export const wholeCluster: Fault = {
  id: 'CLUSTER',
  title: 'each process killed (-9) in turn, then stopped by SIGTERM in turn, under mixed commands',
  run: (scene) => underLoad('CLUSTER', scene, () => inTurn(scene, ['SIGKILL', 'SIGTERM'])),
};
