import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, root, run, step } from './steps.mjs';

/** Installs the packages of the lock file when they are missing or older than it. */
export async function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 17))
    throw new CannotStart(`Node ${process.versions.node} is too old: Dealtrail needs 20.17 or newer.`);
  const installed = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const wanted = statSync(join(root, 'package-lock.json'));
  if (installed && installed.mtimeMs >= wanted.mtimeMs) return;
  // Development packages are needed to build, whatever NODE_ENV says.
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await step('packages installed', async () => void (await run('npm', ['ci', ...options])));
}

/** The script of a program that an npm package brings; started by `node`, which saves the seconds `npx` takes. */
export function program(path) {
  const file = join(root, 'node_modules', path);
  if (!existsSync(file)) throw new Error(`${path} is not installed`);
  return file;
}
