import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { record } from '../testing/histories.js';
import { SkippedTime, shownKeys } from '../testing/time-skipping.js';
import type { Status } from '../follow.js';
import { describeLeave, type LeaveWatch, type WatchedLeave } from './leave.state.js';

let time: SkippedTime;
let count = 0;
const open: WorkflowHandle[] = [];

beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  for (const handle of open.splice(0)) {
    await record(handle, 'leave', expect.getState().currentTestName);
    await handle.terminate().catch(() => undefined);
  }
});

/** A leave from so many days after now to so many. */
const leaveOf = async (leaveId: string, from: number, to: number, begun = false): Promise<WatchedLeave> => ({
  leaveId,
  beginsAt: await time.inDays(from),
  endsAt: await time.inDays(to),
  begun,
});

async function watch(...leaves: readonly WatchedLeave[]) {
  const input: LeaveWatch = { staffId: `li.${++count}`, leaves, position: 10 };
  const handle = await time.start('leave', `leave/${input.staffId}`, input, describeLeave(input));
  open.push(handle);
  return {
    handle,
    hears: (type: string, position: number, ...now: readonly WatchedLeave[]) =>
      handle.signal('leaveEvent', { type, position, data: { leaves: now } }),
    status: () => handle.query<Status<LeaveWatch>>('leaveStatus'),
  };
}

/** What was sent, each within a minute after its instant. */
function expectSent(...expected: readonly (readonly [type: string, leaveId: string, at: string])[]): void {
  expect(time.sent.map(({ type, body }) => ({ type, ...body }))).toEqual(
    expected.map(([type, leaveId, at]) => expect.objectContaining({ type, leaveId, at })),
  );
  expected.forEach(([, , at], index) => {
    const late = Date.parse(time.sent[index]?.at ?? '') - Date.parse(at);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60_000);
  });
}

const quietly = { BeginLeave: () => undefined, EndLeave: () => undefined };

describe('somebody’s leave', () => {
  it('begins and ends, each at its instant, and is over when no leave is left', async () => {
    await time.serve(quietly);
    const week = await leaveOf('a', 30, 37);
    const { handle, hears } = await watch(week);
    await time.env.sleep('31 days');
    await hears('LeaveBegun', 11, { ...week, begun: true });
    await time.env.sleep('7 days');
    await hears('LeaveEnded', 12);
    await handle.result();
    expectSent(['BeginLeave', 'a', week.beginsAt], ['EndLeave', 'a', week.endsAt]);
  }, 20_000);

  it('begins and ends in order when its whole time passed while nobody worked, the next one after it', async () => {
    await time.serve(quietly);
    const first = await leaveOf('b', -9, -5);
    const second = { leaveId: 'a', beginsAt: first.endsAt, endsAt: await time.inDays(-1), begun: false };
    const { status } = await watch(second, first);
    await time.env.sleep('1 hour');
    expect(time.sent.map(({ type, body }) => [type, body])).toEqual([
      ['BeginLeave', expect.objectContaining({ leaveId: 'b', at: first.beginsAt })],
      ['EndLeave', expect.objectContaining({ leaveId: 'b', at: first.endsAt })],
      ['BeginLeave', expect.objectContaining({ leaveId: 'a', at: first.endsAt })],
      ['EndLeave', expect.objectContaining({ leaveId: 'a', at: second.endsAt })],
    ]);
    expect(await status()).toMatchObject({ attention: [] });
  }, 20_000);

  it('follows what is planned and cancelled meanwhile', async () => {
    await time.serve(quietly);
    const later = await leaveOf('later', 30, 31);
    const sooner = await leaveOf('sooner', 10, 12);
    const { handle, hears } = await watch(later);
    await time.env.sleep('1 day');
    await hears('LeavePlanned', 11, later, sooner);
    await time.env.sleep('10 days');
    await hears('LeaveBegun', 12, later, { ...sooner, begun: true });
    await hears('LeaveCancelled', 13, { ...sooner, begun: true });
    await hears('LeaveEnded', 14);
    await handle.result();
    expectSent(['BeginLeave', 'sooner', sooner.beginsAt]);
  }, 20_000);

  it('marks a refusal for an operator and goes on', async () => {
    const refusal = ApplicationFailure.create({ type: 'person-not-found', message: 'gone', nonRetryable: true });
    await time.serve({
      ...quietly,
      BeginLeave: () => {
        throw refusal;
      },
    });
    const day = await leaveOf('a', 1, 2);
    const { status } = await watch(day);
    await time.env.sleep('3 days');
    expectSent(['BeginLeave', 'a', day.beginsAt], ['EndLeave', 'a', day.endsAt]);
    expect(await status()).toMatchObject({ attention: [{ step: `breach ${day.beginsAt}`, code: 'person-not-found' }] });
  }, 20_000);

  it('shows itself to whoever looks at the list', async () => {
    await time.serve(quietly);
    const month = await leaveOf('a', 1, 31);
    const { handle, hears } = await watch(month);
    await time.env.sleep('2 days');
    await hears('LeaveBegun', 11, { ...month, begun: true });
    await handle.query('leaveStatus');
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('休假中 away');
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.stage)).toBe('away');
    expect(typedSearchAttributes.get(shownKeys.nextDue)?.toISOString()).toBe(month.endsAt);
  }, 20_000);
});
