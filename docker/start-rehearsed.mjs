/**
 * Starts api, projector and worker from a rehearsed image as compose would (read-only root, user `node`, no capabilities, secrets
 * from files), asks each for its health, tells the first story of the demo company, and stops them by SIGTERM:
 *   DATABASE_URL=… TEMPORAL_ADDRESS=… node docker/start-rehearsed.mjs <folder of rehearse.mjs>
 */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRoot, startInRoot } from './root.mjs';

const work = resolve(process.argv[2]);
const image = JSON.parse(readFileSync(join(work, 'image.json'), 'utf8'));
const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE = 'default', FIRST_PORT = '23100' } = process.env;
const [data, secrets] = [join(work, 'data'), join(work, 'secrets')];
for (const path of [data, secrets]) mkdirSync(path, { recursive: true });
chownSync(data, 1000, 1000);
writeFileSync(join(secrets, 'database-url'), `${DATABASE_URL}\n`);
if (!existsSync(join(secrets, 'master-key')))
  writeFileSync(join(secrets, 'master-key'), `${randomBytes(32).toString('hex')}\n`);
mkdirSync(join(image.root, 'run/secrets'), { recursive: true });

const options = {
  cwd: image.cwd,
  user: image.user,
  readOnly: true,
  mounts: { '/data': data, '/run/secrets': secrets },
};
const environment = (port) => ({
  PATH: process.env.PATH,
  ...image.env,
  HOST: '127.0.0.1',
  PORT: String(port),
  HEALTH_PORT: String(port),
  DATABASE_URL_FILE: '/run/secrets/database-url',
  DEALTRAIL_MASTER_KEY_FILE: '/run/secrets/master-key',
  TEMPORAL_ADDRESS,
  TEMPORAL_NAMESPACE,
});
const say = (line) => console.log(`rehearsal: ${line}`);

/** The image's own CMD, with the app that `ARG app` would have linked. */
function start(app, index) {
  const port = Number(FIRST_PORT) + index;
  const command = image.cmd.map((part) => (part === 'main.js' ? `apps/${app}/dist/main.js` : part));
  const began = Date.now();
  const child = startInRoot(image.root, command, { ...options, env: environment(port) });
  const ended = new Promise((end) => child.on('exit', (code, signal) => end(signal ?? code)));
  return { app, port, child, ended, began };
}

async function healthy({ app, port, child, began }) {
  for (const end = Date.now() + 90_000; Date.now() < end && child.exitCode === null; await delay(500)) {
    const { status } = inRoot(image.root, image.healthcheck, { ...options, env: environment(port), stdio: 'ignore' });
    if (status === 0) return say(`${app} is healthy after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  throw new Error(`${app} did not become healthy`);
}

function writesNowhereElse() {
  const script = 'touch /tmp/yes /data/yes && ! touch /dealtrail/no 2>/dev/null && ! touch /etc/no 2>/dev/null';
  if (inRoot(image.root, ['sh', '-c', script], { ...options, env: environment(0) }).status !== 0)
    throw new Error('the root is not read-only, or /tmp and /data are');
  say('writes to /tmp and /data, nowhere else');
}

async function stop({ app, child, ended }) {
  const began = Date.now();
  child.kill('SIGTERM');
  const how = await Promise.race([ended, delay(30_000).then(() => 'still running')]);
  say(`${app} ended with ${how} ${Date.now() - began} ms after SIGTERM`);
  if (how !== 0) process.exitCode = 1;
}

writesNowhereElse();
const processes = ['api', 'projector', 'worker'].map(start);
try {
  await Promise.all(processes.map(healthy));
  const env = { ...environment(0), DEALTRAIL_URL: `http://127.0.0.1:${processes[0].port}` };
  const cli = ['node', 'apps/cli/dist/main.js'];
  for (const verb of [
    ['seed'],
    ['query', 'PipelineReport', 'groupBy=quarter', '--as', 'admin'],
    ['reconcile', '--as', 'admin'],
  ]) {
    const { status } = inRoot(image.root, [...cli, ...verb], { ...options, env });
    say(`dealtrail ${verb.join(' ')} ended with ${status}`);
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  await Promise.all(processes.map(stop));
}
