import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import { until } from './until.js';

/** Which of these processes leads, one left out if asked; nothing between two leaders. */
export async function leaderOf(
  cluster: Cluster,
  app: 'projector' | 'worker',
  besides?: string,
): Promise<string | undefined> {
  for (const name of cluster.names(app).filter((one) => one !== besides)) {
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

/** Freezes the leader and measures until another leads, ms: its connections stay, so only time-outs tell. Then lets it go on. */
export async function freezeLeader(cluster: Cluster, app: 'projector' | 'worker'): Promise<number> {
  const { answer: frozen } = await until(`a ${app} leads`, () => leaderOf(cluster, app), Boolean);
  if (frozen === undefined) throw new Error('nobody leads');
  const pid = cluster.signal(frozen, 'SIGSTOP');
  try {
    const other = async (): Promise<boolean> => (await leaderOf(cluster, app, frozen)) !== undefined;
    return (await until(`another takes over from the frozen ${frozen}`, other, Boolean, 60)).ms;
  } finally {
    process.kill(pid, 'SIGCONT');
  }
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
export async function end(cluster: Cluster, company: Company, name: string, signal: NodeJS.Signals): Promise<TakeOver> {
  const app = name.startsWith('projector') ? 'projector' : name.startsWith('worker') ? 'worker' : undefined;
  const led = app !== undefined && (await leaderOf(cluster, app)) === name;
  const pid = cluster.signal(name, signal);
  const back = cluster.back(name, pid);
  const another = async (): Promise<boolean> => {
    const leader = app && (await leaderOf(cluster, app));
    return leader !== undefined && (leader !== name || cluster.processes()[name] !== pid);
  };
  const [takenOver, readable] = await Promise.all([
    led ? until(`another takes over from ${name}`, another, Boolean, 60, 25) : undefined,
    app === 'projector' ? readableAgain(company) : undefined,
  ]);
  return {
    process: name,
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
