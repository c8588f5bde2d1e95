import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { record } from '../testing/histories.js';
import { SkippedTime } from '../testing/time-skipping.js';
import { describeGradeTakeOver, type GradeTakeOver } from '../grade-take-over/grade-take-over.state.js';
import { describeReassignment, type Reassignment } from './reassignment.state.js';

let time: SkippedTime;
let recording: [WorkflowHandle, string] | undefined;
beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  if (recording) await record(...recording, expect.getState().currentTestName);
  recording = undefined;
});

/** Open deals as the read side lists them: pages of ids in their order, behind a cursor. */
class OpenDeals {
  readonly owner = new Map<string, string>();
  position = 100;
  constructor(count: number, owner: string) {
    for (let i = 0; i < count; i++) this.owner.set(`deal-${String(i).padStart(4, '0')}`, owner);
  }
  page(owner: string | undefined, { cursor = '', limit = 50 }: { cursor?: string; limit?: number }) {
    const all = [...this.owner].filter(([id, whose]) => id > cursor && (!owner || whose === owner)).map(([id]) => id);
    const items = all.slice(0, limit).sort();
    return {
      items,
      ...(all.length > items.length && { nextCursor: items.at(-1) }),
      position: String(this.position),
    };
  }
}

const sunLi: Reassignment = {
  staffId: 'sun.li',
  round: 1,
  cause: 'departure',
  to: 'zhao.min',
  cancelled: false,
  moved: 0,
  position: 90,
};
interface Asked {
  readonly minPosition?: string;
}
/** One id; as old as what was asked for. */
const page = (minPosition: string | undefined, id: string) => ({ items: [id], position: minPosition ?? '100' });
const none = ({ minPosition }: Asked) => ({ items: [], position: minPosition ?? '100' });
const nothingElse = {
  OpenContractIdsOf: none,
  OpenOrderIdsOf: none,
  OpenReceivableIdsOf: none,
  OpenReviewStepsOf: none,
  OpenProductFeedbackIdsOf: none,
  OpenCaseIdsOf: none,
};
const start = (input: Reassignment) =>
  time.start('reassignment', `reassignment/${input.staffId}/${input.round}`, input, describeReassignment(input));
const of = (type: string) => time.sent.filter((sent) => sent.type === type).map(({ body }) => body);
const refused = (code: string) => ApplicationFailure.create({ type: code, message: code, nonRetryable: true });

describe('the hand-over of a departed person', () => {
  it('moves every open deal, looks again until none is left, and says so', async () => {
    const deals = new OpenDeals(450, 'sun.li');
    await time.serve({
      ...nothingElse,
      OpenDealIdsOf: (question) => deals.page('sun.li', question),
      ReassignDeal: (body) => {
        const { dealId, to } = body as { dealId: string; to: string };
        deals.owner.set(dealId, to);
        return { streamId: dealId, revision: 1, position: ++deals.position };
      },
      RecordHandOver: () => ({ streamId: 'staff-sun.li', revision: 9, position: 999 }),
    });
    const handle = await start(sunLi);
    await handle.result();
    expect(of('ReassignDeal')).toHaveLength(450);
    expect(of('ReassignDeal')[0]).toMatchObject({ from: 'sun.li', to: 'zhao.min', position: 90 });
    expect(new Set([...deals.owner.values()])).toEqual(new Set(['zhao.min']));
    expect(of('OpenDealIdsOf').at(-1)).toMatchObject({ minPosition: '550' });
    expect(of('RecordHandOver')).toEqual([{ staffId: 'sun.li', round: 1, upTo: 550 }]);
  }, 30_000);

  it('tries what was refused again every hour and does not say that it is done before', async () => {
    const deals = new OpenDeals(2, 'wang.wei');
    let nobody = true;
    await time.serve({
      ...nothingElse,
      OpenDealIdsOf: (question) => deals.page('wang.wei', question),
      ReassignDeal: (body) => {
        const { dealId, to } = body as { dealId: string; to: string };
        if (nobody && dealId.endsWith('1')) throw refused('owner-not-active');
        deals.owner.set(dealId, to);
        return { streamId: dealId, revision: 1, position: ++deals.position };
      },
      RecordHandOver: () => ({ streamId: 'staff-wang.wei', revision: 9, position: 999 }),
    });
    const handle = await start({ ...sunLi, staffId: 'wang.wei' });
    recording = [handle, 'reassignment'];
    await time.env.sleep('90 minutes');
    expect(of('RecordHandOver')).toEqual([]);
    expect(await handle.query('reassignmentStatus')).toMatchObject({
      moved: 1,
      attention: [
        { step: 'deal-0001', code: 'owner-not-active' },
        { step: 'deal-0001', code: 'owner-not-active' },
      ],
    });
    nobody = false;
    await handle.result();
    expect(of('RecordHandOver')).toHaveLength(1);
  }, 30_000);

  it('stops when the person comes back', async () => {
    const deals = new OpenDeals(1, 'li.na');
    await time.serve({
      ...nothingElse,
      OpenDealIdsOf: (question) => deals.page('li.na', question),
      ReassignDeal: () => {
        throw refused('owner-not-active');
      },
    });
    const handle = await start({ ...sunLi, staffId: 'li.na' });
    recording = [handle, 'reassignment'];
    await time.env.sleep('10 minutes');
    await handle.signal('reassignmentEvent', { type: 'PersonReactivated', position: 120, data: { cancelled: true } });
    await handle.result();
    expect(of('RecordHandOver')).toEqual([]);
  }, 30_000);

  it('gives contracts and open review steps on after the deals', async () => {
    const position = 120;
    await time.serve({
      OpenDealIdsOf: none,
      OpenContractIdsOf: ({ minPosition }: Asked) => page(minPosition, 'contract-1'),
      OpenReviewStepsOf: ({ minPosition }: Asked) => page(minPosition, 'contract-2/3/added-1'),
      OpenOrderIdsOf: none,
      OpenReceivableIdsOf: none,
      OpenProductFeedbackIdsOf: none,
      OpenCaseIdsOf: none,
      ReassignContract: () => ({ streamId: 'contract-1', revision: 1, position }),
      ReassignContractReview: () => ({ streamId: 'contract-2', revision: 1, position }),
      RecordHandOver: () => ({ streamId: 'staff-sun.li', revision: 9, position: 999 }),
    });
    const handle = await start({ ...sunLi, staffId: 'fang.yuan' });
    recording = [handle, 'reassignment'];
    await handle.result();
    expect(of('ReassignContract')).toEqual([{ contractId: 'contract-1', from: 'fang.yuan', position: 90 }]);
    expect(of('ReassignContractReview')).toEqual([
      { contractId: 'contract-2', round: 3, step: 'added-1', from: 'fang.yuan', cause: 'departure', position: 90 },
    ]);
    expect(of('RecordHandOver')).toEqual([{ staffId: 'fang.yuan', round: 1, upTo: 90 }]);
  }, 30_000);

  it('gives on orders, and promises of other orders that wait for them', async () => {
    await time.serve({
      ...nothingElse,
      OpenDealIdsOf: none,
      OpenOrderIdsOf: ({ minPosition }: Asked) => page(minPosition, 'order-1'),
      ReassignOrder: () => ({ streamId: 'order-1', revision: 9, position: 120 }),
      RecordHandOver: () => ({ streamId: 'staff-sun.hao', revision: 9, position: 999 }),
    });
    const handle = await start({ ...sunLi, staffId: 'sun.hao' });
    recording = [handle, 'reassignment'];
    await handle.result();
    expect(of('ReassignOrder')).toEqual([{ orderId: 'order-1', from: 'sun.hao', position: 90 }]);
    expect(of('RecordHandOver')).toEqual([{ staffId: 'sun.hao', round: 1, upTo: 90 }]);
  }, 30_000);

  it('gives accounts with something open and product feedback on, last of all', async () => {
    await time.serve({
      ...nothingElse,
      OpenDealIdsOf: none,
      OpenReceivableIdsOf: ({ minPosition }: Asked) => page(minPosition, 'contract-3'),
      ReassignReceivable: () => ({ streamId: 'receivable-3', revision: 1, position: 120 }),
      OpenProductFeedbackIdsOf: ({ minPosition }: Asked) => page(minPosition, 'feedback-1'),
      HandOverProductFeedback: () => ({ streamId: 'feedback-1', revision: 1, position: 121 }),
      RecordHandOver: () => ({ streamId: 'staff-sun.li', revision: 9, position: 999 }),
    });
    const handle = await start({ ...sunLi, staffId: 'tang.yu' });
    recording = [handle, 'reassignment'];
    await handle.result();
    expect(of('ReassignReceivable')).toEqual([{ contractId: 'contract-3', from: 'tang.yu', position: 90 }]);
    expect(of('HandOverProductFeedback')).toEqual([{ feedbackId: 'feedback-1', from: 'tang.yu', position: 90 }]);
    expect(of('RecordHandOver')).toEqual([{ staffId: 'tang.yu', round: 1, upTo: 90 }]);
  }, 30_000);
});

describe('the hand-over of a departed handler', () => {
  it('gives cases on, and what of other cases is theirs', async () => {
    await time.serve({
      ...nothingElse,
      OpenDealIdsOf: none,
      OpenCaseIdsOf: ({ minPosition }: Asked) => page(minPosition, 'case-1'),
      ReassignCase: () => ({ streamId: 'case-1', revision: 9, position: 120 }),
      RecordHandOver: () => ({ streamId: 'staff-luo.jia', revision: 9, position: 999 }),
    });
    const handle = await start({ ...sunLi, staffId: 'luo.jia' });
    recording = [handle, 'reassignment'];
    await handle.result();
    expect(of('ReassignCase')).toEqual([{ caseId: 'case-1', from: 'luo.jia', position: 90 }]);
    expect(of('RecordHandOver')).toEqual([{ staffId: 'luo.jia', round: 1, upTo: 90 }]);
  }, 30_000);
});

describe('the hand-over of somebody on leave', () => {
  const { to: _, ...left } = sunLi;
  const onLeave: Reassignment = { ...left, staffId: 'jin.hao', cause: 'leave' };

  it('moves review steps and nothing else', async () => {
    await time.serve({
      OpenReviewStepsOf: ({ minPosition }: Asked) => page(minPosition, 'contract-2/1/finance'),
      ReassignContractReview: () => ({ streamId: 'contract-2', revision: 1, position: 120 }),
      RecordHandOver: () => ({ streamId: 'staff-jin.hao', revision: 9, position: 999 }),
    });
    const handle = await start(onLeave);
    recording = [handle, 'reassignment'];
    await handle.result();
    expect(of('ReassignContractReview')).toEqual([
      { contractId: 'contract-2', round: 1, step: 'finance', from: 'jin.hao', cause: 'leave', position: 90 },
    ]);
    expect(of('RecordHandOver')).toEqual([{ staffId: 'jin.hao', round: 1, upTo: 120 }]);
  }, 30_000);

  it('stops when the leave ends', async () => {
    await time.serve({
      OpenReviewStepsOf: ({ minPosition }: Asked) => page(minPosition, 'contract-2/1/finance'),
      ReassignContractReview: () => {
        throw refused('nobody-to-review');
      },
    });
    const handle = await start({ ...onLeave, round: 2 });
    recording = [handle, 'reassignment'];
    await time.env.sleep('10 minutes');
    await handle.signal('reassignmentEvent', { type: 'LeaveEnded', position: 120, data: { cancelled: true } });
    await handle.result();
    expect(of('RecordHandOver')).toEqual([]);
  }, 30_000);
});

describe('the grade of a customer', () => {
  it('goes to each of its open deals once', async () => {
    const deals = new OpenDeals(30, 'li.na');
    await time.serve({
      OpenDealIdsOfCustomer: (question) => deals.page(undefined, question),
      GradeDeal: (body) => ({ streamId: (body as { dealId: string }).dealId, revision: 1, position: ++deals.position }),
    });
    const input: GradeTakeOver = { customerId: 'c', number: '7WJG9R2T', grade: 'A', taken: 0, position: 90 };
    const handle = await time.start('gradeTakeOver', 'gradeTakeOver/c/90', input, describeGradeTakeOver(input));
    recording = [handle, 'grade-take-over'];
    await handle.result();
    expect(of('GradeDeal')).toHaveLength(30);
    expect(of('GradeDeal')[0]).toMatchObject({ grade: 'A' });
  }, 30_000);
});
