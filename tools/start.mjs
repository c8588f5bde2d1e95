import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ourApps, scriptOf, startApp } from './app.mjs';
import { startCluster } from './cluster.mjs';
import { install } from './install.mjs';
import { takeLock } from './lock.mjs';
import { isFree } from './servers/ports.mjs';
import { attach, commandOf, terminate } from './servers/process.mjs';
import { CannotStart, report, root, say, step } from './steps.mjs';

const dataDir = resolve(root, process.env.DATA_DIR || '.data');
const port = process.env.PORT || '3000';
/** As separate processes, several of each, rather than in one. */
const cluster = process.argv[2] === 'cluster';
const began = Date.now();
const log = (line) => ending ?? say(`          ${line}`);
const undo = [];
let app;
let ending;

/** Undoes the start in reverse order and ends this process; parts begun meanwhile are undone too. */
function end(code) {
  ending ??= (async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  })()
    .catch(report)
    .finally(() => process.exit(code));
  return ending;
}

/** The first signal stops everything in order. npm passes Ctrl-C on beside the terminal: only a later one hurries. */
let firstSignal;
function onSignal(signal) {
  if (firstSignal && Date.now() - firstSignal > 1000) return app?.kill();
  return stop(signal);
}

function stop(why) {
  if (firstSignal) return;
  firstSignal = Date.now();
  say(`\nStopping (${why})`);
  void end(0);
}

/** One start per data directory. What an earlier, killed start left running of the app is ended first. */
async function lockDataDir() {
  mkdirSync(dataDir, { recursive: true });
  const lock = takeLock(join(dataDir, 'start.lock'));
  if (!lock.taken)
    throw new CannotStart(
      `Dealtrail already runs on ${dataDir} (process ${lock.holder.pid}, since ${lock.holder.since}` +
        `${lock.holder.port ? `, http://127.0.0.1:${lock.holder.port}` : ''}).\n` +
        'Stop that one first (Ctrl-C there, or `kill` its process), or set DATA_DIR to another folder.',
    );
  undo.push(async () => lock.release());
  const scripts = ourApps.map(scriptOf);
  const left = Object.values(lock.stale?.apps ?? {});
  const orphans = left.filter((pid) => scripts.some((script) => commandOf(pid).includes(script)));
  const force = [
    ['SIGTERM', 20],
    ['SIGKILL', 2],
  ];
  await Promise.all(orphans.map((pid) => terminate(attach(pid), force)));
  return lock;
}

async function checkPort() {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new CannotStart(`PORT is not a port number: ${port}`);
  if (await isFree(Number(port))) return;
  throw new CannotStart(
    `Port ${port} of 127.0.0.1 is in use by another program, so nothing was started.\n` +
      `Free it, or choose another: PORT=${Number(port) + 1} npm start`,
  );
}

async function start() {
  const lock = await lockDataDir();
  lock.note({ port });
  await checkPort();
  await install();
  // Only now: they import packages.
  const { startServers } = await import('./servers/start-servers.mjs');
  const { build } = await import('./build.mjs');
  const given = { databaseUrl: process.env.DATABASE_URL, temporalAddress: process.env.TEMPORAL_ADDRESS };
  const [{ databaseUrl, temporal }] = await Promise.all([
    startServers({ dataDir, log, given, begun: (stop) => undo.push(stop) }),
    step('build', build),
  ]);
  if (ending) return;
  const env = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_UI_URL: temporal.uiUrl ?? '',
    DATA_DIR: dataDir,
    PORT: port,
  };
  await step(cluster ? 'cluster' : 'app', async () => {
    const apps = {};
    const onStart = (pid, name = 'standalone') => {
      apps[name] = pid;
      lock.note({ port, apps });
    };
    app = await (cluster ? startCluster : startApp)({ env, log, onStart });
    undo.push(app.stop);
    await Promise.race([app.ready, app.failed]);
  });
  log(
    `up ${((Date.now() - began) / 1000).toFixed(1)} s after \`npm ${cluster ? 'run start:cluster' : 'start'}\`; Ctrl-C stops it`,
  );
  await app.failed;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => onSignal(signal));
// npm runs this through a shell, and a SIGTERM to npm ends that shell only: when it is gone, this was meant to end too.
const { ppid: caller } = process;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== caller && stop('npm has ended'), 500).unref();
process.on('uncaughtException', (error) => {
  report(error);
  void end(1);
});
start().catch((error) => {
  if (ending) return;
  report(error);
  void end(1);
});
