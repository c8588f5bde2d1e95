import { WorkflowNotFoundError } from '@temporalio/client';
import { caseDecider, type AnyCaseCommand, type Case, type CaseEvent } from '@dealtrail/cases';
import { decide, evolve, fold, type Actor, type CommandMetadata, type Instant } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import { caseHandling } from '@dealtrail/policies';
import { complaintEscalation, SkippedTime } from '@dealtrail/workflows/testing';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incidents } from './incidents.mapping.js';
import type { RowStep } from './mapping.js';
import { countedIncidents } from './testing/incident-counts.js';
import { metadataOf, readStages, stepsOf } from './testing/mapped.js';

const whole = join(__dirname, '../../../../../shared/data/uci-incident-log/incident_dev_slice.csv');
const hasWhole = existsSync(whole);
if (!hasWhole)
  process.stdout.write('The incidents are not beside this repository: they do not run through workflows.\n');

const many = 100;
const shifted = (at: Instant, byMs: number): Instant => new Date(Date.parse(at) + byMs).toISOString();

interface Fact {
  readonly event: CaseEvent;
  readonly occurredAt: Instant;
  readonly by: Actor['kind'];
}

/** A case by the real rules, and its process beside it, which hears of every fact and is decided by the same rules. */
class RunningCase {
  readonly facts: Fact[] = [];
  private state: Case = fold(caseDecider, []);
  private static position = 0;

  constructor(
    private readonly time: SkippedTime,
    private readonly known: Known,
    private readonly caseId: string,
  ) {}

  async does(command: object, metadata: CommandMetadata): Promise<void> {
    const asked = { ...command, caseId: this.caseId, metadata } as AnyCaseCommand;
    const events = decide(caseDecider, asked, this.state, this.known);
    for (const { occurredAt = metadata.occurredAt, ...event } of events) {
      this.state = evolve(caseDecider, this.state, event as CaseEvent);
      this.facts.push({ event: event as CaseEvent, occurredAt, by: metadata.actor.kind });
    }
    if (events.length > 0) await this.tell(events.at(-1)?.type ?? '');
  }

  /** As the reactions do: a process that is not there is started when the case is open. */
  private async tell(type: string): Promise<void> {
    const position = ++RunningCase.position;
    const open = complaintEscalation.open(this.state, { id: this.caseId, revision: this.facts.length - 1, position });
    const handle = this.time.env.client.workflow.getHandle(`complaintEscalation/${this.caseId}`);
    const news = { type, position, data: open?.input ?? { ended: true } };
    await handle.signal(complaintEscalation.signal, news).catch(async (error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const { name, describe } = complaintEscalation;
      if (open) await this.time.start(name, open.workflowId, open.input, describe(open.input));
    });
  }

  answers(type: string, body: object, occurredAt: Instant): Promise<void> {
    const actor: Actor = { kind: 'process', id: `complaintEscalation/${this.caseId}` };
    const commandId = `${type} ${JSON.stringify(body)}`;
    return this.does({ type, ...body }, { commandId, actor, correlationId: commandId, occurredAt });
  }
}

(hasWhole ? describe : describe.skip)(`${many} real incidents through running workflows`, () => {
  let time: SkippedTime;
  beforeAll(async () => (time = await SkippedTime.open()), 60_000);
  afterAll(() => time?.close());

  it('come to the breaches of the rules alone, each recorded by its process at its due instant', async () => {
    const stages = await readStages(incidents, whole);
    const counted = countedIncidents(readFileSync(whole, 'utf8'), ['Awaiting User Info']);
    const chosen = counted.filter(({ reopened }, n) => reopened > 0 || n % 11 === 0).slice(0, many);
    const people = stepsOf(stages.get('people')).map(({ command }) => command as unknown as TestPerson);
    // The source says itself when a resolved one is closed.
    const content = { ...caseHandling.first, silenceHours: 0 };
    const policy = { kind: 'case-handling', version: 2, content, effectiveFrom: '0001-01-02T00:00:00.000Z' } as const;
    const known = testKnown({
      people: [...people, { staffId: 'gao.feng', roles: ['director'] }],
      policies: [policy],
    });
    const byRow = new Map<string, RowStep[]>();
    for (const step of stepsOf(stages.get('incidents'))) byRow.set(step.row, [...(byRow.get(step.row) ?? []), step]);

    const cases = new Map<string, RunningCase>();
    const byNumber = new Map<string, RunningCase>();
    await time.serve(
      Object.fromEntries(
        ['RemindCaseClock', 'RecordCaseClockOverdue'].map((type) => [
          type,
          (body: object, at: Instant) =>
            cases.get((body as { readonly caseId: string }).caseId)?.answers(type, body, at),
        ]),
      ),
    );
    const begin = await time.now();
    const expected: string[] = [];
    const timeline: { readonly at: Instant; readonly one: RunningCase; readonly step: RowStep }[] = [];
    for (const { number, missed } of chosen) {
      const steps = byRow.get(number) ?? [];
      const caseId = String(steps[0]?.command['caseId']);
      const one = new RunningCase(time, known, caseId);
      cases.set(caseId, one);
      byNumber.set(number, one);
      const byMs = Date.parse(begin) - Date.parse(steps[0]?.occurredAt ?? '');
      for (const step of steps) timeline.push({ at: shifted(step.occurredAt ?? '', byMs), one, step });
      for (const [clock, dueAt] of Object.entries(missed)) expected.push(`${number} ${clock} ${shifted(dueAt, byMs)}`);
    }
    timeline.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)); // stable: within a case as the file has it
    for (const { at, one, step } of timeline) {
      const ahead = Date.parse(at) - Date.parse(await time.now());
      if (ahead > 0) await time.env.sleep(ahead);
      // It happens now and is no past that is still to be told: its process follows it from the report on.
      await one.does({ ...step.command, moreToTell: undefined }, { ...metadataOf('incidents', step), occurredAt: at });
    }
    const breaches = [...byNumber].flatMap(([number, { facts }]) =>
      facts.flatMap(({ event, occurredAt, by }) =>
        event.type === 'CaseClockOverdue' ? [{ told: `${number} ${event.data.clock} ${occurredAt}`, by }] : [],
      ),
    );
    expect(breaches.map(({ told }) => told).sort()).toEqual(expected.sort());
    expect(new Set(breaches.map(({ by }) => by))).toEqual(new Set(['process']));
    expect(chosen.filter(({ reopened }) => reopened > 0)).toHaveLength(13);
  }, 240_000);
});
