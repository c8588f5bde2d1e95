import { derivedId } from '@dealtrail/event-sourcing';
import {
  CaseIdsPlannedBefore,
  CaseIdsPlannedBeforeHandler,
  OpenCaseIdsOf,
  OpenCaseIdsOfCustomer,
  OpenCaseIdsOfCustomerHandler,
  OpenCaseIdsOfHandler,
} from '@dealtrail/cases';
import type { ListQuestion, Page, Question } from '@dealtrail/read-store';
import { CaseClockHandler, CaseClocksHandler } from './case-clocks.handlers.js';
import { CaseEscalationsHandler } from './case-escalations.handlers.js';
import { CaseEscalations, CaseRecurrences, ServicePromises } from './case-lists.queries.js';
import { CasePageHandler } from './case-page.handlers.js';
import { CaseCausePageHandler, CaseRecurrencesHandler } from './case-recurrences.handlers.js';
import { CaseSubjectsInLog } from './case-subjects.module.js';
import { CaseRegisterHandler } from './case-views.handlers.js';
import { CaseCausePage, CaseClock, CaseClocks, CasePage, CaseRegister } from './case-views.queries.js';
import { ServicePromisesHandler } from './service-promise-views.handlers.js';
import { SalesOffice } from './testing/sales-office.js';

const id = (name: string): string => derivedId('case-views', name);
const customerId = id('customer');
const [firstOfCustomer, secondOfCustomer] = [id('first promise'), id('second promise')];
const hour = 3_600_000;

let office: SalesOffice;
const act = async (at: string, by: string, type: string, fields: object) => {
  office.now = at;
  await office.send({ type, ...fields } as never, by);
};
const of = (at: string, by: string, type: string, name: string, fields: object = {}) =>
  act(at, by, type, { caseId: id(name), ...fields });
const report = (at: string, by: string, name: string, fields: object = {}) =>
  of(at, by, 'ReportCase', name, { kind: 'issue', channel: 'hotline', subject: `${name} 無法開機`, ...fields });

/**
 * A is a complaint of 華東精密 that Qin Tao has now, D its duplicate; B was answered late and is closed, C is Wang Wei's and nobody has
 * answered it. It is Wednesday, 4 March 2026, 09:30 in Shanghai: the last moment in which A is handled in time. Two promises were made
 * to the customer, one to nobody we know.
 */
beforeAll(async () => {
  office = await SalesOffice.open();
  await office.unit('east', 'team', 'East', undefined, 'zhao.min');
  await office.unit('service', 'department', 'Service', undefined, 'he.ping');
  await office.person('li.na', '李娜', ['rep'], 'east');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east');
  await office.person('wang.wei', '王伟', ['rep']);
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('luo.jia', '羅佳', ['customerService'], 'service');
  await office.person('he.ping', '何平', ['customerService', 'supervisor'], 'service');
  await office.person('qin.tao', '秦涛', ['technical']);
  await office.person('fa.wu', '方悟', ['legal']);
  await office.person('mo.qing', '莫青', ['auditor']);
  await act('2026-03-01T01:00:00.000Z', 'li.na', 'RegisterCustomer', { customerId, name: '華東精密' });
  const lines = [{ lineId: '1', description: 'GTX', quantity: 2, value: { amount: 100, currency: 'CNY' } }];
  const placed = { orderId: id('order'), orderNumber: 'A-1', customerId, lines };
  await act('2026-03-01T01:00:00.000Z', 'li.na', 'PlaceOrder', { ...placed, value: { amount: 100, currency: 'CNY' } });
  const promise = { customerId, source: 'contract', text: '首年免費上門保養兩次', dueOn: '2026-03-03' };
  const promised = (promiseId: string, by: string, more: object = {}) =>
    act('2026-03-01T02:00:00.000Z', by, 'RegisterServicePromise', { promiseId, ...promise, ...more });
  await promised(firstOfCustomer, 'li.na');
  await promised(secondOfCustomer, 'li.na', { text: '備機一台', dueOn: '2026-12-31' });
  await promised(id('third promise'), 'wang.wei', { customerId: id('stranger') });

  const about = { customerId, orderId: id('order'), productId: 'gtx.pro', sellerId: 'li.na' };
  await report('2026-03-02T02:00:00.000Z', 'luo.jia', 'A', { ...about, kind: 'complaint', impact: 1, urgency: 2 });
  await of('2026-03-02T02:30:00.000Z', 'luo.jia', 'RespondToCase', 'A', { channel: 'hotline', note: '已受理' });
  await report('2026-03-02T03:00:00.000Z', 'luo.jia', 'B', { productId: 'gtx.pro' });
  await report('2026-03-02T04:00:00.000Z', 'luo.jia', 'D', { customerId });
  await of('2026-03-02T04:10:00.000Z', 'luo.jia', 'MergeCase', 'D', { into: id('A'), reason: '同一故障' });
  await of('2026-03-02T05:00:00.000Z', 'luo.jia', 'RespondToCase', 'B');
  await of('2026-03-02T05:00:00.000Z', 'luo.jia', 'AwaitCase', 'A', { for: 'customer' });
  const missed = { clock: 'response', dueAt: '2026-03-02T04:00:00.000Z' };
  await of('2026-03-02T05:30:00.000Z', 'he.ping', 'AcknowledgeCaseEscalation', 'B', { ...missed, answer: '已致電' });
  await of('2026-03-02T06:00:00.000Z', 'luo.jia', 'ResolveCase', 'B', { resolution: '重裝驅動' });
  await of('2026-03-02T07:00:00.000Z', 'luo.jia', 'ConfirmCaseResolution', 'B', { channel: 'hotline' });
  await of('2026-03-02T08:00:00.000Z', 'luo.jia', 'ResumeCase', 'A');
  await of('2026-03-03T01:30:00.000Z', 'luo.jia', 'GivePreliminarySolution', 'A', { solution: '更換主板' });
  await of('2026-03-03T02:00:00.000Z', 'luo.jia', 'HandOverCase', 'A', { department: 'technical', to: 'qin.tao' });
  const cause = { category: 'product-quality', prevention: '來料加測' };
  await of('2026-03-03T03:00:00.000Z', 'luo.jia', 'RecordCaseCause', 'A', cause);
  await act('2026-03-03T04:00:00.000Z', 'luo.jia', 'LinkServicePromise', {
    promiseId: firstOfCustomer,
    caseId: id('A'),
  });
  await act('2026-03-03T05:00:00.000Z', 'luo.jia', 'BreakServicePromise', {
    ...{ promiseId: firstOfCustomer, caseId: id('A'), reason: '備件停產' },
  });
  const note = (at: string, name: string, subjectKind: string, subjectId: string) =>
    office.send(
      { type: 'NoteCaseCause', category: 'product-quality', subjectKind, subjectId, caseId: id(name), at } as never,
      { kind: 'process', id: 'caseRecurrence' },
    );
  await note('2026-03-02T07:00:00.000Z', 'B', 'product', 'gtx.pro');
  await note('2026-03-03T03:00:00.000Z', 'A', 'product', 'gtx.pro');
  await note('2026-03-03T03:00:00.000Z', 'A', 'customer', customerId);
  await report('2026-03-04T00:00:00.000Z', 'wang.wei', 'C', { channel: 'mail' });
  office.now = '2026-03-04T01:30:00.000Z';
}, 60_000);
afterAll(() => office.close());

type Handler<Q extends Question, A> = new (
  store: SalesOffice['reader'],
  known: SalesOffice['known'],
) => { execute(question: Q): Promise<A> };
const asking =
  <Q extends Question, A>(type: new () => Q, handler: Handler<Q, A>) =>
  async (who: string, fields: Partial<Q> = {}): Promise<A> => {
    const question = await office.question(type, who, fields);
    return new handler(office.reader, office.known).execute(question);
  };
const names = new Map(['A', 'B', 'C', 'D'].map((name) => [id(name), name]));
const named = ({ items }: { readonly items: readonly { readonly caseId: string }[] }) =>
  items.map(({ caseId }) => names.get(caseId));

describe('whose a case is about', () => {
  it('is told by its order, else by its customer, and not at all of what there is not', async () => {
    const subjects = new CaseSubjectsInLog(office.store);
    const its = { customerId, sellerId: 'li.na' };
    expect(await subjects.whose({ orderId: id('order'), customerId: id('stranger') })).toEqual(its);
    expect(await subjects.whose({ customerId })).toEqual({ sellerId: 'li.na' });
    expect(await subjects.whose({ orderId: id('no order'), customerId })).toEqual({ sellerId: 'li.na' });
    expect(await subjects.whose({ customerId: id('stranger') })).toEqual({});
    expect(await subjects.whose({})).toEqual({});
  });
});

describe('CaseRegister', () => {
  const ask = asking(CaseRegister, CaseRegisterHandler);
  const cases = async (who: string, fields?: Partial<CaseRegister>) => named(await ask(who, fields));

  it('shows cases with the names of other contexts, and what has come of their clocks', async () => {
    const { items } = await ask('luo.jia', { status: 'open', kind: 'complaint' });
    expect(items).toMatchObject([
      {
        ...{ customerName: '華東精密', orderNumber: 'A-1', ownerName: '秦涛', sellerName: '李娜', priority: 'high' },
        ...{ responseMs: hour / 2, responseLate: false, respondedBy: 'luo.jia', solutionMs: 23.5 * hour },
        ...{ closingPausedMs: 3 * hour, handovers: 1, department: 'technical', stage: 'handling', overdue: false },
        ...{ cause: 'product-quality', responsibleNames: expect.arrayContaining(['秦涛']) as string[] },
      },
    ]);
    expect(items[0]).not.toHaveProperty('known');
    const [late] = (await ask('luo.jia', { status: 'closed' })).items;
    expect(late).toMatchObject({ responseLate: true, openEscalations: 0, closedAt: '2026-03-02T07:00:00.000Z' });
  });
  it('shows sellers what is theirs, what they follow and what was told to them, and service all', async () => {
    expect(await cases('luo.jia')).toEqual(['C', 'D', 'B', 'A']);
    expect(await cases('mo.qing')).toHaveLength(4);
    expect(await cases('li.na')).toEqual(['A']);
    expect(await cases('zhao.min')).toEqual(['A']);
    expect(await cases('wang.wei')).toEqual(['C']);
    expect(await cases('qin.tao')).toEqual(['A']);
    expect(await cases('fa.wu')).toEqual([]);
  });
  it('keeps to each filter', async () => {
    const found = async (fields: Partial<CaseRegister>) => (await cases('luo.jia', fields)).join('');
    expect(await found({ open: true })).toBe('CA');
    expect(await found({ open: false })).toBe('DB');
    expect(await found({ status: 'merged' })).toBe('D');
    expect(await found({ ownerId: 'wang.wei' })).toBe('C');
    expect(await found({ sellerId: 'li.na' })).toBe('A');
    expect(await found({ responsibleId: 'qin.tao' })).toBe('A');
    expect(await found({ customerId })).toBe('DA');
    expect(await found({ orderId: id('order') })).toBe('A');
    expect(await found({ productId: 'gtx.pro' })).toBe('BA');
    expect(await found({ channel: 'mail' })).toBe('C');
    expect(await found({ priority: 'high' })).toBe('A');
    expect(await found({ cause: 'product-quality' })).toBe('A');
    expect(await found({ category: '硬件' })).toBe('');
    expect(await found({ group: 'V5' })).toBe('');
    expect(await found({ overdue: true })).toBe('C');
    expect(await found({ overdue: false, open: true })).toBe('A');
    expect(await found({ late: 'response' })).toBe('CB');
    expect(await found({ late: 'solution' })).toBe('');
    expect(await found({ escalated: true })).toBe('');
    expect(await found({ from: '2026-03-03' })).toBe('C');
    expect(await found({ to: '2026-03-02' })).toBe('DBA');
    expect(await found({ text: '華東' })).toBe('DA');
    expect(await found({ text: 'b 無法' })).toBe('B');
    expect(await found({ sort: 'closingMs', limit: 1 })).toHaveLength(1);
  });
  it('answers as of an instant', async () => {
    const recorded = (await office.store.read([`case-${id('B')}`]))[0]?.[0]?.recordedAt;
    expect(await cases('luo.jia', { asOf: recorded, sort: 'reportedAt' })).toEqual(['A', 'B']);
  });
});

describe('CasePage', () => {
  const ask = asking(CasePage, CasePageHandler);

  it('has all of a case, and what surrounds it', async () => {
    const page = await ask('li.na', { caseId: id('A') });
    expect(page).toMatchObject({
      ...{ ownerId: 'qin.tao', customerName: '華東精密', orderNumber: 'A-1', overdue: false },
      known: { status: 'open', subject: 'A 無法開機', solution: { text: '更換主板' } },
      duplicates: [{ caseId: id('D'), subject: 'D 無法開機' }],
      promises: [
        { promiseId: secondOfCustomer, state: 'open', overdue: false, sellerName: '李娜' },
        { promiseId: firstOfCustomer, state: 'broken', brokenFor: '備件停產', cases: [id('A')] },
      ],
      responsibility: [
        { staffId: 'luo.jia', from: '2026-03-02T02:00:00.000Z', to: '2026-03-03T02:00:00.000Z', came: 'reported' },
        { staffId: 'qin.tao', from: '2026-03-03T02:00:00.000Z', came: 'handedOver', department: 'technical' },
      ],
      people: { 'luo.jia': '羅佳', 'qin.tao': '秦涛', 'li.na': '李娜' },
    });
    expect(page.happened.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['CaseReported', 'CaseResponded', 'CaseWaitBegun', 'CaseHandedOver', 'CaseCauseRecorded']),
    );
    for (const { elapsedMs, countedMs, pausedMs, offMs } of page.clocks) {
      expect(countedMs + pausedMs + offMs).toBe(elapsedMs);
      expect(offMs).toBe(0);
    }
    expect(page.clocks.map(({ clockName }) => clockName)).toEqual(
      expect.arrayContaining(['響應', '初步解決方案', '閉環', '投訴階段：調查']),
    );
  });
  it('is overdue when it is, on record or not', async () =>
    expect(await ask('wang.wei', { caseId: id('C') })).toMatchObject({ overdue: true }));
  it('refuses others, and what is not there', async () => {
    await expect(ask('wang.wei', { caseId: id('A') })).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(ask('qin.tao', { caseId: id('B') })).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(ask('luo.jia', { caseId: id('Z') })).rejects.toMatchObject({ code: 'case-not-found' });
  });
});

describe('CaseClock', () => {
  const ask = asking(CaseClock, CaseClockHandler);

  it('explains a clock that runs as of when it is asked', async () => {
    const closing = await ask('li.na', { caseId: id('A'), clock: 'closing' });
    expect(closing).toMatchObject({
      ...{ clockName: '閉環', state: 'running', elapsedMs: 47.5 * hour, countedMs: 44.5 * hour, pausedMs: 3 * hour },
      ...{ leftMs: 27.5 * hour, dueAt: '2026-03-05T05:00:00.000Z', policyVersion: 1, overdue: false },
      ...{ asked: '2026-03-04T01:30:00.000Z', people: { 'qin.tao': '秦涛' } },
    });
    expect(closing.intervals.map(({ cause, counted, ms }) => [counted, ms / hour, cause])).toEqual([
      [true, 3, undefined],
      [false, 3, 'wait/customer'],
      [true, 41.5, undefined],
    ]);
    expect(closing.plans.map(({ cause }) => cause)).toEqual(['started', 'resumed']);
  });
  it('tells who was told of a breach and what they answered', async () =>
    expect(await ask('he.ping', { caseId: id('B'), clock: 'response' })).toMatchObject({
      ...{ state: 'met', overdue: true, breachOnRecord: true, overMs: hour, elapsedMs: 2 * hour },
      escalations: [{ to: 'he.ping', answer: '已致電' }],
    }));
  it('refuses a clock it does not have, and who may not read the case', async () => {
    await expect(ask('luo.jia', { caseId: id('A'), clock: 'sync/1' })).rejects.toMatchObject({
      code: 'clock-not-found',
    });
    await expect(ask('wang.wei', { caseId: id('A'), clock: 'closing' })).rejects.toMatchObject({
      code: 'out-of-reach',
    });
  });
});

describe('CaseClocks', () => {
  const ask = asking(CaseClocks, CaseClocksHandler);

  it('lists clocks by kind, state and who answers for them', async () => {
    const { items } = await ask('luo.jia', { clockKind: 'response', overdue: true });
    expect(named({ items })).toEqual(['C', 'B']);
    expect(items[0]).toMatchObject({ overdue: true, clockName: '響應', responsibleName: '王伟', overMs: hour / 2 });
    expect(named(await ask('luo.jia', { clockKind: 'closing', state: 'paused' }))).toEqual(['D']);
    expect(named(await ask('wang.wei', { state: 'running', sort: 'dueAt' }))).toEqual(['C', 'C', 'C']);
    expect(named(await ask('qin.tao', { state: 'running', clockKind: 'closing' }))).toEqual(['A']);
  });
});

describe('CaseEscalations', () => {
  const ask = asking(CaseEscalations, CaseEscalationsHandler);

  it('shows who was told, and whether they answered, to them and to who reaches the case', async () => {
    expect((await ask('he.ping')).items).toMatchObject([
      {
        ...{ clock: 'response', clockName: '響應', to: 'he.ping', toName: '何平', responsibleName: '羅佳' },
        ...{ state: 'acknowledged', answer: '已致電', dueAt: '2026-03-02T04:00:00.000Z' },
      },
    ]);
    expect((await ask('luo.jia', { state: 'open' })).items).toEqual([]);
    expect((await ask('li.na')).items).toEqual([]);
    expect(named(await ask('luo.jia', { from: '2026-03-02', to: '2026-03-02', toldId: 'he.ping' }))).toEqual(['B']);
    expect(named(await ask('luo.jia', { from: '2026-03-03' }))).toEqual([]);
  });
});

describe('ServicePromises', () => {
  const ask = asking(ServicePromises, ServicePromisesHandler);
  const texts = async (who: string, fields?: Partial<ServicePromises>) =>
    (await ask(who, fields)).items.map(({ promiseId }) => promiseId);

  it('shows sellers their own and their teams’, and service all', async () => {
    expect(await texts('luo.jia')).toHaveLength(3);
    expect(new Set(await texts('zhao.min'))).toEqual(new Set([firstOfCustomer, secondOfCustomer]));
    expect(await texts('wang.wei')).toEqual([id('third promise')]);
    await expect(ask('fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
  it('keeps to state, customer, case and words, and is overdue the day after its day', async () => {
    expect((await ask('luo.jia', { state: 'broken' })).items).toMatchObject([
      { promiseId: firstOfCustomer, customerName: '華東精密', sellerName: '李娜', overdue: false },
    ]);
    expect(await texts('luo.jia', { overdue: true })).toEqual([id('third promise')]);
    expect(await texts('luo.jia', { caseId: id('A') })).toEqual([firstOfCustomer]);
    expect(await texts('luo.jia', { customerId, state: 'open' })).toEqual([secondOfCustomer]);
    expect(await texts('luo.jia', { text: '備機' })).toEqual([secondOfCustomer]);
    expect(await texts('luo.jia', { text: '華東' })).toHaveLength(2);
  });
});

describe('CaseRecurrences', () => {
  const ask = asking(CaseRecurrences, CaseRecurrencesHandler);

  it('shows what came back to which product and customer, in the words of the policy', async () => {
    expect((await ask('wang.wei', { recurred: true })).items).toMatchObject([
      {
        ...{ category: 'product-quality', categoryZh: '產品質量', subjectKind: 'product', subjectId: 'gtx.pro' },
        ...{ caseIds: [id('B'), id('A')], recurrences: 1, days: 90 },
      },
    ]);
    expect((await ask('wang.wei', { recurred: false })).items).toMatchObject([
      { subjectKind: 'customer', customerName: '華東精密', caseCount: 1 },
    ]);
    await expect(ask('fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
  });
});

describe('CaseCausePage', () => {
  const ask = asking(CaseCausePage, CaseCausePageHandler);

  it('shows why a case came about, and the others of the same cause', async () => {
    expect(await ask('li.na', { caseId: id('A') })).toMatchObject({
      ...{ kind: 'complaint', status: 'open', recurred: true },
      cause: { category: 'product-quality', categoryZh: '產品質量', prevention: '來料加測' },
      same: expect.arrayContaining([expect.objectContaining({ subjectId: 'gtx.pro', caseCount: 2 })]) as object[],
    });
    expect(await ask('wang.wei', { caseId: id('C') })).toMatchObject({ same: [], recurred: false });
    expect((await ask('wang.wei', { caseId: id('C') })).cause).toBeUndefined();
    await expect(ask('wang.wei', { caseId: id('A') })).rejects.toMatchObject({ code: 'out-of-reach' });
  });
});

it('tells processes which open cases are somebody’s, a customer’s, or planned by an older calendar', async () => {
  const ids = async <Q extends ListQuestion>(
    type: new () => Q,
    handler: Handler<Q, Page<string>>,
    fields: Partial<Q>,
  ) => {
    const question = await office.question(type, 'luo.jia', fields);
    const metadata = { actor: { kind: 'process', id: 'reassignment' } } as const;
    const asked = Object.assign(question, { metadata });
    const { items } = await new handler(office.reader, office.known).execute(asked);
    return items.map((one) => names.get(one)).sort();
  };
  expect(await ids(OpenCaseIdsOf, OpenCaseIdsOfHandler, { staffId: 'luo.jia' })).toEqual(['D']);
  expect(await ids(OpenCaseIdsOf, OpenCaseIdsOfHandler, { staffId: 'qin.tao' })).toEqual(['A']);
  expect(await ids(OpenCaseIdsOfCustomer, OpenCaseIdsOfCustomerHandler, { customerId })).toEqual(['A', 'D']);
  expect(await ids(CaseIdsPlannedBefore, CaseIdsPlannedBeforeHandler, { calendarVersion: 9 })).toEqual([]);
  const refused = asking(OpenCaseIdsOf, OpenCaseIdsOfHandler)('luo.jia', { staffId: 'luo.jia' });
  await expect(refused).rejects.toMatchObject({ code: 'role-not-permitted' });
});

describe('an import that was stopped', () => {
  const ask = asking(CaseRegister, CaseRegisterHandler);

  it('leaves cases whose past is not told to its end: they are listed until it is, and each says so', async () => {
    const past = { history: true, onBehalfOf: 'gao.feng', occurredAt: '2016-03-01T01:00:00.000Z' };
    const importing = { kind: 'import', id: 'incidents' } as const;
    const half = { kind: 'issue', channel: 'mail', subject: '2016', ownerId: 'wang.wei', moreToTell: true };
    await office.send({ type: 'ReportCase', caseId: id('half'), ...half } as never, importing, past);
    const waiting = async () => (await ask('luo.jia', { moreToTell: true })).items;
    expect(await waiting()).toMatchObject([{ caseId: id('half'), history: true, moreToTell: true }]);
    expect(named(await ask('luo.jia', { moreToTell: false }))).toEqual(['C', 'D', 'B', 'A']);
    await office.send({ type: 'EditCase', caseId: id('half'), moreToTell: false } as never, importing, past);
    expect(await waiting()).toEqual([]);
  });
});

/**
 * E is answered late by Wang Wei, who has it: Gao Feng is told, and leaves. Then it is Li Na's, of another customer as it turns out, and
 * then Qin Tao's of the technical team. None of these facts says anything of the clock that has ended, or of the breach.
 */
describe('a case that has been handed on', () => {
  const clocks = asking(CaseClocks, CaseClocksHandler);
  const escalations = asking(CaseEscalations, CaseEscalationsHandler);
  const page = asking(CasePage, CasePageHandler);
  const dueAt = '2026-03-04T03:00:00.000Z';
  const breach = { clock: 'response', dueAt };
  const ofCase = { caseId: id('E') };
  /** Whether who asks finds the clock that has ended, and the breach, by what they ask for. */
  const found = async (who: string, fields: { ownerId?: string; customerId?: string; asOf?: string } = {}) => [
    (await clocks(who, { ...fields, ...ofCase, clockKind: 'response' })).items.length === 1,
    (await escalations(who, { ...fields, ...ofCase })).items.length === 1,
  ];
  const both = [true, true];
  const neither = [false, false];
  const lastRecorded = async () => (await office.store.read([`case-${id('E')}`]))[0]?.at(-1)?.recordedAt;

  beforeAll(async () => {
    await report('2026-03-04T02:00:00.000Z', 'luo.jia', 'E', { ownerId: 'wang.wei' });
    await of('2026-03-04T04:00:00.000Z', 'wang.wei', 'RespondToCase', 'E');
  });

  it('is found by whoever has it and whose team that is, whatever was said of its clocks before', async () => {
    expect(await found('wang.wei', { ownerId: 'wang.wei' })).toEqual(both);
    expect(await found('li.na')).toEqual(neither);
    const before = await lastRecorded();
    await of('2026-03-04T04:30:00.000Z', 'luo.jia', 'AssignCase', 'E', { to: 'li.na' });
    expect(await found('li.na')).toEqual(both);
    expect(await found('zhao.min')).toEqual(both);
    expect(await found('luo.jia', { ownerId: 'li.na' })).toEqual(both);
    expect(await found('luo.jia', { ownerId: 'wang.wei' })).toEqual(neither);
    expect(await found('luo.jia', { asOf: before, ownerId: 'wang.wei' })).toEqual(both);
    expect(await found('luo.jia', { asOf: before, ownerId: 'li.na' })).toEqual(neither);

    await of('2026-03-04T04:40:00.000Z', 'luo.jia', 'HandOverCase', 'E', { department: 'technical', to: 'qin.tao' });
    expect(await found('qin.tao', { ownerId: 'qin.tao' })).toEqual(both);
    expect(await found('luo.jia', { ownerId: 'li.na' })).toEqual(neither);
    const [row] = (await escalations('qin.tao', ofCase)).items;
    expect(row).toMatchObject({ ownerId: 'qin.tao', ownerName: '秦涛', responsibleId: 'wang.wei', to: 'gao.feng' });
    const all = (await clocks('qin.tao', ofCase)).items.map(({ clock, ownerName }) => [clock, ownerName]);
    expect(all).toEqual(expect.arrayContaining([['response', '秦涛']]));
    expect(all).toHaveLength(3);
  });
  it('still is found by who had it, as its page is, and by nobody else', async () => {
    expect(await found('wang.wei')).toEqual(both);
    expect(await found('fa.wu')).toEqual(neither);
  });
  it('is found by the customer it turns out to be of', async () => {
    expect(await found('luo.jia', { customerId })).toEqual(neither);
    await of('2026-03-04T04:50:00.000Z', 'luo.jia', 'EditCase', 'E', { customerId });
    expect(await found('luo.jia', { customerId })).toEqual(both);
    const [row] = (await escalations('luo.jia', ofCase)).items;
    expect(row).toMatchObject({ customerId, customerName: '華東精密' });
  });
  it('says of a breach everybody who was told, when, and who answers for it in whose place', async () => {
    await office.person('tang.yu', '唐宇', ['director']);
    office.now = '2026-03-04T05:00:00.000Z';
    const left = { staffId: 'gao.feng', round: 1, reason: '離職', handOverTo: 'tang.yu' };
    await office.happened('staff-gao.feng', { type: 'PersonDeactivated', data: left });
    const position = Number(await office.store.head());
    const leaver = { type: 'ReassignCase', ...ofCase, from: 'gao.feng', position };
    await office.send(leaver as never, { kind: 'process', id: 'caseReassignment' });
    const told = [
      {
        ...{ to: 'gao.feng', post: 'supervisor', at: '2026-03-04T04:00:00.000Z' },
        ...{ replacedBy: 'tang.yu', replacedAt: '2026-03-04T05:00:00.000Z', cause: 'left' },
      },
      { to: 'tang.yu', post: 'supervisor', at: '2026-03-04T05:00:00.000Z' },
    ];
    expect((await escalations('tang.yu', ofCase)).items).toMatchObject([{ ...breach, to: 'tang.yu', told }]);
    const { escalations: onPage, people } = await page('qin.tao', ofCase);
    expect(onPage).toMatchObject([{ ...breach, state: 'open', responsibleId: 'wang.wei', told }]);
    expect(people).toMatchObject({ 'gao.feng': '高峰', 'tang.yu': '唐宇', 'wang.wei': '王伟' });
  });
});
