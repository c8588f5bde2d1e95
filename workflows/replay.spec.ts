import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { workflowSources } from './bundle.js';
import { recordedRuns } from './testing/histories.js';

Runtime.install({
  shutdownSignals: [],
  // What is planted is meant to fail: no screen full of it.
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } },
});

interface History {
  readonly events: readonly { readonly eventType: string }[];
}

const bundleOf = (workflowsPath: string) => bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
const root = dirname(workflowSources);

describe('runs that began before a change', () => {
  const runs = recordedRuns();
  let workflowBundle: Awaited<ReturnType<typeof bundleOf>>;
  beforeAll(async () => (workflowBundle = await bundleOf(workflowSources)), 60_000);

  const processes = [
    'deal-follow-up',
    'reassignment',
    'grade-take-over',
    'leave',
    'contract-approval',
    'delivery-tracking',
    'calendar-replanning',
    'daily-check',
  ];
  const of = (process: string) => runs.filter(({ file }) => file.startsWith(`${process}/`));

  it('are on record for every process', () => {
    for (const process of processes) expect(of(process)).not.toEqual([]);
  });

  it.each(processes.filter((process) => !['grade-take-over', 'daily-check'].includes(process)))(
    'are on record for a %s that became long and went on as a new run',
    (process) => {
      const ends = of(process).map(({ history }) => (history as History).events.at(-1)?.eventType);
      expect(ends).toContain('EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
    },
  );

  it.each(runs)('go on as they were: $file', ({ file, history }) =>
    Worker.runReplayHistory({ workflowBundle, replayName: file }, history),
  );
});

describe('a change of order in a workflow', () => {
  // Inside the package, so that the copy finds what it imports.
  const dist = join(root, 'dist');
  let copy: string;
  beforeAll(() => {
    mkdirSync(dist, { recursive: true });
    copy = mkdtempSync(join(dist, 'planted-'));
    for (const part of readdirSync(root))
      if (!['dist', 'node_modules'].includes(part)) cpSync(join(root, part), join(copy, part), { recursive: true });
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('is caught by the recorded runs', async () => {
    const file = join(copy, 'clock.ts');
    const source = readFileSync(file, 'utf8');
    const planted = source.replace('reached(warning ?? dueAt, holds, late)', 'reached(dueAt, holds)');
    expect(planted).not.toBe(source);
    writeFileSync(file, planted);
    const workflowBundle = await bundleOf(join(copy, 'sandbox.ts'));
    const [run] = recordedRuns('deal-follow-up').filter(({ file }) => file.includes('warns-before-the-limit'));
    await expect(Worker.runReplayHistory({ workflowBundle }, run?.history)).rejects.toThrow(DeterminismViolationError);
  }, 60_000);
});
