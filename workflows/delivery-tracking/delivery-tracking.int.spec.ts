import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import type { MilestoneId } from '@dealtrail/orders';
import { record } from '../testing/histories.js';
import { SkippedTime, shownKeys, type Answer } from '../testing/time-skipping.js';
import type { Status } from '../follow.js';
import { shownTime } from '../shown-time.js';
import { describeDeliveryTracking, type DeliveryTracking, type TrackedMilestone } from './delivery-tracking.state.js';

let time: SkippedTime;
let count = 0;
const open: WorkflowHandle[] = [];

beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  for (const handle of open.splice(0)) {
    await record(handle, 'delivery-tracking', expect.getState().currentTestName);
    await handle.terminate().catch(() => undefined);
  }
});

/** A promise that has ten days from now, warned of after nine. */
async function milestone(name: MilestoneId, over: Partial<TrackedMilestone> = {}): Promise<TrackedMilestone> {
  const since = await time.now();
  const dueAt = await time.inDays(10);
  const warnAt = [await time.inDays(9)];
  const fresh = { reminded: [], spreadMs: 0, overdue: false };
  return { milestone: name, responsibleId: 'li.na', since, dueAt, warnAt, ...fresh, ...over };
}

async function delivery(...milestones: readonly TrackedMilestone[]) {
  const orderId = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  const input: DeliveryTracking = {
    orderId,
    number: 'JPM4R2TX',
    part: '1',
    customerId: 'a-customer',
    ownerId: 'li.na',
    scheduledOn: '2026-05-20',
    stage: 'scheduled',
    milestones,
    ended: false,
    position: 10,
  };
  const id = `deliveryTracking/${orderId}/1`;
  const handle = await time.start('deliveryTracking', id, input, describeDeliveryTracking(input));
  open.push(handle);
  let position = 10;
  return {
    handle,
    hears: (type: string, data: Partial<DeliveryTracking>) =>
      handle.signal('deliveryTrackingEvent', { type, position: ++position, data }),
    status: () => handle.query<Status<DeliveryTracking>>('deliveryTrackingStatus'),
  };
}

const reminds = (one: TrackedMilestone, at = one.warnAt[0] ?? '') =>
  ['RemindOrderMilestone', one.milestone, at, one.dueAt] as const;
const breaches = (one: TrackedMilestone, at = one.dueAt) =>
  ['RecordOrderMilestoneOverdue', one.milestone, at, one.dueAt] as const;

/** What was sent, whatever the order of siblings at one instant, each within a minute after its instant. */
function expectSent(...expected: readonly (readonly [type: string, milestone: string, at: string, dueAt: string])[]) {
  const line = (type: string, name: string, dueAt: string): string => `${type} ${name} ${dueAt}`;
  const sent = time.sent.map(({ type, body, at }) => {
    const { milestone: name, dueAt } = body as { milestone: string; dueAt: string };
    return { line: line(type, name, dueAt), at: Date.parse(at) };
  });
  expect(sent.map((one) => one.line).sort()).toEqual(
    expected.map(([type, name, , dueAt]) => line(type, name, dueAt)).sort(),
  );
  for (const [type, name, at, dueAt] of expected) {
    const late = sent.filter((one) => one.line === line(type, name, dueAt)).map((one) => one.at - Date.parse(at));
    expect(late.some((ms) => ms >= 0 && ms < 60_000)).toBe(true);
  }
}

const quietly: Record<string, Answer> = {
  RemindOrderMilestone: () => undefined,
  RecordOrderMilestoneOverdue: () => undefined,
};
const met = { ended: 'met' } as const;

describe('the tracking of a delivery', () => {
  it('reminds of each promise, and records at its due instant that it is late', async () => {
    await time.serve(quietly);
    const [confirmation, documents] = [await milestone('confirmation/1'), await milestone('documents/1')];
    await delivery(confirmation, documents);
    await time.env.sleep('30 days');
    expectSent(...[confirmation, documents].flatMap((one) => [reminds(one), breaches(one)]));
  }, 20_000);

  it('goes in time from the confirmation to the signature and ends', async () => {
    await time.serve(quietly);
    const [confirmation, documents] = [await milestone('confirmation/1'), await milestone('documents/1')];
    const { handle, hears } = await delivery(confirmation, documents);
    await time.env.sleep('1 day');
    const both = [
      { ...confirmation, ...met },
      { ...documents, ...met },
    ];
    await hears('DeliveryConfirmed', { milestones: [both[0] ?? confirmation, documents] });
    await hears('DeliveryDocumentsCompleted', { milestones: both });
    await hears('DeliveryDispatched', { milestones: both, stage: 'dispatched' });
    const signOff = await milestone('signOff/1', { dueAt: await time.inDays(1), warnAt: [await time.inDays(0.5)] });
    await hears('DeliveryDelivered', { milestones: [...both, signOff], stage: 'delivered' });
    await time.env.sleep('20 hours');
    await hears('DeliverySignedOff', { ended: true });
    await handle.result();
    expectSent(reminds(signOff));
  }, 20_000);

  it('keeps the signature that is late, and answers late as well', async () => {
    await time.serve(quietly);
    const signOff = await milestone('signOff/1', { dueAt: await time.inDays(1), warnAt: [] });
    const { handle, hears } = await delivery(signOff);
    await time.env.sleep('2 days');
    await hears('OrderMilestoneOverdue', { milestones: [{ ...signOff, overdue: true }] });
    await handle.query('deliveryTrackingStatus');
    expect((await handle.describe()).typedSearchAttributes.get(shownKeys.overdue)).toBe(true);
    await time.env.sleep('2 days');
    await hears('DeliverySignedOff', { ended: true });
    await handle.result();
    expectSent(breaches(signOff));
  }, 20_000);

  it('is planned anew when the delivery is moved: before its warning, after it was met, and after it was missed', async () => {
    await time.serve(quietly);
    const first = await milestone('confirmation/1');
    const { hears } = await delivery(first);
    await time.env.sleep('1 day');
    const second = await milestone('confirmation/1', { dueAt: await time.inDays(5), warnAt: [await time.inDays(4)] });
    await hears('DeliveryRescheduled', { milestones: [second], scheduledOn: '2026-05-15' });
    await time.env.sleep('6 days'); // missed
    await hears('OrderMilestoneOverdue', { milestones: [{ ...second, overdue: true, reminded: second.warnAt }] });
    const third = await milestone('confirmation/1', { dueAt: await time.inDays(5), warnAt: [await time.inDays(4)] });
    await hears('DeliveryRescheduled', { milestones: [third], scheduledOn: '2026-05-22' });
    await time.env.sleep('1 day');
    await hears('DeliveryConfirmed', { milestones: [{ ...third, ...met }] });
    await time.env.sleep('1 day');
    const fourth = await milestone('confirmation/1', { dueAt: await time.inDays(5), warnAt: [] });
    await hears('DeliveryRescheduled', { milestones: [fourth], scheduledOn: '2026-05-25' });
    await time.env.sleep('30 days');
    expectSent(reminds(second), breaches(second), breaches(fourth));
  }, 20_000);

  it('ends at once when the delivery is cancelled', async () => {
    await time.serve(quietly);
    const { handle, hears } = await delivery(await milestone('confirmation/1'), await milestone('documents/1'));
    await time.env.sleep('1 day');
    await hears('DeliveryCancelled', { ended: true, stage: 'cancelled' });
    await handle.result();
    expectSent();
  }, 20_000);

  it('goes on with the answer to an exception when the customer refuses to sign', async () => {
    await time.serve(quietly);
    const signOff = await milestone('signOff/1', { warnAt: [] });
    const { handle, hears } = await delivery(signOff);
    await time.env.sleep('1 day');
    const refused = { ...signOff, ended: 'refused' } as const;
    const response = await milestone('response/an-exception', {
      dueAt: await time.inDays(1 / 12),
      warnAt: [await time.inDays(1 / 24)],
    });
    await hears('DeliverySignOffRefused', { milestones: [refused, response], stage: 'refused' });
    await time.env.sleep('1 day');
    await hears('AlternativeOffered', { ended: true });
    await handle.result();
    expectSent(reminds(response), breaches(response));
  }, 20_000);

  it('is due at once when the delivery is nearer than its confirmation', async () => {
    await time.serve(quietly);
    const now = await milestone('confirmation/1', { dueAt: await time.now(), warnAt: [] });
    await delivery(now);
    await time.env.sleep('1 minute');
    expectSent(breaches(now));
  }, 20_000);

  it('does later what many have to do at one instant, and names the instant', async () => {
    await time.serve(quietly);
    const spreadMs = 1_800_000;
    const later = (at: string, ms = spreadMs) => new Date(Date.parse(at) + ms).toISOString();
    const wide = await milestone('confirmation/1', { spreadMs });
    const dueAt = await time.inDays(10);
    const narrow = await milestone('documents/1', { spreadMs, dueAt, warnAt: [later(dueAt, -600_000)] });
    await delivery(wide, narrow);
    await time.env.sleep('30 days');
    expectSent(
      reminds(wide, later(wide.warnAt[0] ?? '')),
      breaches(wide, later(wide.dueAt)),
      reminds(narrow, later(dueAt, -300_000)), // half of what is left: before the due instant all the same
      breaches(narrow, later(dueAt)),
    );
  }, 20_000);

  it('marks a refused step for an operator, keeps its sibling, and shows what is promised by whom until when', async () => {
    await time.serve({
      ...quietly,
      RecordOrderMilestoneOverdue: (body) => {
        if ((body as { milestone: string }).milestone !== 'confirmation/1') return undefined;
        throw ApplicationFailure.create({ type: 'order-not-found', message: 'order-not-found', nonRetryable: true });
      },
    });
    const confirmation = await milestone('confirmation/1', { warnAt: [] });
    const documents = await milestone('documents/1', { warnAt: [] });
    const { handle, hears, status } = await delivery(confirmation, documents);
    await time.env.sleep('11 days');
    expectSent(breaches(confirmation), breaches(documents));
    expect((await status()).attention).toEqual([
      { step: `confirmation/1 breach ${confirmation.dueAt}`, code: 'order-not-found' },
    ]);
    const late = { ...documents, overdue: true, reminded: [documents.since], escalatedTo: 'gao.feng' };
    await hears('OrderMilestoneEscalated', { milestones: [confirmation, late] });
    await handle.query('deliveryTrackingStatus');
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('- 交付日期 delivery on: 2026-05-20');
    expect(currentDetails).toContain(
      `- **交付文檔 documents**: li.na; 開始 since ${shownTime(late.since)}; 到期 due ${shownTime(late.dueAt)}; ` +
        `已提醒 reminded ${shownTime(late.since)}; **已逾期 overdue**, 已上報 escalated to gao.feng`,
    );
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.owner)).toBe('li.na');
    expect(typedSearchAttributes.get(shownKeys.stage)).toBe('scheduled');
    expect(typedSearchAttributes.get(shownKeys.overdue)).toBe(true);
    expect(typedSearchAttributes.get(shownKeys.nextDue)?.toISOString()).toBe(confirmation.dueAt);
    await hears('OrderCancelled', { ended: true });
    await handle.result();
  }, 20_000);
});
