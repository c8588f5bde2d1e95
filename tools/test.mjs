import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { install, program } from './install.mjs';
import { readJson } from './servers/ports.mjs';
import { takeLock } from './lock.mjs';
import { CannotStart, report, root, say, step } from './steps.mjs';

const patient = '**/{approval-deadlines,order-restarts}.e2e.spec.ts';
const tiers = [
  { name: 'unit', match: ['**/*.spec.ts', '!**/*.int.spec.ts', '!**/*.e2e.spec.ts'], options: ['--maxWorkers=2'] },
  { name: 'integration', match: ['**/*.int.spec.ts'], options: ['--maxWorkers=2'] },
  // Each brings up the whole system; two at once would only measure each other.
  {
    name: 'end to end',
    match: ['**/*.e2e.spec.ts', `!${patient}`],
    options: ['--runInBand'],
    needsBuild: true,
  },
  // But for those that mostly wait for an instant minutes ahead.
  { name: 'end to end, patient', match: [patient], options: ['--maxWorkers=2'], needsBuild: true },
  // The story again, its log in EventStoreDB; `TEST_EVENT_STORE=eventstoredb` tells all of them there.
  {
    name: 'EventStoreDB',
    match: ['**/{commands,contracts,csv,customer-link,permissions,stand-ins}.e2e.spec.ts'],
    options: ['--runInBand'],
    needsBuild: true,
    env: { TEST_EVENT_STORE: 'eventstoredb' },
  },
];
const dataDir = resolve(root, process.env.TEST_DATA_DIR || '.test-data');
const passedOn = process.argv.slice(2);
const log = (line) => say(`          ${line}`);
const undo = [];
const counts = [];
const broken = Symbol('the build failed');
let jest;
let ending;

/** Stops what was started, prints the counts and the one last line, and ends. */
function end(code) {
  ending ??= (async () => {
    jest?.kill('SIGTERM');
    for (let last = undo.pop(); last; last = undo.pop()) await last().catch(report);
    const total = (field) => counts.reduce((sum, tier) => sum + tier[field], 0);
    say('');
    for (const { name, passed, failed, skipped, seconds } of counts)
      say(
        `${name.padEnd(20)} ${`${passed} passed`.padStart(12)} ${`${failed} failed`.padStart(11)} ${`${skipped} skipped`.padStart(12)} ${seconds.padStart(8)} s`,
      );
    if (total('passed') === 0) say('No test has passed: that is a failure too.');
    say(`Tests: ${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
    process.exit(code !== 0 || total('failed') > 0 || total('passed') === 0 ? code || 1 : 0);
  })();
  return ending;
}

/** Runs one tier and notes its counts; a file that does not even load counts as one failure. */
async function runTier({ name, match, options, env: own }, env) {
  // One each: of a run that crashed, the counts of the tier before must not be read.
  const outputFile = join(dataDir, `jest-${name.replaceAll(' ', '-')}.json`);
  const began = Date.now();
  say(`\n${name}`);
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
  const code = await new Promise((done) => {
    // Jest prints its report on standard error and, with --json, the counts on standard output too.
    jest = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env, ...own },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    jest.on('error', () => done(1));
    jest.on('exit', (exit) => done(exit ?? 1));
  });
  const result = readJson(outputFile, {});
  const tier = {
    name,
    passed: result.numPassedTests ?? 0,
    failed: (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0),
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
    seconds: ((Date.now() - began) / 1000).toFixed(1),
  };
  if (code !== 0 && tier.failed === 0) tier.failed = 1;
  counts.push(tier);
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
      counts.push({ name: tier.name, passed: 0, failed: 1, skipped: 0, seconds: '0.0' });
    } else await runTier(tier, env);
  }
  if (counts.every(({ failed }) => failed === 0)) undo.unshift(() => removeDataDir(dataDir));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(130));
test()
  .then(() => end(0))
  .catch((error) => {
    if (!ending) report(error);
    return end(1);
  });
