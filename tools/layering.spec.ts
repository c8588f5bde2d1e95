import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Nx names the layer, or the circle that the import closes. */
const boundary =
  /enforce-module-boundaries: (A project tagged with "layer:|Circular dependency|Projects cannot be imported by a relative)/;
const root = join(__dirname, '..');

/** File that breaks a rule (never written to disk) → what it holds and what lint must say of it. */
const violations: readonly (readonly [rule: string, file: string, source: string, says: RegExp])[] = [
  ['a kernel uses an adapter', 'libs/money/src/planted.ts', `import '@dealtrail/event-store';`, boundary],
  ['an adapter uses the edge', 'libs/event-store/src/planted.ts', `import '@dealtrail/http';`, boundary],
  ['the edge uses a foundation context', 'libs/http/src/planted.ts', `import '@dealtrail/staff';`, boundary],
  ['the edge closes a circle', 'libs/http/src/planted.ts', `import '@dealtrail/files';`, boundary],
  ['a foundation context uses a context', 'libs/staff/src/planted.ts', `import '@dealtrail/deals';`, boundary],
  ['a context uses another context', 'libs/deals/src/planted.ts', `import '@dealtrail/customers';`, boundary],
  ['a view uses a process', 'libs/views/src/planted.ts', `import '@dealtrail/workflows';`, boundary],
  ['a process uses the edge', 'workflows/planted.ts', `import '@dealtrail/http';`, boundary],
  ['a process uses an app', 'workflows/planted.ts', `import '@dealtrail/worker';`, boundary],
  ['a lib reaches into another by path', 'libs/deals/src/planted.ts', `import '../../staff/src/index.js';`, boundary],
  ['facts use a framework', 'libs/deals/src/planted.events.ts', `import '@nestjs/common';`, /facts and rules are pure/],
  ['a rule validates', 'libs/deals/src/planted.decider.ts', `import 'class-validator';`, /facts and rules are pure/],
  [
    'a rule reads the machine',
    'libs/deals/src/planted.decider.ts',
    `import 'node:crypto';`,
    /facts and rules are pure/,
  ],
  ['a projection queries', 'libs/deals/src/planted.projection.ts', `import 'kysely';`, /facts and rules are pure/],
  ['a view’s projection queries', 'libs/views/src/planted.projection.ts', `import 'kysely';`, /a view folds facts/],
  ['an upcast uses a library', 'libs/deals/src/planted.upcasts.ts', `import 'pg';`, /facts and rules are pure/],
  ['a command knows the framework', 'libs/deals/src/planted.commands.ts', `import '@nestjs/cqrs';`, /messages are/],
  ['a question knows the database', 'libs/deals/src/planted.queries.ts', `import 'pg';`, /messages are/],
  [
    'a context talks to Temporal',
    'libs/deals/src/planted.ts',
    `import '@temporalio/client';`,
    /only apps and the process runner/,
  ],
  [
    'a process talks to Temporal’s worker',
    'workflows/planted.ts',
    `import '@temporalio/worker';`,
    /only apps and the process runner/,
  ],
  ['a workflow uses Node', 'workflows/planted.workflow.ts', `import 'node:fs';`, /a workflow imports/],
  [
    'a workflow uses rules at run time',
    'workflows/planted.workflow.ts',
    `import { deal } from '@dealtrail/deals'; deal;`,
    /a workflow imports/,
  ],
];

it('reports a planted violation of every rule of the layering', async () => {
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint({ cwd: process.argv[1] });
    const planted = JSON.parse(process.argv[2]);
    const reports = [];
    for (const [file, source] of planted) {
      const [result] = await eslint.lintText(source, { filePath: file });
      reports.push((result?.messages ?? []).map(({ ruleId, message }) => ruleId + ': ' + message).join('\\n'));
    }
    console.log(JSON.stringify(reports));`;
  const planted = JSON.stringify(violations.map(([, file, source]) => [file, source]));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, root, planted], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false' },
    maxBuffer: 1 << 24,
  });
  const reports = JSON.parse(stdout.slice(stdout.indexOf('['))) as string[];
  const unreported = violations.flatMap(([rule, , , says], i) =>
    says.test(reports[i] ?? '') ? [] : [[rule, reports[i]]],
  );
  expect(unreported).toEqual([]);
}, 120_000);
