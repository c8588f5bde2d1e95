import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Scene } from './fault.js';
import type { Ledger } from './ledger.js';
import { end, type TakeOver } from './take-over.js';
import { underLoad, type Measured } from './under-load.js';

/** Most a take-over may take on a machine that does nothing else, ms. */
const takeOverLimit = 10_000;
/** Runs shorter than this, s, end each process once: every second one of a kind by SIGTERM. */
const whole = 60;

interface Turn {
  readonly name: string;
  readonly signal: NodeJS.Signals;
}

const turnsFor = (names: readonly string[], seconds: number): readonly Turn[] =>
  seconds < whole
    ? names.map((name) => ({ name, signal: name.endsWith('1') ? 'SIGKILL' : 'SIGTERM' }))
    : (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) => names.map((name) => ({ name, signal })));

/** Ends these processes one after another, spread over the seconds of the load. */
export async function inTurn(
  { cluster, company, seconds, slack }: Scene,
  ledger: Ledger,
  turns: readonly Turn[],
): Promise<Measured> {
  const pace = ((seconds - 2) * 1_000) / turns.length;
  const ends: TakeOver[] = [];
  const repeated: Partial<Record<NodeJS.Signals, number>> = {};
  for (const { name, signal } of turns) {
    const before = ledger.repeated;
    const [ended] = await Promise.all([end(cluster, company, name, signal), delay(pace)]);
    repeated[signal] = (repeated[signal] ?? 0) + ledger.repeated - before;
    ends.push(ended);
  }
  const slowest = Math.max(0, ...ends.flatMap(({ takenOverMs, readableMs }) => [takenOverMs ?? 0, readableMs ?? 0]));
  return {
    good: slowest <= takeOverLimit * slack,
    details: { slowestTakeOverMs: slowest, answersLostBySignal: repeated, ends },
  };
}

/** The shape of production, under load, while nothing stays up for long. */
export const wholeCluster: Fault = {
  id: 'CLUSTER',
  title: 'each process killed (-9) in turn, then stopped by SIGTERM in turn, under mixed commands',
  run: (scene) =>
    underLoad('CLUSTER', scene, (ledger) =>
      inTurn(scene, ledger, turnsFor(Object.keys(scene.cluster.processes()), scene.seconds)),
    ),
};
