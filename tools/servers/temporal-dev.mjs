import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, root, run } from '../steps.mjs';
import { cacheFolder, obtain } from './cache.mjs';
import { portsFor } from './ports.mjs';
import { cachedCli, onPath, temporalCli } from './temporal-binaries.mjs';
import { serves } from './temporal-namespace.mjs';

/** How to run the single-process development server with its UI and an SQLite file under the data directory. */
export async function devServer({ dataDir, folder, log, leftPorts, tried }) {
  const command = await executable(log, tried);
  const ports = leftPorts('temporal-dev') ?? (await portsFor(dataDir, 'temporal-dev', ['grpc', 'ui']));
  const address = `127.0.0.1:${ports.grpc}`;
  const own = ['--ip', '127.0.0.1', '--port', String(ports.grpc), '--ui-port', String(ports.ui)];
  const args = ['server', 'start-dev', ...own, '--db-filename', join(folder, 'dev.sqlite'), '--log-level', 'warn'];
  return {
    kind: 'dev',
    address,
    uiUrl: `http://127.0.0.1:${ports.ui}`,
    fingerprint: [command, ...args].join(' '),
    processes: { 'temporal-dev': { title: 'Temporal', command, args, answers: () => serves(address) } },
  };
}

/** A `temporal` program: on the PATH, in the cache, downloaded by Temporal's SDK, or built by Go; tried in this order. */
async function executable(log, tried) {
  const places = [onPath('temporal'), join(cacheFolder(), 'temporal'), cachedCli()];
  const found = places.find((file) => file && existsSync(file));
  if (found) return found;
  tried.push(`a \`temporal\` program: neither on the PATH nor at ${join(cacheFolder(), 'temporal')}`);
  try {
    return await downloaded(log);
  } catch (error) {
    tried.push(`the download of Temporal's SDK: ${lastLine(error)}`);
  }
  if (onPath('go')) {
    try {
      return await temporalCli(log);
    } catch (error) {
      tried.push(`building it with Go: ${lastLine(error)}`);
    }
  }
  throw new CannotStart(
    `Temporal could be had in none of the ways there are:\n${tried.map((way) => `  - ${way}`).join('\n')}\n` +
      'Do one of these, then start again:\n' +
      '  - set TEMPORAL_ADDRESS=host:port to a Temporal server of your own\n' +
      '  - install Go 1.26.4 or newer, so that the server is built once\n' +
      '  - put the `temporal` program (https://github.com/temporalio/cli/releases) on the PATH\n' +
      `  - let this machine reach https://temporal.download or a Go module proxy`,
  );
}

const lastLine = (error) => error.message.trim().split('\n').at(-1);

/** The SDK downloads only while starting a server, and its native part is not wanted in this process. */
async function downloaded(log) {
  const { version } = JSON.parse(
    await run(process.execPath, ['-p', "JSON.stringify(require('@temporalio/testing/package.json'))"], { cwd: root }),
  );
  const folder = await obtain(
    `temporal-dev-sdk-${version}`,
    async (draft) => {
      log("asking Temporal's SDK for its development server (download)");
      await run(process.execPath, [join(root, 'tools', 'servers', 'download-temporal.mjs'), draft]);
    },
    log,
  );
  return join(folder, 'temporal');
}
