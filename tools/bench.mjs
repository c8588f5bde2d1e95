import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { install, program } from './install.mjs';
import { startPostgres } from './servers/postgres.mjs';
import { removeDataDir } from './servers/remove.mjs';
import { report, root, run, say, step } from './steps.mjs';

/** Runs the benchmarks named (all by default) on a PostgreSQL of their own, or on that of `DATABASE_URL`. */
async function bench() {
  await install();
  await step(
    'Compiling',
    async () => void (await run(process.execPath, [program('typescript/bin/tsc'), '-b', 'bench'])),
  );
  if (process.env.DATABASE_URL) return measure(process.env.DATABASE_URL);
  const parent = join(root, '.data');
  mkdirSync(parent, { recursive: true });
  const dataDir = mkdtempSync(join(parent, 'bench-'));
  try {
    const postgres = await startPostgres({ dataDir, log: say, database: 'bench' });
    try {
      return await measure(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await removeDataDir(dataDir);
  }
}

function measure(url) {
  return new Promise((done) => {
    const main = join(root, 'bench', 'dist', 'main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: url },
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

// The benchmark gets the interrupt too and ends; the server is then stopped below, not left behind.
process.on('SIGINT', () => undefined);
process.exitCode = await bench().catch((error) => {
  report(error);
  return 1;
});
