import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { record } from '../testing/histories.js';
import { SkippedTime, shownKeys } from '../testing/time-skipping.js';
import type { Status } from '../follow.js';
import { describeDealFollowUp, type DealFollowUp } from './deal-follow-up.state.js';

let time: SkippedTime;
let count = 0;
const open: WorkflowHandle[] = [];

beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  for (const handle of open.splice(0)) {
    await record(handle, 'deal-follow-up', expect.getState().currentTestName);
    await handle.terminate().catch(() => undefined);
  }
});

/** A deal that is to have progress within 30 days from now, warned of on the 24th. */
async function deal(over: Partial<DealFollowUp> = {}): Promise<DealFollowUp> {
  const dealId = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  const dueAt = await time.inDays(30);
  const warnAt = await time.inDays(24);
  const flags = { warned: false, stale: false, closed: false, position: 10 };
  return {
    dealId,
    number: 'K7Q2M9XD',
    ownerId: 'li.na',
    stage: 'interest',
    grade: 'A',
    dueAt,
    warnAt,
    ...flags,
    ...over,
  };
}

async function follow(input: DealFollowUp) {
  const handle = await time.start('dealFollowUp', `dealFollowUp/${input.dealId}`, input, describeDealFollowUp(input));
  open.push(handle);
  return {
    handle,
    hears: (type: string, position: number, data: Partial<DealFollowUp>) =>
      handle.signal('dealFollowUpEvent', { type, position, data }),
    status: () => handle.query<Status<DealFollowUp>>('dealFollowUpStatus'),
  };
}

/** What was sent, each within a minute after the instant it was due. */
function expectSent(...expected: readonly (readonly [type: string, dueAt: string, at: string])[]): void {
  expect(time.sent.map(({ type, body }) => ({ type, ...body }))).toEqual(
    expected.map(([type, dueAt]) => expect.objectContaining({ type, dueAt })),
  );
  expected.forEach(([, , at], index) => {
    const late = Date.parse(time.sent[index]?.at ?? '') - Date.parse(at);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(60_000);
  });
}

const quietly = { RecordDealGoingStale: () => undefined, RecordDealGoneStale: () => undefined };

describe('the follow-up of a deal', () => {
  it('warns before the limit and records when it is missed, each once', async () => {
    await time.serve(quietly);
    const input = await deal();
    await follow(input);
    await time.env.sleep('100 days');
    expectSent(['RecordDealGoingStale', input.dueAt, input.warnAt], ['RecordDealGoneStale', input.dueAt, input.dueAt]);
  }, 15_000);

  it('starts anew with progress on the 29th day', async () => {
    await time.serve(quietly);
    const input = await deal({ warned: true });
    const { hears, status } = await follow(input);
    await time.env.sleep('29 days');
    const dueAt = await time.inDays(30);
    const warnAt = await time.inDays(24);
    await hears('DealAdvanced', 11, { stage: 'consideration', dueAt, warnAt, warned: false });
    await time.env.sleep('23 days');
    expectSent();
    await time.env.sleep('8 days');
    expectSent(['RecordDealGoingStale', dueAt, warnAt], ['RecordDealGoneStale', dueAt, dueAt]);
    expect(await status()).toMatchObject({ stage: 'consideration', position: 11, attention: [] });
  }, 15_000);

  it('waits for progress after it went stale, then promises again', async () => {
    await time.serve(quietly);
    const { hears } = await follow(await deal({ stale: true }));
    await time.env.sleep('400 days');
    expectSent();
    const dueAt = await time.inDays(60);
    await hears('DealGraded', 12, { grade: 'C', dueAt, warnAt: await time.inDays(48), warned: false, stale: false });
    await time.env.sleep('61 days');
    expect(time.sent.map(({ type }) => type)).toEqual(['RecordDealGoingStale', 'RecordDealGoneStale']);
  }, 15_000);

  it('leaves a warning out when the limit has passed already', async () => {
    await time.serve(quietly);
    const input = await deal({ dueAt: '2017-03-01T00:00:00.000Z', warnAt: '2017-02-20T00:00:00.000Z' });
    await follow(input);
    await time.env.sleep('1 minute');
    expect(time.sent.map(({ type }) => type)).toEqual(['RecordDealGoneStale']);
  }, 15_000);

  it('ends when the deal is won', async () => {
    await time.serve(quietly);
    const { handle, hears } = await follow(await deal());
    await hears('DealWon', 11, { closed: true });
    await handle.result();
    expectSent();
  }, 15_000);

  it('hears each event once: what stands in its state already is ignored', async () => {
    await time.serve(quietly);
    const { hears, status } = await follow(await deal({ position: 20 }));
    await hears('DealOwnerChanged', 19, { ownerId: 'somebody.else' });
    await hears('DealOwnerChanged', 21, { ownerId: 'wang.wei' });
    await hears('DealOwnerChanged', 21, { ownerId: 'somebody.else' });
    expect(await status()).toMatchObject({ ownerId: 'wang.wei', position: 21 });
  }, 15_000);

  it('marks a refusal for an operator and goes on', async () => {
    const refusal = ApplicationFailure.create({ type: 'deal-not-open', message: 'deal-not-open', nonRetryable: true });
    await time.serve({
      RecordDealGoingStale: () => {
        throw refusal;
      },
      RecordDealGoneStale: () => undefined,
    });
    const input = await deal();
    const { status } = await follow(input);
    await time.env.sleep('31 days');
    expect(await status()).toMatchObject({ attention: [{ step: `warn ${input.warnAt}`, code: 'deal-not-open' }] });
    expect(time.sent.map(({ type }) => type)).toEqual(['RecordDealGoingStale', 'RecordDealGoneStale']);
  }, 15_000);

  it('waits out an outage of any length', async () => {
    let left = 30;
    await time.serve({
      ...quietly,
      RecordDealGoneStale: () => {
        if (left-- > 0) throw new Error('the database is away');
      },
    });
    const { status } = await follow(await deal({ warned: true }));
    await time.env.sleep('32 days');
    expect(time.sent).toHaveLength(31);
    expect(await status()).toMatchObject({ attention: [] });
  }, 15_000);

  it('shows itself to whoever looks at the list', async () => {
    await time.serve(quietly);
    const input = await deal();
    const { handle, hears } = await follow(input);
    await hears('DealGoneStale', 11, { stale: true });
    await hears('DealReassigned', 12, { ownerId: 'wang.wei' });
    await handle.query('dealFollowUpStatus');
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('負責人 owner: wang.wei');
    expect(currentDetails).toContain('長期無進展');
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.owner)).toBe('wang.wei');
    expect(typedSearchAttributes.get(shownKeys.overdue)).toBe(true);
    expect(typedSearchAttributes.get(shownKeys.nextDue)).toBeUndefined();
  }, 15_000);
});
