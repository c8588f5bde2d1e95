/** Has Temporal's SDK download its development server into the folder given as argument, as `temporal`. */
import { readdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.argv[2];
const { TestWorkflowEnvironment } = createRequire(import.meta.url)('@temporalio/testing');
const executable = { type: 'cached-download', downloadDir: folder };
try {
  const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
  const [file] = readdirSync(folder);
  renameSync(join(folder, file), join(folder, 'temporal'));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
