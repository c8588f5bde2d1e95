import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { devServer } from './temporal-dev.mjs';
import { prepareNamespace } from './temporal-namespace.mjs';
import { postgresServer } from './temporal-server.mjs';
import { canHaveServer } from './temporal-binaries.mjs';
import { readJson, writeJson } from './ports.mjs';
import { alive, attach, commandOf, keepRunning, launch, terminate } from './process.mjs';

const force = [
  ['SIGTERM', 10],
  ['SIGKILL', 2],
];

/**
 * Brings up Temporal and prepares its namespace: `{ address, uiUrl, kind, stop }`, kind `given` (an address from outside),
 * `postgres` (the real server, on the database that `postgres()` starts) or `dev` (the single-process server).
 * What already runs for this data directory is adopted; what dies is started again. `begun(stop)` as in `keepRunning`.
 * Throws `CannotStart`.
 */
export async function startTemporal({ dataDir, postgres, log, given, begun }) {
  if (given) {
    await prepareNamespace(given, { seconds: 10 });
    return { address: given, uiUrl: process.env.TEMPORAL_UI_URL, kind: 'given', stop: async () => undefined };
  }
  const folder = join(dataDir, 'temporal');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const record = join(dataDir, 'temporal.json');
  const left = readJson(record, {});
  const isOurs = (pid) => Boolean(pid) && runsIn(folder, pid);
  // A server that was left running holds its remembered ports; it will be adopted on them, or ended and replaced.
  const leftPorts = (name) => (isOurs(left.pids?.[name]) ? readJson(join(dataDir, 'ports.json'), {})[name] : undefined);
  const chosen = await choose({ dataDir, folder, postgres, log, leftPorts });
  const { kind, address, fingerprint, processes } = chosen;
  let { uiUrl } = chosen;
  for (const [name, pid] of Object.entries(left.pids ?? {}))
    if (!processes[name] && isOurs(pid)) await terminate(attach(pid), force);

  const stops = [];
  const pids = Object.fromEntries(Object.entries(left.pids ?? {}).filter(([, pid]) => isOurs(pid)));
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
    rmSync(record, { force: true });
  };
  begun?.(stop);
  try {
    for (const [name, spec] of Object.entries(processes)) {
      const adopted = isOurs(left.pids?.[name]) ? await adopt(left, name, fingerprint, spec.answers) : undefined;
      const launched = (pid) => {
        pids[name] = pid;
        writeJson(record, { fingerprint, pids });
      };
      if (adopted) launched(adopted.pid);
      const start = () =>
        launch(spec.command, spec.args, {
          logFile: join(dataDir, 'logs', `${name}.log`),
          env: spec.env ?? process.env,
        });
      try {
        const options = { name: spec.title, adopted, start, answers: spec.answers, force, log, launched };
        await keepRunning({ ...options, begun: (stopOne) => stops.push(stopOne) });
      } catch (error) {
        if (!spec.optional) throw error;
        log(`${spec.title} is left out: ${error.message}`);
        uiUrl = undefined;
      }
    }
    await prepareNamespace(address, { seconds: 60 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, uiUrl, kind, stop };
}

/** The real server where its binaries are or can be built; else, or when asked for, the single-process one. */
async function choose(request) {
  const tried = [];
  if (process.env.TEMPORAL !== 'dev' && canHaveServer()) {
    try {
      return await postgresServer(request);
    } catch (error) {
      tried.push(`the server on PostgreSQL: ${error.message}`);
      request.log('the Temporal server could not be had; trying the development server');
    }
  } else if (process.env.TEMPORAL !== 'dev') {
    tried.push(
      'the server on PostgreSQL: its binaries are not in the cache, and there is no Go on the PATH to build them',
    );
  }
  return devServer({ ...request, tried });
}

/** A process of an earlier start that still serves with the same settings; one that does not is ended. */
async function adopt(left, name, fingerprint, answers) {
  const running = attach(left.pids[name]);
  if (left.fingerprint === fingerprint && (await answers())) return running;
  await terminate(running, force);
  return undefined;
}

const runsIn = (folder, pid) => alive(pid) && commandOf(pid).includes(folder);

/** Ends the processes of this data directory's Temporal that still run. */
export async function endTemporal(dataDir) {
  for (const pid of Object.values(readJson(join(dataDir, 'temporal.json'), {}).pids ?? {}))
    if (runsIn(join(dataDir, 'temporal'), pid)) await terminate(attach(pid), force);
}
