import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import { until } from './until.js';

/** Which of these processes leads; nothing between two leaders. */
export async function leaderOf(cluster: Cluster, app: 'projector' | 'worker'): Promise<string | undefined> {
  for (const name of cluster.names(app)) {
    const parts = (await cluster.health(name))?.parts;
    const projections = (parts?.['projector']?.['projections'] ?? []) as { leader: boolean; state: string }[];
    const leads =
      app === 'worker'
        ? parts?.['reactions']?.['leader'] === true
        : projections.length > 0 && projections.every(({ leader, state }) => leader && state === 'running');
    if (leads) return name;
  }
  return undefined;
}

export interface TakeOver {
  readonly process: string;
  readonly signal: NodeJS.Signals;
  readonly led: boolean;
  /** Until another process led all of it, ms; only where the one that was ended had led. */
  readonly takenOverMs?: number;
  /** Until a command sent after the signal could be read, ms. */
  readonly readableMs?: number;
  /** Until the process itself was there again and ready, ms. */
  readonly backMs: number;
}

/** Ends one process by this signal and measures how the others get on without it; resolves when it is back. */
export async function end(
  cluster: Cluster,
  company: Company,
  process: string,
  signal: NodeJS.Signals,
): Promise<TakeOver> {
  const app = process.startsWith('projector') ? 'projector' : process.startsWith('worker') ? 'worker' : undefined;
  const led = app !== undefined && (await leaderOf(cluster, app)) === process;
  const pid = cluster.signal(process, signal);
  const back = cluster.back(process, pid);
  const another = async (): Promise<boolean> => {
    const leader = app && (await leaderOf(cluster, app));
    return leader !== undefined && (leader !== process || cluster.processes()[process] !== pid);
  };
  const [takenOver, readable] = await Promise.all([
    led ? until(`another takes over from ${process}`, another, Boolean, 60, 25) : undefined,
    app === 'projector' ? readableAgain(company) : undefined,
  ]);
  return {
    process,
    signal,
    led,
    ...(takenOver && { takenOverMs: takenOver.ms }),
    ...(readable !== undefined && { readableMs: readable }),
    backMs: await back,
  };
}

async function readableAgain(company: Company): Promise<number> {
  const began = Date.now();
  const { position } = (await company.done('/customers', 'li.na', { name: `after ${began}` })) as { position: string };
  await company.get(`/customers?limit=1&minPosition=${position}`);
  return Date.now() - began;
}
