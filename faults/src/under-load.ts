import { setTimeout as delay } from 'node:timers/promises';
import type { Report, Scene } from './fault.js';
import { Ledger } from './ledger.js';
import { load } from './load.js';
import { judge } from './oracle.js';

/** What a fault measured, and whether that is as it must be. */
export interface Measured {
  readonly good?: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Does harm while commands come in for at least the scene's seconds, then asks the oracle. */
export async function underLoad(
  id: string,
  scene: Scene,
  harm: (ledger: Ledger) => Promise<Measured>,
): Promise<Report> {
  const { cluster, company, seconds, callers } = scene;
  const ledger = new Ledger();
  const began = Date.now();
  const working = load(cluster.port, company, ledger, callers);
  const { good = true, details } = await Promise.all([delay(1_000).then(() => harm(ledger)), delay(seconds * 1_000)])
    .then(([measured]) => measured)
    .finally(() => working.stop());
  const loadSeconds = (Date.now() - began) / 1_000;
  const verdict = await judge(cluster, company, ledger);
  const commandsPerSecond = Math.round(ledger.entries.length / loadSeconds);
  return {
    id,
    ...verdict,
    passed: verdict.passed && good,
    details: { loadSeconds: Math.round(loadSeconds), commandsPerSecond, ...details, ...verdict.details },
  };
}
