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
    'complaint-escalation',
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
  const escalation = 'complaint-escalation/complaint-escalation.workflow.ts';
  const reminder = 'send.RemindCaseClock({ caseId, clock, at, dueAt })';
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

  const late = ['complaint-escalation', 'on-record-as-late'] as const;
  it.each([
    ['a warning left out', 'clock.ts', 'reached(warning ?? dueAt, holds, late)', 'reached(dueAt, holds)', ...late],
    [
      'a warning left out, of a deal',
      'clock.ts',
      'reached(warning ?? dueAt, holds, late)',
      'reached(dueAt, holds)',
      ...['deal-follow-up', 'warns-before-the-limit'],
    ],
    ['two steps swapped', escalation, reminder, 'send.RecordCaseClockOverdue({ caseId, clock, dueAt })', ...late],
    ['a sleep before a step', escalation, reminder, `sleep(1).then(() => ${reminder})`, ...late],
    [
      'a sleep before a wait',
      'promises.ts',
      'const missed = await',
      'await sleep(1);\n      const missed = await',
      ...['complaint-escalation', 'pause-across'],
    ],
    [
      'a silence that is a breach',
      escalation,
      "clock === 'silence'",
      'false',
      ...['complaint-escalation', 'end-with-the-silence'],
    ],
  ])(
    'is caught by the recorded runs: %s',
    async (_, name, before, after, folder, sentence) => {
      const file = join(copy, name);
      const source = readFileSync(file, 'utf8');
      const planted = source
        .replace(before, after)
        .replace(/import \{ (condition|continueAsNew) \}/, 'import { $1, sleep }');
      expect(source).toContain(before);
      writeFileSync(file, planted);
      const workflowBundle = await bundleOf(join(copy, 'sandbox.ts')).finally(() => writeFileSync(file, source));
      const [run] = recordedRuns(folder).filter(({ file: recorded }) => recorded.includes(sentence));
      await expect(Worker.runReplayHistory({ workflowBundle }, run?.history)).rejects.toThrow(
        DeterminismViolationError,
      );
    },
    60_000,
  );
});
