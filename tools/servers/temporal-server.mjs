import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portsFor } from './ports.mjs';
import { temporalBinaries, temporalVersion } from './temporal-binaries.mjs';
import { serves } from './temporal-namespace.mjs';
import { prepareSchema } from './temporal-schema.mjs';

const services = ['frontend', 'history', 'matching', 'worker'];

/** How to run the real server and its UI: `{ kind, address, uiUrl, fingerprint, processes }`. */
export async function postgresServer({ dataDir, folder, postgres, log, leftPorts }) {
  const [binaries, { url }] = await Promise.all([temporalBinaries(log), postgres()]);
  await prepareSchema({ url, sqlTool: binaries.sql });
  const names = services.flatMap((service) => [`${service}Grpc`, `${service}Membership`]);
  const ports = leftPorts('temporal') ?? (await portsFor(dataDir, 'temporal', names));
  const { http } = leftPorts('temporal-ui') ?? (await portsFor(dataDir, 'temporal-ui', ['http']));
  const address = `127.0.0.1:${ports.frontendGrpc}`;
  const uiUrl = `http://127.0.0.1:${http}`;
  const server = serverConfiguration(url, ports);
  const ui = uiConfiguration(address, http);
  const run = (configuration, name) => [
    '--root',
    folder,
    '--config',
    write(folder, name, configuration),
    '--env',
    'dealtrail',
    'start',
  ];
  return {
    kind: 'postgres',
    address,
    uiUrl,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([temporalVersion, server, ui]))
      .digest('hex'),
    processes: {
      temporal: {
        title: 'Temporal',
        command: binaries.server,
        args: ['--allow-no-auth', ...run(server, 'server')],
        answers: () => serves(address),
      },
      'temporal-ui': {
        title: 'Temporal UI',
        command: binaries.ui,
        args: run(ui, 'ui'),
        answers: () =>
          fetch(`${uiUrl}/healthz`, { signal: AbortSignal.timeout(1000) }).then(
            (r) => r.ok,
            () => false,
          ),
        optional: true,
      },
    },
  };
}

/** Writes a configuration where the binaries look for it (JSON is YAML) and returns its folder relative to the root. */
function write(folder, name, configuration) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'dealtrail.yaml'), JSON.stringify(configuration, null, 2), { mode: 0o600 });
  return name;
}

function serverConfiguration(url, ports) {
  const { hostname, port, username, password } = new URL(url);
  // Every service has pools of its own for both stores: eight pools share PostgreSQL's connections with the app.
  const store = (databaseName, maxConns) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${hostname}:${port}`,
      connectProtocol: 'tcp',
      user: username,
      password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  });
  const address = `127.0.0.1:${ports.frontendGrpc}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 8,
      datastores: { default: store('temporal', 12), visibility: store('temporal_visibility', 6) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(
      services.map((service) => [
        service,
        {
          rpc: {
            grpcPort: ports[`${service}Grpc`],
            membershipPort: ports[`${service}Membership`],
            bindOnLocalHost: true,
          },
        },
      ]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: address },
      },
    },
    publicClient: { hostPort: address },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
  };
}

function uiConfiguration(address, port) {
  return {
    temporalGrpcAddress: address,
    host: '127.0.0.1',
    port,
    enableUi: true,
    defaultNamespace: 'default',
    cors: { allowOrigins: [`http://127.0.0.1:${port}`] },
  };
}
