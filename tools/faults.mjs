import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, program } from './install.mjs';
import { report, root, run, step } from './steps.mjs';

/** Runs the faults named (all by default) on a cluster and servers of their own. */
async function faults() {
  await install();
  await step('build', build);
  await step('faults', async () => void (await run(process.execPath, [program('typescript/bin/tsc'), '-b', 'faults'])));
  const main = join(root, 'faults', 'dist', 'main.js');
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

// The faults get the interrupt too, and stop what they started.
process.on('SIGINT', () => undefined);
process.exitCode = await faults().catch((error) => {
  report(error);
  return 1;
});
