import { setTimeout as delay } from 'node:timers/promises';
import { startApp } from './app.mjs';
import { balance } from './balancer.mjs';
import { portsFor } from './servers/ports.mjs';
import { CannotStart, say } from './steps.mjs';

/** How many of each run, unless `API`, `PROJECTOR` or `WORKER` says otherwise. */
function counts() {
  const { API, PROJECTOR, WORKER } = process.env;
  const wanted = { api: Number(API || 2), projector: Number(PROJECTOR || 2), worker: Number(WORKER || 2) };
  for (const [app, count] of Object.entries(wanted))
    if (!Number.isInteger(count) || count < 1 || count > 20)
      throw new CannotStart(`${app.toUpperCase()} is how many of them run, 1 to 20.`);
  return wanted;
}

/** The names of all processes of one kind, `api-1` and so on. */
const numbered = (app, count) => Array.from({ length: count }, (_, i) => ({ app, name: `${app}-${i + 1}` }));

/**
 * Production's shape on one machine: api, projector and worker as processes of their own, several of each, behind one port.
 * What `startApp` is to one process, with the same answer; `onStart(pid, name)` is told of every process.
 */
export async function startCluster({ env, log, onStart }) {
  const wanted = counts();
  const all = Object.entries(wanted).flatMap(([app, count]) => numbered(app, count));
  const ports = await portsFor(
    env.DATA_DIR,
    'cluster',
    all.map(({ name }) => name),
  );
  const targets = numbered('api', wanted.api).map(({ name }) => ports[name]);
  const balancer = await balance({ port: Number(env.PORT), host: process.env.HOST || undefined, targets });
  const running = all.map(({ app, name }) => {
    const own = { HOST: '127.0.0.1', PORT: String(ports[name]), HEALTH_PORT: String(ports[name]) };
    const started = startApp({ app, name, env: { ...env, ...own }, log, onStart: (pid) => onStart?.(pid, name) });
    return { app, name, ...started };
  });
  const of = (...apps) => running.filter(({ app }) => apps.includes(app));
  const stopAll = (some) => Promise.all(some.map(({ stop }) => stop()));
  return {
    ready: (async () => {
      await Promise.all(running.map(({ ready }) => ready));
      while (balancer.ready().length < targets.length) await delay(50);
      tell(env, all, ports);
    })(),
    failed: Promise.race([
      Promise.all(running.map(({ failed }) => failed)),
      ...running.map(({ failed }) => failed.then(() => new Promise(() => undefined))),
    ]),
    kill: () => running.forEach(({ kill }) => kill()),
    // Those behind go last: a request under way may wait for its projection.
    stop: async () => {
      balancer.close();
      await stopAll(of('api'));
      balancer.destroy();
      await stopAll(of('projector', 'worker'));
    },
  };
}

function tell(env, all, ports) {
  const url = `http://127.0.0.1:${env.PORT}`;
  say(`
Dealtrail is ready at ${url}
  API documentation  ${url}/docs
  Temporal UI        ${env.TEMPORAL_UI_URL || 'none'}
  A token            npm run --silent dealtrail -- token admin
  Health of each     ${all.map(({ name }) => `${name} http://127.0.0.1:${ports[name]}/health/ready`).join(`\n${' '.repeat(21)}`)}`);
}
