import { dirname, join } from 'node:path';

const root = dirname(require.resolve('@dealtrail/workflows/package.json'));

/** The workflows as the build bundles them (`tools/bundle-workflows.mjs`): what a worker loads at its start. */
export const workflowBundle = { codePath: join(root, 'dist', 'workflow-bundle.js') };

/** The sources behind it, for tests that bundle them on the spot. */
export const workflowSources = join(root, 'sandbox.ts');
