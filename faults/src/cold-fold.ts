import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import { until } from './until.js';

export interface ColdFold {
  readonly tables: number;
  readonly rows: number;
  /** Tables that a fold from nothing makes otherwise. */
  readonly different: readonly string[];
}

interface Digest {
  readonly digest: string | null;
  readonly count: number;
}

/** Lets reactions, which may add to the log, and read models come to its end, has the latter built anew from nothing, and compares. */
export async function coldFold(cluster: Cluster, company: Company): Promise<ColdFold> {
  await until(
    'reactions and read models reach the end of the log',
    () => behind(cluster),
    (count) => count === 0,
    60,
  );
  const hot = await digests(cluster);
  await company.done('/operations/rebuild', 'admin');
  const states = async (): Promise<readonly string[]> =>
    ((await company.get('/operations/rebuilds'))['items'] as { state: string }[]).map(({ state }) => state);
  await until(
    'all are built anew',
    states,
    (all) => all.length > 0 && all.every((state) => state === 'done'),
    300,
    500,
  );
  const cold = await digests(cluster);
  const different = [...hot].filter(([name, { digest }]) => cold.get(name)?.digest !== digest).map(([name]) => name);
  const rows = [...hot.values()].reduce((sum, { count }) => sum + count, 0);
  return { tables: hot.size, rows, different };
}

async function behind(cluster: Cluster): Promise<number> {
  const [row] = await cluster.query<{ count: number }>(
    `select count(*)::int as count from (
       select position from read.checkpoints where table_name not like '%\\_rebuild'
       union all select position from reactions.checkpoints
     ) reader where position < (select max(position) from dealtrail.events)`,
  );
  return row?.count ?? 0;
}

async function digests(cluster: Cluster): Promise<ReadonlyMap<string, Digest>> {
  const names = await cluster.query<{ table_name: string }>(
    `select table_name from read.checkpoints where table_name not like '%\\_rebuild' order by 1`,
  );
  const found = new Map<string, Digest>();
  for (const { table_name: name } of names) {
    const [digest] = await cluster.query<Digest>(
      `select md5(string_agg(t::text, E'\\n' order by t::text)) as digest, count(*)::int as count from read.${name} t`,
    );
    if (digest) found.set(name, digest);
  }
  return found;
}
