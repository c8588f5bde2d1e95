import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program } from './install.mjs';
import { root, run } from './steps.mjs';

const stamp = join(root, 'node_modules', '.cache', 'dealtrail-build');
const sources = /\.(ts|mts|cts|json|mjs)$/;
const leaveOut = new Set(['node_modules', 'dist', 'histories', 'coverage']);

/** Compiles the work tree and bundles the workflows; returns at once when no source has changed since the last time. */
export async function build() {
  const now = fingerprint();
  const built =
    existsSync(stamp) && readFileSync(stamp, 'utf8') === now && existsSync(join(root, 'apps/standalone/dist'));
  if (built) return 'unchanged';
  rmSync(stamp, { force: true });
  await run(process.execPath, [program('typescript/bin/tsc'), '-b']);
  const bundler = join(root, 'tools', 'bundle-workflows.mjs');
  if (existsSync(bundler)) await run(process.execPath, [bundler]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  return undefined;
}

/** A digest over path, size and time of every source: a walk over some hundred files, where `tsc -b` needs seconds. */
function fingerprint() {
  const digest = createHash('sha256');
  const note = (path) => {
    const { size, mtimeMs } = statSync(path);
    digest.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !leaveOut.has(entry.name)) walk(path);
      else if (entry.isFile() && sources.test(entry.name)) note(path);
    }
  };
  for (const folder of ['apps', 'libs', 'workflows', 'bench'])
    if (existsSync(join(root, folder))) walk(join(root, folder));
  for (const file of ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json', 'tools/bundle-workflows.mjs'])
    if (existsSync(join(root, file))) note(join(root, file));
  return digest.digest('hex');
}
