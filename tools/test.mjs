import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { install, program } from './install.mjs';
import { readJson } from './servers/ports.mjs';
import { takeLock } from './lock.mjs';
import { CannotStart, report, root, say, step } from './steps.mjs';

// What mostly waits: for an instant minutes ahead, or until a server has been away for long enough.
const patient = '**/{approval-deadlines,figures,operations,order-restarts}.e2e.spec.ts';
const tiers = [
  { name: 'unit', match: ['**/*.spec.ts', '!**/*.int.spec.ts', '!**/*.e2e.spec.ts'], options: ['--maxWorkers=2'] },
  { name: 'integration', match: ['**/*.int.spec.ts'], options: ['--maxWorkers=2'] },
  // Goes on beside those that follow.
  { name: 'end to end, patient', match: [patient], options: ['--maxWorkers=3'], needsBuild: true, beside: true },
  // Each brings up the whole system; two at once would only measure each other.
  {
    name: 'end to end',
    match: ['**/*.e2e.spec.ts', `!${patient}`],
    options: ['--runInBand'],
    needsBuild: true,
  },
  // The story again, its log in EventStoreDB; `TEST_EVENT_STORE=eventstoredb` tells all of them there.
  {
    name: 'EventStoreDB',
    match: ['**/{commands,contracts,csv,customer-link,permissions,stand-ins}.e2e.spec.ts'],
    options: ['--runInBand'],
    needsBuild: true,
    env: { TEST_EVENT_STORE: 'eventstoredb' },
  },
];
/** How long a tier may take to end after its last test. */
const secondsToEnd = 30;
const dataDir = resolve(root, process.env.TEST_DATA_DIR || '.test-data');
const passedOn = process.argv.slice(2);
const log = (line) => say(`          ${line}`);
const undo = [];
const counts = new Map();
const broken = Symbol('the build failed');
/** The processes under way, and the tiers begun. */
const jests = new Set();
const runs = [];
/** What tiers said that ran beside others. */
const kept = [];
let ending;

/** Stops what was started, prints the counts and the one last line, and ends. */
function end(code) {
  ending ??= (async () => {
    for (const jest of jests) kill(jest, 'SIGTERM');
    await Promise.all(runs);
    tell();
    for (let last = undo.pop(); last; last = undo.pop()) await last().catch(report);
    const total = (field) => [...counts.values()].reduce((sum, tier) => sum + tier[field], 0);
    say('');
    for (const { name } of tiers.filter((tier) => counts.has(tier.name))) {
      const { passed, failed, skipped, seconds } = counts.get(name);
      say(
        `${name.padEnd(20)} ${`${passed} passed`.padStart(12)} ${`${failed} failed`.padStart(11)} ${`${skipped} skipped`.padStart(12)} ${seconds.padStart(8)} s`,
      );
    }
    if (total('passed') === 0) say('No test has passed: that is a failure too.');
    say(`Tests: ${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
    process.exit(code !== 0 || total('failed') > 0 || total('passed') === 0 ? code || 1 : 0);
  })();
  return ending;
}

/** Prints what was kept, while no tier prints. */
function tell() {
  for (const said of kept.splice(0)) say(said);
}

/** Runs one tier and notes its counts; a file that does not even load counts as one failure. */
async function runTier({ name, match, options, beside, env: own }, env) {
  // One each: of a run that crashed, the counts of the tier before must not be read.
  const file = join(dataDir, `jest-${name.replaceAll(/\W+/g, '-')}`);
  const [outputFile, logFile] = [`${file}.json`, `${file}.log`];
  const began = Date.now();
  say(`\n${name}${beside ? `, beside the following: ${relative(root, logFile)} until it ends` : ''}`);
  const args = [
    program('jest/bin/jest.js'),
    '-c',
    join(root, 'jest.config.cjs'),
    '--passWithNoTests',
    '--json',
    `--outputFile=${outputFile}`,
    ...match.map((glob) => `--testMatch=${glob}`),
    ...options,
    ...passedOn,
  ];
  const code = await runJest(args, { ...env, ...own }, { logFile: beside && logFile, outputFile });
  if (beside) kept.push(`\n${name}\n${readFileSync(logFile, 'utf8').trimEnd()}`);
  const result = readJson(outputFile, {});
  const tier = {
    passed: result.numPassedTests ?? 0,
    failed: (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0),
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
    seconds: ((Date.now() - began) / 1000).toFixed(1),
  };
  if (code !== 0 && tier.failed === 0) tier.failed = 1;
  counts.set(name, tier);
}

/** Runs Jest to its end and gives its exit code; one that has written its counts and does not end is ended. */
async function runJest(args, env, { logFile, outputFile }) {
  // Jest prints its report on standard error and, with --json, the counts on standard output too.
  const stderr = logFile ? openSync(logFile, 'w') : 'inherit';
  // A process group of its own: its workers go on with their test when it alone ends.
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', stderr],
    detached: true,
  });
  if (logFile) closeSync(stderr);
  jests.add(child);
  const ended = new Promise((done) => {
    child.on('error', () => done(1));
    child.on('exit', (exit) => done(exit ?? 1));
  }).finally(() => jests.delete(child));
  for (let seconds = 0; jests.has(child) && seconds < secondsToEnd; await Promise.race([ended, delay(1000)]))
    if (existsSync(outputFile)) seconds += 1;
  if (jests.has(child)) {
    say(`It did not end within ${secondsToEnd} s of its last test: something was left open.`);
    kill(child, 'SIGKILL');
  }
  return ended;
}

/** Ends a run of Jest with all its processes. */
function kill(jest, signal) {
  try {
    process.kill(-jest.pid, signal);
  } catch {
    // it has ended meanwhile
  }
}

async function lockDataDir() {
  mkdirSync(dataDir, { recursive: true });
  const lock = takeLock(`${dataDir}.lock`);
  if (!lock.taken)
    throw new CannotStart(
      `Tests already run on ${dataDir} (process ${lock.holder.pid}). Wait for them, or set TEST_DATA_DIR to another folder.`,
    );
  undo.push(async () => lock.release());
}

async function test() {
  await lockDataDir();
  await install();
  const { removeDataDir } = await import('./servers/remove.mjs');
  const { startServers } = await import('./servers/start-servers.mjs');
  const { timeSkippingServer } = await import('./servers/time-skipping.mjs');
  const { build } = await import('./build.mjs');
  // Every run begins empty: what an earlier one left behind must not decide about this one.
  await removeDataDir(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const given = { databaseUrl: process.env.TEST_DATABASE_URL, temporalAddress: process.env.TEST_TEMPORAL_ADDRESS };
  const [{ databaseUrl, temporal }, built, timeSkipping] = await Promise.all([
    startServers({ dataDir, log, given, begun: (stop) => undo.push(stop) }),
    step('build', build).catch((error) => {
      report(error);
      return broken;
    }),
    step('time-skipping server', async () => (await timeSkippingServer(log)) ?? "the SDK's own download"),
  ]);
  const env = {
    TEST_DATABASE_URL: databaseUrl,
    TEST_TEMPORAL_ADDRESS: temporal.address,
    TEST_TIME_SKIPPING_SERVER: existsSync(timeSkipping) ? timeSkipping : '',
  };
  for (const tier of tiers) {
    if (ending) return;
    if (tier.needsBuild && built === broken) {
      say(`\n${tier.name}\nnot run: the build failed, see above`);
      counts.set(tier.name, { passed: 0, failed: 1, skipped: 0, seconds: '0.0' });
      continue;
    }
    const run = runTier(tier, env);
    runs.push(run);
    if (!tier.beside) await run;
    tell();
  }
  await Promise.all(runs);
  tell();
  if ([...counts.values()].every(({ failed }) => failed === 0)) undo.unshift(() => removeDataDir(dataDir));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(130));
// A SIGTERM to npm ends only the shell through which it runs this.
const { ppid: caller } = process;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== caller && end(130), 500).unref();
test()
  .then(() => end(0))
  .catch((error) => {
    if (!ending) report(error);
    return end(1);
  });
