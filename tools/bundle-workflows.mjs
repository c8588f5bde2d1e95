/**
 * Bundles the workflows into `workflows/dist/workflow-bundle.js`, so that a worker need not do it at each start (it takes
 * seconds). Does nothing while no source under `workflows/` and no version of the SDK has changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL('../workflows', import.meta.url));
const bundle = join(folder, 'dist', 'workflow-bundle.js');
const stamp = `${bundle}.sources`;

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !/^(dist|node_modules)\b/.test(file))
  .sort();
const digest = createHash('sha256').update(require('@temporalio/worker/package.json').version);
for (const file of sources) digest.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
const now = digest.digest('hex');

if (!existsSync(bundle) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
  const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(folder, 'sandbox.ts'),
    logger: new DefaultLogger('WARN'),
  });
  mkdirSync(join(folder, 'dist'), { recursive: true });
  // A worker never meets half a file.
  writeFileSync(`${bundle}.draft`, code);
  renameSync(`${bundle}.draft`, bundle);
  writeFileSync(stamp, now);
}
