import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from './cluster.js';
import { Company } from './company.js';
import type { Fault, Report, Scene } from './fault.js';
import { until } from './until.js';

const root = join(__dirname, '..', '..');
/** The log of a real incident system, beside this repository or where `INCIDENTS` says. */
export const incidentLog =
  process.env['INCIDENTS'] ?? join(root, '..', 'shared', 'data', 'uci-incident-log', 'incident_dev_slice.csv');

/** After how many facts of cases everything is killed. */
const killsAfter = [300, 1_500, 3_000, 4_500];

interface Fact {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly data: string;
}

/**
 * The import of a whole log, everything that runs killed in the middle of it, again and again; resumed, it comes to the very
 * facts that one comes to whom nobody disturbs.
 */
export const incidentImport: Fault = {
  id: 'INCIDENTS',
  title: `everything killed (-9) ${killsAfter.length} times while an incident log is imported`,
  run: async ({ cluster, company }: Scene): Promise<Report> => {
    const backMs: number[] = [];
    const killedAt: number[] = [];
    for (const facts of killsAfter) {
      const importing = begin(cluster, company);
      const { answer } = await until(
        `${facts} facts`,
        () => count(cluster),
        (many) => many >= facts,
        300,
        20,
      );
      if (importing.exitCode !== null) throw new Error(`the import was through before it could be killed at ${facts}`);
      killedAt.push(answer);
      backMs.push(await killAll(cluster, importing));
    }
    const resumed = await whole(cluster, company);
    const again = await whole(cluster, company);
    const disturbed = await factsOf(cluster);

    const quiet = await Cluster.up(join(cluster.dataDir, 'undisturbed'));
    let undisturbed: readonly Fact[];
    let straight: Answer;
    try {
      straight = await whole(quiet, await Company.in(quiet));
      undisturbed = await factsOf(quiet);
    } finally {
      await quiet.down();
    }
    const expected = new Set(undisturbed.map(keyOf));
    const found = disturbed.map(keyOf);
    const lost = [...expected].filter((key) => !new Set(found).has(key)).length;
    const surplus = found.filter((key) => !expected.has(key)).length + found.length - new Set(found).size;
    const breaches = breachesOf(disturbed);
    const doubled = surplus + breaches.twice;
    const good = again.commands === 0 && resumed.failed === 0 && breaches.elsewhere === 0 && disturbed.length > 0;
    return {
      id: 'INCIDENTS',
      passed: good && lost === 0 && doubled === 0,
      acknowledged: straight.commands,
      refused: resumed.refused,
      unknown: 0,
      ...{ lost, doubled },
      details: {
        ...{ facts: disturbed.length, undisturbed: undisturbed.length, killedAt, backMs },
        ...{ breaches, resumed, again, straight },
      },
    };
  },
};

export const hasIncidentLog = existsSync(incidentLog);

interface Answer {
  readonly rows: number;
  readonly done: number;
  readonly already: number;
  readonly refused: number;
  readonly failed: number;
  readonly commands: number;
  readonly seconds: number;
}

/** The command as people give it. */
const begin = (cluster: Cluster, company: Company): ChildProcess =>
  spawn(
    process.execPath,
    [
      ...[join(root, 'apps', 'cli', 'dist', 'main.js'), 'import', 'incidents', incidentLog, '--no-reconcile', '--json'],
      ...['--url', `http://127.0.0.1:${cluster.port}`],
    ],
    { env: { ...process.env, DEALTRAIL_TOKEN: company.token('admin') }, stdio: ['ignore', 'pipe', 'ignore'] },
  );

async function whole(cluster: Cluster, company: Company): Promise<Answer> {
  const importing = begin(cluster, company);
  let said = '';
  importing.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(
    'the import is through',
    () => importing.exitCode,
    (code) => code !== null,
    600,
  );
  const { rows, done, already, refused, failed, commands, seconds } = JSON.parse(said) as Answer;
  return { rows, done, already, refused, failed, commands, seconds };
}

/** `kill -9` of the command, every process and both servers at once; how long until all of them were back, ms. */
async function killAll(cluster: Cluster, importing: ChildProcess): Promise<number> {
  const before = cluster.processes();
  const servers = await Promise.all([cluster.server('temporal'), cluster.server('postgres')]);
  importing.kill('SIGKILL');
  for (const pid of [...Object.values(before), ...servers]) process.kill(pid, 'SIGKILL');
  const isBack = async ([name, pid]: readonly [string, number]): Promise<boolean> =>
    cluster.processes()[name] !== pid && (await cluster.health(name))?.ready === true;
  const all = async () => (await Promise.all(Object.entries(before).map(isBack))).every(Boolean);
  const { ms } = await until('all of it is back', all, Boolean, 240, 250);
  return ms;
}

async function count(cluster: Cluster): Promise<number> {
  const [row] = await cluster.query<{ count: number }>(
    `select count(*)::int as count from dealtrail.events where stream like 'case-%'`,
  );
  return row?.count ?? 0;
}

/** Everything of cases, but how the installation keeps it. */
const factsOf = (cluster: Cluster): Promise<readonly Fact[]> =>
  cluster.query<Fact>(
    `select stream, revision::int as revision, type, metadata::json ->> 'occurredAt' as "occurredAt", data::text as data
     from dealtrail.events where stream like 'case-%' order by stream, revision`,
  );

const keyOf = ({ stream, revision, type, occurredAt, data }: Fact): string =>
  createHash('sha256').update([stream, revision, type, occurredAt, data].join('|')).digest('base64');

/** By clock; of each clock of a case there is one at most, dated at its due instant. */
function breachesOf(facts: readonly Fact[]) {
  const breaches = facts.filter(({ type }) => type === 'CaseClockOverdue');
  const byClock: Record<string, number> = {};
  const seen = new Set<string>();
  let elsewhere = 0;
  for (const { stream, data, occurredAt } of breaches) {
    const { clock, dueAt } = JSON.parse(data) as { readonly clock: string; readonly dueAt: string };
    byClock[clock] = (byClock[clock] ?? 0) + 1;
    if (dueAt !== occurredAt) elsewhere++;
    seen.add(`${stream} ${clock}`);
  }
  const reopened = new Set(facts.filter(({ type }) => type === 'CaseReopened').map(({ stream }) => stream)).size;
  return { ...byClock, reopened, twice: breaches.length - seen.size, elsewhere };
}
