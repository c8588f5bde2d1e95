import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from '../steps.mjs';
import { cached, obtain } from './cache.mjs';

const serverVersion = '1.31.2';
const uiVersion = '2.55.0';
const server = {
  name: `temporal-server-${serverVersion}`,
  packages: ['server', 'tools/sql'].map((tool) => `go.temporal.io/server/cmd/${tool}@v${serverVersion}`),
};
const ui = {
  name: `temporal-ui-${uiVersion}`,
  packages: [`github.com/temporalio/ui-server/v2/cmd/server@v${uiVersion}`],
};

const cli = { name: 'temporal-cli-1.5.1', packages: ['github.com/temporalio/cli/cmd/temporal@v1.5.1'] };

/** The version of the server and its schema, as recorded beside what they wrote. */
export const temporalVersion = serverVersion;

/** The full path of a program on the PATH, or nothing. */
export function onPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/** Whether the server's binaries can be had: built before, or Go is here to build them. */
export function canHaveServer() {
  return (existsSync(cached(server.name)) && existsSync(cached(ui.name))) || Boolean(onPath('go'));
}

/**
 * The binaries `{ server, sql, ui }` of the Temporal server, its schema tool and its UI, from the cache or built once by
 * Go (two to three minutes, both `server` binaries bear the same name and need folders of their own).
 */
export async function temporalBinaries(log) {
  const serverFolder = await obtain(server.name, (draft) => build(server, draft, log), log);
  const uiFolder = await obtain(ui.name, (draft) => build(ui, draft, log), log);
  return { server: join(serverFolder, 'server'), sql: join(serverFolder, 'sql'), ui: join(uiFolder, 'server') };
}

/** Where the development server lies once Go has built it. */
export function cachedCli() {
  return join(cached(cli.name), 'temporal');
}

/** The single-process development server, built by Go: the last way to it. */
export async function temporalCli(log) {
  await obtain(cli.name, (draft) => build(cli, draft, log), log);
  return cachedCli();
}

async function build({ name, packages }, folder, log) {
  log(`building ${name} with Go, once; this takes some minutes`);
  const began = Date.now();
  let fetched = 0;
  const progress = setInterval(() => {
    log(`building ${name}: ${Math.round((Date.now() - began) / 1000)} s, ${fetched} modules fetched`);
  }, 20_000);
  try {
    await run('go', ['install', ...packages], {
      cwd: folder,
      env: { ...process.env, HOME: process.env.HOME || homedir(), GOBIN: folder, GOWORK: 'off', CGO_ENABLED: '0' },
      onLine: (line) => (fetched += line.startsWith('go: downloading') ? 1 : 0),
    });
  } finally {
    clearInterval(progress);
  }
  log(`built ${name} in ${Math.round((Date.now() - began) / 1000)} s`);
}
