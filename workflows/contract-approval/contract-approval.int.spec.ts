import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import type { StepId } from '@dealtrail/contracts';
import { record } from '../testing/histories.js';
import { SkippedTime, shownKeys, type Answer } from '../testing/time-skipping.js';
import type { Status } from '../follow.js';
import { shownTime } from '../shown-time.js';
import { describeContractApproval, type ApprovalStep, type ContractApproval } from './contract-approval.state.js';

let time: SkippedTime;
let count = 0;
const open: WorkflowHandle[] = [];

beforeAll(async () => (time = await SkippedTime.open()), 60_000);
afterAll(() => time?.close());
afterEach(async () => {
  for (const handle of open.splice(0)) {
    await record(handle, 'contract-approval', expect.getState().currentTestName);
    await handle.terminate().catch(() => undefined);
  }
});

/** A step that has four days from now, warned of after two, three and three and a half. */
async function step(name: StepId, over: Partial<ApprovalStep> = {}): Promise<ApprovalStep> {
  const since = await time.now();
  const dueAt = await time.inDays(4);
  const warnAt = [await time.inDays(2), await time.inDays(3), await time.inDays(3.5)];
  const fresh = { reminded: [], overdue: false, decided: false };
  return { step: name, reviewerId: `of.${name}`, since, dueAt, warnAt, ...fresh, ...over };
}

async function approval(...steps: readonly ApprovalStep[]) {
  const contractId = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
  const input: ContractApproval = {
    contractId,
    number: 'JPM4R2TX',
    round: 1,
    customerId: 'a-customer',
    ownerId: 'li.na',
    steps,
    ended: false,
    position: 10,
  };
  const id = `contractApproval/${contractId}/1`;
  const handle = await time.start('contractApproval', id, input, describeContractApproval(input));
  open.push(handle);
  let position = 10;
  return {
    handle,
    hears: (type: string, data: Partial<ContractApproval>) =>
      handle.signal('contractApprovalEvent', { type, position: ++position, data }),
    status: () => handle.query<Status<ContractApproval>>('contractApprovalStatus'),
  };
}

const reminds = (step: ApprovalStep, n: number) =>
  ['RemindContractReviewer', step.step, step.warnAt[n] ?? '', step.dueAt] as const;
const breaches = (step: ApprovalStep) => ['RecordContractReviewOverdue', step.step, step.dueAt, step.dueAt] as const;

/** What was sent, whatever the order of siblings at one instant, each within a minute after its instant. */
function expectSent(...expected: readonly (readonly [type: string, step: string, at: string, dueAt: string])[]): void {
  const line = (type: string, step: string, dueAt: string): string => `${type} ${step} ${dueAt}`;
  const sent = time.sent.map(({ type, body, at }) => {
    const { step, dueAt } = body as { step: string; dueAt: string };
    return { line: line(type, step, dueAt), at: Date.parse(at) };
  });
  expect(sent.map((one) => one.line).sort()).toEqual(
    expected.map(([type, step, , dueAt]) => line(type, step, dueAt)).sort(),
  );
  for (const [type, step, at, dueAt] of expected) {
    const late = sent.filter((one) => one.line === line(type, step, dueAt)).map((one) => one.at - Date.parse(at));
    expect(late.some((ms) => ms >= 0 && ms < 60_000)).toBe(true);
  }
}

const quietly: Record<string, Answer> = {
  RemindContractReviewer: () => undefined,
  RecordContractReviewOverdue: () => undefined,
};
const refuse = (code: string): never => {
  throw ApplicationFailure.create({ type: code, message: code, nonRetryable: true });
};

describe('the approval of a contract', () => {
  it('warns of each step thrice and records at its due instant that it is late', async () => {
    await time.serve(quietly);
    const [legal, finance] = [await step('legal'), await step('finance')];
    await approval(legal, finance);
    await time.env.sleep('30 days');
    expectSent(
      ...[legal, finance].flatMap((one) => [reminds(one, 0), reminds(one, 1), reminds(one, 2), breaches(one)]),
    );
  }, 20_000);

  it('leaves a step alone that was decided in time, and keeps its sibling', async () => {
    await time.serve(quietly);
    const [legal, finance] = [await step('legal'), await step('finance')];
    const { hears } = await approval(legal, finance);
    await time.env.sleep('1 day');
    await hears('ContractReviewApproved', { steps: [{ ...legal, decided: true }, finance] });
    await time.env.sleep('30 days');
    expectSent(reminds(finance, 0), reminds(finance, 1), reminds(finance, 2), breaches(finance));
  }, 20_000);

  it('keeps a step that is added later, by a time of its own', async () => {
    await time.serve(quietly);
    const [legal, finance] = [await step('legal'), await step('finance', { decided: true })];
    const { hears } = await approval(legal, finance);
    await time.env.sleep('1 day');
    const added = await step('added-1');
    await hears('ContractReviewerAdded', { steps: [legal, finance, added] });
    await hears('ContractReviewApproved', { steps: [{ ...legal, decided: true }, finance, added] });
    await time.env.sleep('30 days');
    expectSent(reminds(added, 0), reminds(added, 1), reminds(added, 2), breaches(added));
  }, 20_000);

  it('asks the director last, warned of once', async () => {
    await time.serve(quietly);
    const both = [await step('legal', { decided: true }), await step('finance', { decided: true })];
    const { handle, hears } = await approval(...both);
    await time.env.sleep('1 day');
    const director = await step('director', { dueAt: await time.inDays(1), warnAt: [await time.inDays(0.75)] });
    await hears('DirectorApprovalRequested', { steps: [...both, director] });
    await handle.query('contractApprovalStatus');
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.stage)).toBe('director');
    expect(typedSearchAttributes.get(shownKeys.nextDue)?.toISOString()).toBe(director.dueAt);
    await time.env.sleep('2 days');
    expectSent(reminds(director, 0), breaches(director));
  }, 20_000);

  it('ends for everybody when one of them returns the contract', async () => {
    await time.serve(quietly);
    const { handle, hears } = await approval(await step('legal'), await step('finance'));
    await time.env.sleep('1 day');
    await hears('ContractReturned', { ended: true });
    await handle.result();
    expectSent();
  }, 20_000);

  it.each([
    ['rejected', 'ContractRejected'],
    ['recalled', 'ContractRecalled'],
    ['withdrawn', 'ContractWithdrawn'],
    ['approved', 'ContractApproved'],
  ])(
    'ends without a word when the contract is %s in time',
    async (_, type) => {
      await time.serve(quietly);
      const [legal, finance] = [await step('legal'), await step('finance')];
      const { handle, hears } = await approval(legal, finance);
      await time.env.sleep('1 day');
      await hears('ContractReviewApproved', { steps: [{ ...legal, decided: true }, finance] });
      await hears(type, { ended: true });
      await handle.result();
      expectSent();
    },
    20_000,
  );

  it('goes on with whoever holds a step next, by the time it was promised', async () => {
    await time.serve(quietly);
    const [legal, finance] = [await step('legal'), await step('finance')];
    const { handle, hears, status } = await approval(legal, finance);
    await time.env.sleep('60 hours');
    const delegated = { ...legal, reviewerId: 'luo.wen', warnAt: legal.warnAt.slice(1), reminded: [50] };
    const reassigned = { ...finance, reviewerId: 'qian.yu', warnAt: finance.warnAt.slice(1), reminded: [50] };
    await hears('ContractReviewDelegated', { steps: [delegated, finance] });
    await hears('ContractReviewReassigned', { steps: [delegated, reassigned] });
    expect((await status()).steps.map(({ reviewerId }) => reviewerId)).toEqual(['luo.wen', 'qian.yu']);
    await time.env.sleep('5 days');
    expectSent(
      ...[legal, finance].flatMap((one) => [reminds(one, 0), reminds(one, 1), reminds(one, 2), breaches(one)]),
    );
    const over = [delegated, reassigned].map((one) => ({ ...one, overdue: true, decided: true }));
    await hears('ContractApproved', { steps: over, ended: true });
    await handle.result();
  }, 20_000);

  it('waits for the director, or the deputy, who is late as well, and ends with that decision', async () => {
    await time.serve(quietly);
    const both = [await step('legal', { decided: true }), await step('finance', { decided: true })];
    const director = await step('director', { dueAt: await time.inDays(1), warnAt: [await time.inDays(0.75)] });
    const { handle, hears, status } = await approval(...both, director);
    await time.env.sleep('2 days');
    expectSent(reminds(director, 0), breaches(director));
    const late = { ...director, warnAt: [], reminded: [75], overdue: true, escalatedTo: 'admin' };
    await hears('ContractReviewEscalated', { steps: [...both, late] });
    await time.env.sleep('2 days');
    expect((await status()).steps.at(-1)).toMatchObject({ reviewerId: 'of.director', escalatedTo: 'admin' });
    await hears('ContractApproved', { steps: [...both, { ...late, decided: true }], ended: true });
    await handle.result();
    expectSent(reminds(director, 0), breaches(director));
  }, 20_000);

  it('moves its timers when the calendar moves a step, to a sooner day and to a later one', async () => {
    await time.serve(quietly);
    const [legal, finance] = [await step('legal'), await step('finance')];
    const { hears } = await approval(legal, finance);
    await time.env.sleep('1 day');
    const sooner = { ...legal, dueAt: await time.inDays(2), warnAt: [await time.inDays(-0.5), await time.inDays(1)] };
    const later = { ...finance, dueAt: await time.inDays(9), warnAt: [await time.inDays(8)] };
    const told = await time.now();
    await hears('ContractReviewsReplanned', { steps: [sooner, later] });
    await time.env.sleep('30 days');
    expectSent(
      ['RemindContractReviewer', 'legal', told, sooner.dueAt], // its instant has passed: at once
      reminds(sooner, 1),
      breaches(sooner),
      reminds(later, 0),
      breaches(later),
    );
  }, 20_000);

  it('goes on with a step that was planned anew while its breach was on the way', async () => {
    await time.serve(quietly);
    const legal = await step('legal', { warnAt: [] });
    const { hears } = await approval(legal);
    await time.env.sleep('5 days');
    const later = { ...legal, dueAt: await time.inDays(1) };
    await hears('ContractReviewsReplanned', { steps: [later] });
    await time.env.sleep('5 days');
    expectSent(breaches(legal), breaches(later));
  }, 20_000);

  it('does not remind of what is on record, nor record a breach twice', async () => {
    await time.serve(quietly);
    const late = await step('finance', { overdue: true, escalatedTo: 'gao.feng' });
    const legal = await step('legal');
    const reminded = { ...legal, warnAt: legal.warnAt.slice(2), reminded: [50, 75] };
    await approval(reminded, late);
    await time.env.sleep('30 days');
    expectSent(reminds(reminded, 0), breaches(reminded));
  }, 20_000);

  it('marks a refused step for an operator and keeps its sibling', async () => {
    await time.serve({
      ...quietly,
      RecordContractReviewOverdue: (body) =>
        (body as { step: string }).step === 'legal' ? refuse('round-not-found') : undefined,
    });
    const [legal, finance] = [await step('legal', { warnAt: [] }), await step('finance', { warnAt: [] })];
    const { handle, hears, status } = await approval(legal, finance);
    await time.env.sleep('5 days');
    expectSent(breaches(legal), breaches(finance));
    expect((await status()).attention).toEqual([{ step: `legal breach ${legal.dueAt}`, code: 'round-not-found' }]);
    await hears('ContractRecalled', { ended: true });
    await handle.result();
  }, 20_000);

  it('shows who holds which step, since when and until when, and to whom a late one went', async () => {
    await time.serve(quietly);
    const [legal, finance] = [await step('legal'), await step('finance')];
    const { handle, hears } = await approval(legal, finance);
    const late = { ...legal, reviewerId: 'fang.yuan', reminded: [50, 75, 90], overdue: true, escalatedTo: 'gao.feng' };
    await hears('ContractReviewEscalated', { steps: [late, finance] });
    await handle.query('contractApprovalStatus');
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain(
      `- **法務 legal**: fang.yuan; 開始 since ${shownTime(legal.since)}; 到期 due ${shownTime(legal.dueAt)}; ` +
        '已提醒 reminded at 50 %, 75 %, 90 %; **已逾期 overdue**, 已上報 escalated to gao.feng',
    );
    const { typedSearchAttributes } = await handle.describe();
    expect(typedSearchAttributes.get(shownKeys.owner)).toBe('li.na');
    expect(typedSearchAttributes.get(shownKeys.stage)).toBe('review');
    expect(typedSearchAttributes.get(shownKeys.overdue)).toBe(true);
    expect(typedSearchAttributes.get(shownKeys.nextDue)?.toISOString()).toBe(finance.dueAt);
  }, 20_000);
});
