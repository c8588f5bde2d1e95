import { OpenReviewStepsOf, OpenReviewStepsOfHandler } from '@dealtrail/contracts';
import { at, buyer, contractIdOf, firstWeekOfMarch } from './testing/approvals.js';
import type { SalesOffice } from './testing/sales-office.js';
import { MyWorkHandler, TeamWorkHandler, type ShownWork } from './work.handlers.js';
import { MyWork, TeamWork } from './work.queries.js';

let office: SalesOffice;
beforeAll(async () => {
  office = await firstWeekOfMarch();
}, 60_000);
afterAll(() => office.close());

const short = ({ kind, title, step }: ShownWork): string => [kind, title, step].filter(Boolean).join(' ');
const mine = async (who: string, fields: Partial<MyWork> = {}) =>
  new MyWorkHandler(office.reader, office.known).execute(await office.question(MyWork, who, fields));
const my = async (who: string, fields?: Partial<MyWork>) => (await mine(who, fields)).items.map(short);
const team = async (who: string, fields: Partial<TeamWork> = {}) => {
  const question = await office.question(TeamWork, who, fields);
  return (await new TeamWorkHandler(office.reader, office.known).execute(question)).items.map(short);
};
const ofLiNa = [
  'deal-stale Alpha',
  'deal-going-stale Beta',
  'contract-returned B',
  'sign-contract A',
  'sign-contract D',
  'sign-contract C',
];

describe('MyWork', () => {
  it('shows all that waits for me, the most urgent first and what has no limit last', async () => {
    expect(await my('li.na')).toEqual(ofLiNa);
    expect(await my('fa.wu')).toEqual(['review-contract F legal', 'review-contract E legal']);
    expect(await my('zhao.min')).toEqual(['deal-stale Alpha']);
    expect(await my('cai.wu')).toEqual([]);
  });

  it('says names, age and what is overdue', async () => {
    const [first, second] = (await mine('fa.wu')).items;
    expect(first).toEqual({
      itemId: `${contractIdOf('F')}/1/legal`,
      kind: 'review-contract',
      subject: 'contract',
      subjectId: contractIdOf('F'),
      round: 1,
      step: 'legal',
      number: expect.stringMatching(/^[A-Z0-9]{8}$/) as string,
      title: 'F',
      customerId: buyer,
      customerName: '明遠科技',
      dealId: expect.any(String) as string,
      ownerId: 'li.na',
      ownerName: '李娜',
      assignees: ['fa.wu'],
      assigneeNames: ['方悟'],
      since: at('03-02 15:00'),
      dueAt: at('03-04 18:00'),
      ageDays: 3,
      overdue: true,
    });
    expect(second).toMatchObject({ ageDays: 2, overdue: false, dueAt: at('03-06 18:00') });
  });

  it('keeps to kinds, to what is overdue and to what is due soon', async () => {
    expect(await my('li.na', { kind: 'sign-contract' })).toHaveLength(3);
    expect(await my('li.na', { overdue: true })).toEqual(['deal-stale Alpha']);
    expect(await my('li.na', { overdue: false })).toEqual(ofLiNa.slice(1));
    expect(await my('li.na', { dueBefore: at('03-11 09:00') })).toEqual(['deal-stale Alpha']);
    expect(await my('fa.wu', { sort: '-dueAt' })).toEqual(['review-contract E legal', 'review-contract F legal']);
  });

  it('pages in that order', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 6; pages++) {
      const page = await mine('li.na', { limit: 1, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(short));
      cursor = page.nextCursor;
      expect(cursor === undefined).toBe(pages === 5);
    }
    expect(seen).toEqual(ofLiNa);
  });

  it('says what waited at a past instant, for the deputy as well once the director was late', async () => {
    const before = at('03-04 17:59');
    const after = at('03-05 09:00');
    expect(await my('gao.feng', { asOf: before })).toEqual(['review-contract D director']);
    expect(await my('zhou.jie', { asOf: before })).toEqual([]);
    expect(await my('zhou.jie', { asOf: after })).toEqual(['review-contract D director']);
    expect(await my('zhou.jie')).toEqual([]);
  });

  it('is nothing for who only reads', () =>
    expect(mine('shen.ji')).rejects.toMatchObject({ code: 'role-not-permitted' }));
});

describe('TeamWork', () => {
  it('shows what waits for the people I answer for', async () => {
    expect(await team('zhao.min')).toEqual(ofLiNa);
    expect(await team('mei.lin')).toEqual(['review-contract F legal', 'review-contract E legal']);
    expect(await team('luo.wen')).toEqual([]);
    const all = ['deal-stale Alpha', 'review-contract F legal', 'review-contract E legal', ...ofLiNa.slice(1)];
    for (const who of ['gao.feng', 'hu.xue', 'shen.ji']) expect(await team(who)).toEqual(all);
    await expect(team('li.na')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });

  it('shows what they are late with, and one of them alone', async () => {
    expect(await team('zhao.min', { overdue: true })).toEqual(['deal-stale Alpha']);
    expect(await team('gao.feng', { overdue: true })).toEqual(['deal-stale Alpha', 'review-contract F legal']);
    expect(await team('gao.feng', { assigneeId: 'zhao.min' })).toEqual(['deal-stale Alpha']);
    expect(await team('zhao.min', { assigneeId: 'fa.wu' })).toEqual([]);
  });
});

describe('OpenReviewStepsOf', () => {
  const open = async (staffId: string, kind: 'process' | 'staff' = 'process') => {
    const question = await office.question(OpenReviewStepsOf, 'li.na', { staffId });
    const metadata = { actor: { kind, id: 'li.na' } as const };
    return new OpenReviewStepsOfHandler(office.reader, office.known).execute(Object.assign(question, { metadata }));
  };
  it('names the open steps of a person to a process, and to no seller', async () => {
    const steps = ['E', 'F'].map((title) => `${contractIdOf(title)}/1/legal`).sort();
    expect((await open('fa.wu')).items).toEqual(steps);
    expect((await open('cai.wu')).items).toEqual([]);
    await expect(open('fa.wu', 'staff')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
});

describe('what waits of orders', () => {
  it('is mine by name, or by a role I have', async () => {
    const line = { lineId: '1', description: 'GTX Pro', quantity: 2, value: { amount: 200_000, currency: 'CNY' } };
    const orderId = contractIdOf('SO-1');
    const placed = { orderId, ownerId: 'li.na', customerId: buyer, orderNumber: 'SO-1', value: line.value };
    office.now = at('03-06 14:00');
    await office.send({ type: 'PlaceOrder', ...placed, lines: [line] } as never, 'li.na');
    const more = [{ ...line, quantity: 3, value: { amount: 300_000, currency: 'CNY' } }];
    await office.send({ type: 'AmendOrder', orderId, reason: '加購', lines: more } as never, 'li.na');
    const department = { kind: 'acknowledge-order' } as const;
    const { items } = await mine('cai.wu', department);
    expect(items).toMatchObject([{ title: 'SO-1', part: 'acknowledgement/finance', dueAt: at('03-07 14:00') }]);
    for (const who of ['gao.feng', 'zhou.jie']) expect(await my(who, { kind: 'settle-amendment' })).toHaveLength(1);
    expect(await my('zhao.min', { kind: 'settle-amendment' })).toEqual([]);
    expect(await team('gao.feng', { assigneeId: 'zhou.jie', kind: 'settle-amendment' })).toEqual([
      'settle-amendment SO-1',
    ]);
    expect(await team('zhao.min', { kind: 'settle-amendment' })).toEqual([]);
    expect(await team('qian.cai', department)).toHaveLength(1);
  });
});

describe('what waits of cases', () => {
  it('is due first, and last with its reason once somebody else has the word', async () => {
    office.now = at('03-06 15:00');
    await office.person('luo.jia', '羅佳', ['customerService']);
    const caseId = contractIdOf('black screen');
    const reported = { caseId, kind: 'issue', channel: 'hotline', subject: '開機後黑屏', customerId: buyer };
    await office.send({ type: 'ReportCase', ...reported } as never, 'luo.jia');
    const clocks = ['answer-case', 'solve-case', 'close-case'];
    expect((await mine('luo.jia')).items).toMatchObject(
      clocks.map((kind) => ({ kind, title: '開機後黑屏', customerName: '明遠科技', ownerName: '羅佳' })),
    );
    expect((await mine('luo.jia', { kind: 'answer-case' })).items).toMatchObject([{ dueAt: at('03-06 16:00') }]);
    await office.send({ type: 'RespondToCase', caseId, channel: 'hotline' } as never, 'luo.jia');
    await office.send({ type: 'AwaitCase', caseId, for: 'customer', reason: '寄回' } as never, 'luo.jia');
    const [solve, close] = (await mine('luo.jia')).items;
    expect(solve).toMatchObject({ kind: 'solve-case', dueAt: at('03-07 15:00') });
    expect(close).toMatchObject({ kind: 'close-case', paused: 'wait/customer', overdue: false });
    expect(close).not.toHaveProperty('dueAt');
    office.now = at('03-07 16:00');
    expect(await team('gao.feng', { overdue: true, assigneeId: 'luo.jia' })).toEqual(['solve-case 開機後黑屏']);
  });
});
