/** What a contributor runs before pushing: all of it, or the parts named as arguments. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, program } from './install.mjs';
import { report, root, run, say, step } from './steps.mjs';

const node = (script, ...args) =>
  run(process.execPath, [program(script), ...args], { env: { ...process.env, FORCE_COLOR: '0' } });
const jest = (...matches) =>
  node(
    'jest/bin/jest.js',
    '-c',
    'jest.config.cjs',
    '--maxWorkers=2',
    '--passWithNoTests',
    ...matches.map((glob) => `--testMatch=${glob}`),
  );

const parts = {
  format: () => node('prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn'),
  lint: () => node('eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  types: async () => {
    await build();
    if (existsSync(join(root, 'tsconfig.spec.json'))) await node('typescript/bin/tsc', '-p', 'tsconfig.spec.json');
  },
  catalogue: () => run(process.execPath, ['tools/catalogue.mjs', '--check']),
  containers: () => run(process.execPath, ['docker/check.mjs']),
  unit: () => jest('**/*.spec.ts', '!**/*.int.spec.ts', '!**/*.e2e.spec.ts', '!**/replay.spec.ts'),
  replay: () => jest('**/replay.spec.ts'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  say(`Unknown: ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
await install();
const failed = [];
async function inOrder(...names) {
  for (const name of names) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    try {
      await step(name, async () => void (await parts[name]()));
    } catch (error) {
      failed.push(name);
      report(error);
    }
  }
}
// Most keep one processor busy. What follows the types needs what they built.
await Promise.all([inOrder('format', 'lint'), inOrder('types', 'catalogue', 'containers', 'unit', 'replay')]);
say(failed.length > 0 ? `Check failed: ${failed.join(', ')}` : 'Check passed');
process.exit(failed.length > 0 ? 1 : 0);
