import { randomUUID } from 'node:crypto';
import { CommandRegistry, derivedId, type Intention } from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { Dispatcher } from '@dealtrail/runtime';
import { TestSystem } from './testing/system.js';

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

describe("a customer's link, over HTTP", () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.open();
    for (const [staffId, role] of [
      ['li.na', 'rep'],
      ['wang.wei', 'rep'],
      ['yun.ying', 'operations'],
      ['cai.wu', 'finance'],
      ['luo.jia', 'customerService'],
    ] as const)
      await system.done('/staff', 'admin', { staffId, name: staffId, roles: [role] });
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  const value = { amount: 120_000, currency: 'CNY' };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  /** An order of twelve, one delivery of them planned; or the customer has it already. */
  async function ordered({ delivered = false } = {}): Promise<string> {
    const orderId = randomUUID();
    const lines = [{ lineId: '1', description: '伺服器 <GTX>', quantity: 12, value }];
    await system.done('/orders', 'li.na', { orderId, orderNumber: `SO-${orderId.slice(0, 6)}`, lines, value });
    const path = `/orders/${orderId}/deliveries`;
    await system.done(path, 'li.na', {
      delivery: 1,
      scheduledOn: inDays(10),
      lines: [{ lineId: '1', quantity: 12 }],
    });
    if (delivered)
      await system.done(`${path}/1/deliver`, 'li.na', {
        happenedAt: new Date().toISOString(),
        withoutDocumentsReason: '隨後寄出',
      });
    return orderId;
  }
  async function issue(orderId: string, purpose: string, part = '1', more: object = {}): Promise<string> {
    const { status, body } = await system.post('/customer-links', {
      as: 'li.na',
      body: { purpose, subjectId: orderId, part, ...more },
    });
    expect([status, body['link']]).toEqual([201, expect.stringMatching(/^\/link\/[0-9a-f-]{36}\.[\w-]{43}$/)]);
    return String(body['link']);
  }
  async function fetched(link: string, init: RequestInit = {}): Promise<Page> {
    const response = await fetch(system.url + link, { redirect: 'manual', ...init });
    return { status: response.status, headers: response.headers, html: await response.text() };
  }
  const open = (link: string, language = 'zh-CN') => fetched(link, { headers: { 'accept-language': language } });
  const press = (link: string, fields: Record<string, string>) =>
    fetched(link, { method: 'POST', body: new URLSearchParams(fields), headers: { 'accept-language': 'zh-CN' } });
  const seenOn = ({ html }: Page) => /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const idOf = (link: string) => link.slice('/link/'.length).split('.')[0] ?? '';
  const factsOf = async (orderId: string, ...types: string[]) =>
    (await system.facts({ stream: `order-${orderId}` })).filter(({ type }) => types.includes(type));

  it('is opened, confirms time and criteria once, and shows that from then on', async () => {
    const orderId = await ordered();
    const link = await issue(orderId, 'confirmDelivery', '1', { text: '開箱無損' });
    const page = await open(link);
    expect(page.status).toBe(200);
    for (const shown of ['lang="zh-CN"', '确认交付时间与验收标准', inDays(10), '伺服器 &#60;GTX&#62;', '開箱無損'])
      expect(page.html).toContain(shown);
    expect((await open(link, 'en')).html).toContain('Confirm time and acceptance criteria');
    expect((await open(`${link}?lang=en`)).html).toContain('lang="en"');
    expect(await factsOf(orderId, 'DeliveryConfirmed')).toEqual([]);

    const answer = { choice: 'confirm', seen: seenOn(page), text: '開箱無損\r\n通電 30 分鐘' };
    const pressed = await press(link, answer);
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '?lang=zh']);
    const [fact, ...others] = await factsOf(orderId, 'DeliveryConfirmed');
    expect(others).toEqual([]);
    expect(fact?.data).toMatchObject({
      scheduledOn: inDays(10),
      criteria: '開箱無損\n通電 30 分鐘',
      linkId: idOf(link),
    });
    expect(fact?.data).not.toHaveProperty('by');
    expect(fact?.metadata.actor).toEqual({ kind: 'customerLink', id: idOf(link) });

    const replays = [await press(link, answer), await press(link, answer)];
    expect(replays.map(({ status }) => status)).toEqual([303, 303]);
    const other = await press(link, { ...answer, text: '別的' });
    expect([other.status, other.html.includes('刚才的内容没有记录')]).toEqual([409, true]);
    const receipt = await open(link);
    expect(receipt.status).toBe(200);
    for (const shown of ['您的答复已记录', '已确认交付时间与验收标准', '通電 30 分鐘'])
      expect(receipt.html).toContain(shown);
    expect(receipt.html).not.toContain('<form');
    expect(await factsOf(orderId, 'DeliveryConfirmed')).toHaveLength(1);
  }, 30_000);

  it('is signed for in part, and the rest by another link', async () => {
    const orderId = await ordered({ delivered: true });
    const [first, second] = [await issue(orderId, 'signOffDelivery'), await issue(orderId, 'signOffDelivery')];
    const part = { choice: 'signPart', seen: '0', 'quantity:1': '10', text: '兩台破損' };
    expect((await press(first, part)).status).toBe(303);
    const stale = await press(second, { choice: 'sign', seen: '0' });
    expect([stale.status, stale.html.includes('内容刚刚有变化'), seenOn(stale)]).toEqual([409, true, '1']);
    expect((await press(second, { choice: 'sign', seen: '1' })).status).toBe(303);
    const signed = await factsOf(orderId, 'DeliverySignedOff');
    expect(signed.map(({ data }) => data)).toMatchObject([
      { accepted: [{ lineId: '1', quantity: 10 }], complete: false, remarks: '兩台破損', linkId: idOf(first) },
      { accepted: [{ lineId: '1', quantity: 2 }], complete: true, linkId: idOf(second) },
    ]);
  }, 30_000);

  it('refuses, which opens an exception whose alternative is answered by a link too', async () => {
    const orderId = await ordered({ delivered: true });
    const link = await issue(orderId, 'signOffDelivery');
    const without = await press(link, { choice: 'refuse', seen: '0', text: ' ' });
    expect([without.status, without.html.includes('请填写拒绝签收的原因')]).toEqual([400, true]);
    expect((await press(link, { choice: 'refuse', seen: '0', text: '型號不符' })).status).toBe(303);
    const [refused, declared] = await factsOf(orderId, 'DeliverySignOffRefused', 'OrderExceptionDeclared');
    expect(refused?.data).toMatchObject({ reason: '型號不符', linkId: idOf(link) });
    expect(declared?.data).toMatchObject({ kind: 'refused', delivery: 1 });
    const { exceptionId } = refused?.data as { readonly exceptionId: string };
    await system.done(`/orders/${orderId}/exceptions/${exceptionId}/alternatives`, 'li.na', {
      alternative: 1,
      kind: 'warranty-extension',
      description: '延長質保一年',
      cost: value,
    });
    const offer = await issue(orderId, 'answerAlternative', `${exceptionId}/1`);
    const page = await open(offer);
    expect(page.html).toContain('延長質保一年');
    expect(page.html).not.toContain('1200');
    expect((await press(offer, { choice: 'accept', seen: seenOn(page) })).status).toBe(303);
    expect(await factsOf(orderId, 'AlternativeAccepted')).toMatchObject([{ data: { linkId: idOf(offer) } }]);
  }, 30_000);

  it('reports an issue on an order, and confirms what was done for it', async () => {
    const orderId = await ordered();
    const report = await issue(orderId, 'reportIssue', 'order');
    expect((await open(report)).html).toContain('反映售后问题');
    expect((await press(report, { choice: 'issue', seen: '', text: ' ' })).html).toContain('请描述您遇到的问题');
    expect((await press(report, { choice: 'issue', seen: '', text: '無法點亮\n十分鐘後關機' })).status).toBe(303);
    const caseId = derivedId('customerLink', idOf(report), 'case');
    const stream = `case-${caseId}`;
    expect((await system.facts({ stream }))[0]).toMatchObject({
      type: 'CaseReported',
      data: {
        orderId,
        kind: 'issue',
        channel: 'customerLink',
        subject: '無法點亮',
        ownerId: 'luo.jia',
        sellerId: 'li.na',
      },
      metadata: { actor: { kind: 'customerLink', id: idOf(report) } },
    });
    // By hotline it is followed by the same person (R112).
    const called = randomUUID();
    await system.done('/cases', 'luo.jia', {
      ...{ caseId: called, kind: 'complaint', channel: 'hotline', subject: '無人回電', orderId },
    });
    expect((await system.facts({ stream: `case-${called}` }))[0]).toMatchObject({
      data: { orderId, ownerId: 'luo.jia', sellerId: 'li.na' },
    });
    const ask = (as: string) =>
      system.post('/customer-links', {
        as,
        body: { purpose: 'confirmResolution', subjectId: caseId, part: 'resolution' },
      });
    expect((await ask('luo.jia')).status).toBe(403); // there is nothing to confirm yet
    await system.done(`/cases/${caseId}/resolve`, 'luo.jia', { resolution: '主板已更換' });
    expect((await ask('wang.wei')).status).toBe(403);
    const link = String((await ask('luo.jia')).body['link']);
    const page = await open(link);
    for (const shown of ['确认处理结果', '主板已更換', '無法點亮']) expect(page.html).toContain(shown);
    expect((await press(link, { choice: 'resolved', seen: seenOn(page) })).status).toBe(303);
    expect((await open(link)).html).toContain('已确认解决');
    expect((await system.facts({ stream })).map(({ type }) => type).slice(-2)).toEqual([
      'CaseResolutionConfirmed',
      'CaseClosed',
    ]);
  }, 30_000);

  it('has one effect when both buttons are pressed at once, twenty times', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 20; round++) {
      const orderId = await ordered({ delivered: true });
      const link = await issue(orderId, 'signOffDelivery');
      const sign = () => press(link, { choice: 'sign', seen: '0' });
      const refuse = () => press(link, { choice: 'refuse', seen: '0', text: '型號不符' });
      const pressed = await Promise.all(
        round % 2 ? [sign(), refuse(), sign(), refuse()] : [refuse(), sign(), refuse(), sign()],
      );
      statuses.push(...pressed.map(({ status }) => status));
      expect(await factsOf(orderId, 'DeliverySignedOff', 'DeliverySignOffRefused')).toHaveLength(1);
      const used = await system.facts({ stream: `customerLink-${idOf(link)}` });
      expect(used.map(({ type }) => type)).toEqual(['CustomerLinkIssued', 'CustomerLinkUsed']);
    }
    expect(statuses.filter((status) => status === 303)).toHaveLength(40);
    expect(statuses.filter((status) => status === 409)).toHaveLength(40);
  }, 120_000);

  it('says so when its record had moved on, to the customer and to the seller', async () => {
    const orderId = await ordered();
    const link = await issue(orderId, 'confirmDelivery');
    const seen = seenOn(await open(link));
    await system.done(`/orders/${orderId}/deliveries/1/reschedule`, 'li.na', {
      scheduledOn: inDays(12),
      reason: '場地',
    });
    const moved = await press(link, { choice: 'confirm', seen, text: '開箱無損' });
    expect([moved.status, seenOn(moved)]).toEqual([409, inDays(12)]);
    await system.done(`/orders/${orderId}/cancel`, 'li.na', { reason: '客戶取消' });
    const cancelled = await press(link, { choice: 'confirm', seen: inDays(12), text: '開箱無損' });
    expect([cancelled.status, cancelled.html.includes('<form')]).toEqual([409, false]);
    expect(await system.facts({ stream: `customerLink-${idOf(link)}` })).toHaveLength(1);
  }, 30_000);

  /** What the edge does before it could die: the answer is on record, and nothing was done about it. */
  const answered = (link: string, answer: object) =>
    system.standalone.app.get(Dispatcher, { strict: false }).dispatch(
      system.standalone.app
        .get(CommandRegistry, { strict: false })
        .create({ type: 'UseCustomerLink', linkId: idOf(link), answer } as Intention, {
          commandId: randomUUID(),
          correlationId: idOf(link),
          actor: { kind: 'customerLink', id: idOf(link) },
          occurredAt: new Date().toISOString(),
        }),
    );
  const untilFact = (stream: string, type: string) =>
    eventually(
      async () => (await system.facts({ stream })).filter((fact) => fact.type === type),
      (facts) => facts.length > 0,
      20,
    );

  it('is done for sure: what was answered when the process died follows in the name of the link, once', async () => {
    const orderId = await ordered();
    const link = await issue(orderId, 'confirmDelivery');
    const answer = { choice: 'confirm', seen: inDays(10), text: '開箱無損' };
    await answered(link, answer);
    const [fact] = await untilFact(`order-${orderId}`, 'DeliveryConfirmed');
    const [, used] = await system.facts({ stream: `customerLink-${idOf(link)}` });
    expect(fact?.metadata.actor).toEqual({ kind: 'customerLink', id: idOf(link) });
    expect(fact?.metadata.occurredAt).toBe(used?.metadata.occurredAt);
    expect((await press(link, answer)).status).toBe(303);
    expect(await factsOf(orderId, 'DeliveryConfirmed')).toHaveLength(1);
  }, 40_000);

  it('tells customer and seller when what it is about did not take the answer any more', async () => {
    const orderId = await ordered();
    const link = await issue(orderId, 'confirmDelivery');
    await system.done(`/orders/${orderId}/cancel`, 'li.na', { reason: '客戶取消' });
    await answered(link, { choice: 'confirm', seen: inDays(10), text: '開箱無損' });
    await untilFact(`customerLink-${idOf(link)}`, 'CustomerLinkAnswerRefused');
    expect((await open(link)).html).toContain('未能登记');
    const path = `/customer-links?subjectId=${orderId}&minPosition=${await system.head()}`;
    expect((await system.get(path, { as: 'li.na' })).body['items']).toMatchObject([{ answerRefused: true }]);
    expect(await factsOf(orderId, 'DeliveryConfirmed')).toEqual([]);
  }, 40_000);

  it('looks the same to every stranger: unknown, wrong, another delivery’s, revoked', async () => {
    const orderId = await ordered();
    const [mine, taken] = [await issue(orderId, 'confirmDelivery'), await issue(orderId, 'confirmDelivery')];
    await system.done(`/customer-links/${idOf(taken)}/revoke`, 'li.na', { reason: 'sentToWrong' });
    const secret = mine.slice(-43);
    const strangers = [
      `/link/${randomUUID()}.${secret}`,
      `/link/${idOf(mine)}.${'A'.repeat(43)}`,
      `/link/${idOf(taken)}.${secret}`,
      taken,
      '/link/none',
    ];
    const pages = [];
    for (const link of strangers) pages.push(await open(link), await press(link, { choice: 'confirm', text: 'x' }));
    expect(new Set(pages.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
    expect(pages[0]?.status).toBe(404);
    const headers = pages.map((page) =>
      [...page.headers.keys()]
        .filter((name) => name !== 'date')
        .sort()
        .join(),
    );
    expect(new Set(headers).size).toBe(1);
    expect((await open(mine)).status).toBe(200);
  }, 30_000);

  it('is safe to be looked at: no script, no referrer, not kept, not indexed', async () => {
    const orderId = await ordered();
    const link = await issue(orderId, 'confirmDelivery');
    const { headers } = await open(link);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';style-src 'sha256-/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
  }, 30_000);

  it('is for sellers in reach to issue, see and revoke', async () => {
    const orderId = await ordered();
    const link = await issue(orderId, 'confirmDelivery');
    const asWang = await system.post('/customer-links', {
      as: 'wang.wei',
      body: { purpose: 'confirmDelivery', subjectId: orderId, part: '1' },
    });
    expect(asWang.body['code']).toBe('out-of-reach');
    const taking = await system.post(`/customer-links/${idOf(link)}/revoke`, {
      as: 'wang.wei',
      body: { reason: 'leaked' },
    });
    expect(taking.body['code']).toBe('out-of-reach');
    const seen = async (as: string) => {
      const path = `/customer-links?subjectId=${orderId}&minPosition=${await system.head()}`;
      return ((await system.get(path, { as })).body['items'] as { linkId: string }[]).map(({ linkId }) => linkId);
    };
    expect([await seen('li.na'), await seen('wang.wei')]).toEqual([[idOf(link)], []]);
  }, 30_000);

  it('is guessed at so often and no more; who holds one opens it still', async () => {
    const link = await issue(await ordered(), 'confirmDelivery');
    const statuses = [];
    for (let n = 0; n < 60; n++) statuses.push((await open(`/link/${randomUUID()}.${'A'.repeat(43)}`)).status);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect((await open(link)).status).toBe(200);
    const held = [];
    for (let n = 0; n < 70; n++) held.push((await open(link)).status);
    expect(held.at(-1)).toBe(429);
  }, 60_000);
});
