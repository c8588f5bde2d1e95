import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { dayOf } from '@dealtrail/calendar';
import { contract, type Contract } from '@dealtrail/contracts';
import { fold, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { policyKind, type PolicyContent } from '@dealtrail/policies';
import type { ReminderEvent } from '@dealtrail/reminders';
import { SalesFloor } from './testing/sales-floor.js';

let floor: SalesFloor;
/** A hand-over is known by its person, and all spec files share one Temporal. */
const [leaver, leavesToo] = ['sun.li', 'wu.dan'].map((code) => `${code}.${randomUUID().slice(0, 8)}`) as [
  string,
  string,
];
let text: Awaited<ReturnType<SalesFloor['upload']>>;
const by = (id: string): Partial<CommandMetadata> => ({ actor: { kind: 'staff', id } });

beforeAll(async () => {
  floor = await SalesFloor.open();
  await floor.send({ type: 'RegisterUnit', unitId: 'law', kind: 'department', name: '法務' } as Intention);
  await floor.hire('li.na', ['rep']);
  for (const legal of ['fang.yuan', leaver, leavesToo]) await floor.hire(legal, ['legal'], 'law');
  await floor.hire('qin.tao', ['finance']);
  for (const director of ['gao.feng', 'zhou.jie']) await floor.hire(director, ['director']);
  text = await floor.upload('li.na', '合同正文');
  await floor.react();
  floor.work();
}, 60_000);
afterAll(() => floor?.close(), 60_000);

async function register(): Promise<string> {
  const dealId = randomUUID();
  await floor.send({ type: 'RegisterDeal', dealId, title: '12 台 GTX Pro' } as Intention, by('li.na'));
  return dealId;
}

async function draft(dealId: string): Promise<string> {
  const contractId = randomUUID();
  const terms = { paymentTerms: '30 日', breachLiability: '0.05%', deliveryPlan: '五月', text };
  const parties = [{ role: 'buyer', name: '明遠科技有限公司' }];
  const amount = { amount: 48_210_000, currency: 'CNY' };
  const intention = { type: 'DraftContract', contractId, dealId, title: '銷售合同', parties, amount, ...terms };
  await floor.send(intention as Intention, by('li.na'));
  return contractId;
}

async function submit(dealId: string, reviewers: object = { legal: 'fang.yuan', finance: 'qin.tao' }) {
  const contractId = await draft(dealId);
  await floor.send({ type: 'SubmitContract', contractId, reviewers } as unknown as Intention, by('li.na'));
  return contractId;
}
const does = (who: string, type: string, contractId: string, more: object = {}) =>
  floor.send({ type, contractId, round: 1, ...more } as unknown as Intention, by(who));

const types = async (stream: string) => (await floor.story(stream)).map(([type]) => type);
const happens = (stream: string, type: string) =>
  eventually(
    () => types(stream),
    (seen) => seen.includes(type),
  );
const stateOf = async (contractId: string) =>
  fold<Contract>(contract, (await floor.store.read([`contract-${contractId}`]))[0] ?? []) as Exclude<
    Contract,
    { status: 'none' }
  >;
const run = (contractId: string) => floor.client.workflow.getHandle(`contractApproval/${contractId}/1`);

/** Who was told what of a contract, in order of kind and person. */
async function told(contractId: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { events, live } of floor.store.subscribe(0, { categories: ['reminder'] })) {
    for (const { type, data } of events as readonly ReminderEvent[])
      if (type === 'ReminderRaised' && data.about.id === contractId) found.push(`${data.kind} ${data.staffId}`);
    if (live) break;
  }
  return found.sort();
}

describe('a contract that is approved and signed', () => {
  it('is watched from the submission to the last approval, wins its deal, and each concerned is told once', async () => {
    const dealId = await register();
    const contractId = await submit(dealId);
    const statusOf = () => run(contractId).query<{ steps: readonly { decided: boolean }[] }>('contractApprovalStatus');
    await eventually(
      () => statusOf().catch(() => undefined),
      (status) => status?.steps.length === 2,
    );
    const checks = ['payment-terms', 'breach-liability'];
    await does('fang.yuan', 'ApproveContract', contractId, { checks });
    expect((await eventually(statusOf, ({ steps }) => steps[0]?.decided === true)).steps[1]?.decided).toBe(false);
    await does('qin.tao', 'ApproveContract', contractId, { checks });
    await run(contractId).result();
    await does('li.na', 'SignContract', contractId, { text });
    await happens(`deal-${dealId}`, 'DealWon');
    expect(
      await eventually(
        () => told(contractId),
        (all) => all.length >= 3,
      ),
    ).toEqual(['contract-approved li.na', 'review-assigned fang.yuan', 'review-assigned qin.tao']);
  }, 60_000);
});

describe('a deal that is lost', () => {
  it('takes its contracts with it, those under review and those that are drafted later', async () => {
    const dealId = await register();
    const open = [await submit(dealId), await draft(dealId)];
    const status = (): Promise<string> =>
      run(open[0] ?? '')
        .describe()
        .then(
          (described) => described.status.name,
          (error: unknown) => {
            if (error instanceof WorkflowNotFoundError) return 'NOT YET';
            throw error;
          },
        );
    await eventually(status, (name) => name === 'RUNNING');
    await floor.send({ type: 'LoseDeal', dealId, reason: '價格' } as Intention, by('li.na'));
    const late = await draft(dealId);
    for (const contractId of [...open, late]) {
      await happens(`contract-${contractId}`, 'ContractWithdrawn');
      expect(await stateOf(contractId)).toMatchObject({ withdrawnFor: '商機已輸單 deal lost: 價格' });
    }
    await eventually(status, (name) => name === 'COMPLETED');
  }, 60_000);
});

describe('a reviewer who leaves', () => {
  it('holds no step afterwards, also none that is given to them in the same moment', async () => {
    const dealId = await register();
    const held = await submit(dealId, { legal: leaver, finance: 'qin.tao' });
    const given = await submit(dealId);
    const give = does('fang.yuan', 'DelegateContractReview', given, { to: leaver });
    const leave = { type: 'DeactivatePerson', staffId: leaver, reason: '離職' } as Intention;
    await Promise.allSettled([give, floor.send(leave, by('admin'))]);
    await happens(`staff-${leaver}`, 'HandOverCompleted');
    for (const contractId of [held, given])
      await eventually(
        () => stateOf(contractId),
        ({ round }) => round?.steps.every(({ reviewerId }) => reviewerId !== leaver) === true,
      );
  }, 60_000);
});

describe('a change of head', () => {
  it('moves the steps that the head before had as the head', async () => {
    for (const head of ['tang.bo', 'luo.wen']) await floor.hire(head, ['supervisor']);
    await floor.send({ type: 'AppointUnitHead', unitId: 'law', head: 'tang.bo' } as Intention);
    const contractId = await submit(await register(), { legal: leavesToo, finance: 'qin.tao' });
    await floor.send({ type: 'DeactivatePerson', staffId: leavesToo, reason: '離職' } as Intention, by('admin'));
    const legal = async () => (await stateOf(contractId)).round?.steps[0];
    await eventually(legal, (step) => step?.reviewerId === 'tang.bo' && step.via === 'head');
    await floor.send({ type: 'AppointUnitHead', unitId: 'law', head: 'luo.wen' } as Intention, by('admin'));
    await eventually(legal, (step) => step?.reviewerId === 'luo.wen' && step.via === 'head');
  }, 60_000);
});

describe('a new version of the calendar', () => {
  it('moves what was planned before it counts, tells the people, and says that it is done', async () => {
    const contractId = await submit(await register());
    const before = (await stateOf(contractId)).round?.steps[0]?.clock;
    const dueDay = dayOf(before?.dueAt ?? '');
    const { years, ...rest } = policyKind('calendar').first as PolicyContent<'calendar'>;
    const { daysOff = [], makeUpDays = [] } = years[dueDay.slice(0, 4)] ?? {};
    const off = { daysOff: [...daysOff, dueDay].sort(), makeUpDays: makeUpDays.filter((day) => day !== dueDay) };
    const effectiveFrom = new Date(Date.now() + 2_000).toISOString();
    await floor.publish('calendar', { ...rest, years: { ...years, [dueDay.slice(0, 4)]: off } }, effectiveFrom);

    await happens('policy-calendar', 'CalendarApplied');
    expect(await types('policy-calendar')).toEqual([
      'PolicyPublished',
      'PolicyPublished',
      'CalendarReplanningBegun',
      'CalendarApplied',
    ]);
    const { round } = await stateOf(contractId);
    for (const { clock } of round?.steps ?? []) {
      expect(clock.dueAt > (before?.dueAt ?? '')).toBe(true);
      expect(clock.calendar.version).toBe(2);
    }
    const status = () => run(contractId).query<{ steps: readonly { dueAt: string }[] }>('contractApprovalStatus');
    await eventually(status, ({ steps }) => steps.every(({ dueAt }, n) => dueAt === round?.steps[n]?.clock.dueAt));
    await eventually(
      () => told(contractId),
      (all) => ['fang.yuan', 'qin.tao', 'li.na'].every((who) => all.includes(`calendar-replanned ${who}`)),
    );
    const [replannings] = (await floor.reconciler().run()).filter(({ process }) => process === 'calendarReplanning');
    expect(replannings).toMatchObject({ open: 0, started: 0, ended: 0, failed: 0 });
  }, 60_000);
});
