import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, program } from './install.mjs';
import { removeDataDir } from './servers/remove.mjs';
import { report, root, run, step } from './steps.mjs';

/** Runs the faults named (all by default) on a cluster with servers and data of its own. */
async function faults() {
  await install();
  await step('build', build);
  await step('faults', async () => void (await run(process.execPath, [program('typescript/bin/tsc'), '-b', 'faults'])));
  const parent = join(root, '.data');
  mkdirSync(parent, { recursive: true });
  const dataDir = mkdtempSync(join(parent, 'faults-'));
  try {
    return await new Promise((done) => {
      const main = join(root, 'faults', 'dist', 'main.js');
      const child = spawn(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)], {
        stdio: 'inherit',
        env: { ...process.env, DATA_DIR: dataDir },
      });
      child.on('exit', (code) => done(code ?? 1));
    });
  } finally {
    // One of them compares with a cluster that nobody hurts.
    await removeDataDir(join(dataDir, 'undisturbed'));
    await removeDataDir(dataDir);
  }
}

// The faults get the interrupt too, and stop what they started.
process.on('SIGINT', () => undefined);
process.exitCode = await faults().catch((error) => {
  report(error);
  return 1;
});
