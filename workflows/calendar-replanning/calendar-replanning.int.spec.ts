import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { record } from '../testing/histories.js';
import { SkippedTime, shownKeys } from '../testing/time-skipping.js';
import { describeCalendarReplanning, type CalendarReplanning } from './calendar-replanning.state.js';

let time: SkippedTime;
let count = 1;
let open: WorkflowHandle | undefined;
beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  if (open) await record(open, 'calendar-replanning', expect.getState().currentTestName);
  await open?.terminate().catch(() => undefined);
});

/** A version of its own for each test, in force after so many days. */
async function start(days: number): Promise<{ input: CalendarReplanning; handle: WorkflowHandle }> {
  const version = ++count;
  const input = { version, effectiveFrom: await time.inDays(days), replanned: 0, position: 50 };
  const id = `calendarReplanning/calendar/${version}`;
  const handle = await time.start('calendarReplanning', id, input, describeCalendarReplanning(input));
  open = handle;
  return { input, handle };
}

const of = (type: string) => time.sent.filter((sent) => sent.type === type);
const bodies = (type: string) => of(type).map(({ body }) => body);
const begun = { streamId: 'policy-calendar', revision: 4, position: 90 };
const recorded = { ...begun, revision: 5, position: 999 };

const noCases = { CaseIdsPlannedBefore: () => ({ items: [], position: '95' }) };

/** What was planned by an older version, as the read side lists them: two on a page. */
class Planned {
  position = 90;
  constructor(readonly ids: string[]) {}
  page({ cursor = '' }: { readonly cursor?: string }) {
    const left = this.ids.filter((id) => id > cursor);
    const items = left.slice(0, 2);
    const nextCursor = left.length > 2 && { nextCursor: items.at(-1) };
    return { items, ...nextCursor, position: String(this.position) };
  }
  replanned(id: string, position: number) {
    this.ids.splice(this.ids.indexOf(id), 1);
    this.position = Math.max(this.position, position);
    return { streamId: id, revision: 7, position };
  }
}
const idOf = (body: object): string => Object.values(body as { contractId: string } | { caseId: string })[0] ?? '';

describe('a new version of the calendar', () => {
  it('waits until it counts, then reaches every contract and case planned by an older one, and says so', async () => {
    const planned = new Planned(['a', 'b', 'c', 'd', 'e']);
    const cases = new Planned(['x', 'y', 'z']);
    await time.serve({
      BeginCalendarReplanning: () => begun,
      ContractIdsPlannedBefore: (question) => planned.page(question),
      ReplanContractReviews: (body) => planned.replanned(idOf(body), 100),
      CaseIdsPlannedBefore: (question) => cases.page(question),
      ReplanCaseClocks: (body) => cases.replanned(idOf(body), 110),
      RecordCalendarApplied: () => recorded,
    });
    const { input, handle } = await start(200);
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.nextDue)?.toISOString()).toBe(input.effectiveFrom);
    await time.env.sleep('199 days');
    expect(time.sent).toEqual([]);
    await handle.result();
    const calendar = { kind: 'calendar', version: input.version };
    expect(bodies('BeginCalendarReplanning')).toEqual([calendar]);
    expect(of('BeginCalendarReplanning')[0]?.at.slice(0, 16)).toBe(input.effectiveFrom.slice(0, 16));
    expect(bodies('ReplanContractReviews').map(idOf).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(bodies('ReplanContractReviews')[0]).toMatchObject({ calendarVersion: input.version, position: 90 });
    expect(bodies('ContractIdsPlannedBefore')[0]).toMatchObject({ calendarVersion: input.version, minPosition: '90' });
    expect(bodies('ReplanCaseClocks').map(idOf).sort()).toEqual(['x', 'y', 'z']);
    expect(bodies('ReplanCaseClocks')[0]).toMatchObject({ calendarVersion: input.version, position: 90 });
    expect(bodies('RecordCalendarApplied')).toEqual([{ ...calendar, upTo: 110, replanned: 8 }]);
  }, 30_000);

  it('is done at once where nothing was planned by an older one, however long ago it began to count', async () => {
    await time.serve({
      BeginCalendarReplanning: () => begun,
      ...noCases,
      ContractIdsPlannedBefore: () => ({ items: [], position: '95' }),
      RecordCalendarApplied: () => recorded,
    });
    const { handle } = await start(-30);
    await handle.result();
    expect(bodies('RecordCalendarApplied')).toEqual([expect.objectContaining({ upTo: 95, replanned: 0 })]);
  }, 30_000);

  it('tries what was refused again every hour and does not say that it is done before', async () => {
    let refuses = true;
    const planned = new Planned(['a', 'b']);
    await time.serve({
      ...noCases,
      BeginCalendarReplanning: () => begun,
      ContractIdsPlannedBefore: (question) => planned.page(question),
      ReplanContractReviews: (body) => {
        if (refuses && idOf(body) === 'b')
          throw ApplicationFailure.create({ type: 'contract-not-found', message: 'gone', nonRetryable: true });
        return planned.replanned(idOf(body), 100);
      },
      RecordCalendarApplied: () => recorded,
    });
    const { handle } = await start(1);
    await time.env.sleep('24.5 hours'); // between the first try and the second
    expect(await handle.query('calendarReplanningStatus')).toMatchObject({
      replanned: 1,
      attention: [{ step: 'b', code: 'contract-not-found' }],
    });
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('已重排合同與案件 contracts and cases planned anew: 1');
    expect(of('RecordCalendarApplied')).toEqual([]);
    refuses = false;
    await handle.result();
    expect(of('RecordCalendarApplied')).toHaveLength(1);
  }, 30_000);
});
