import { randomUUID } from 'node:crypto';
import { TestSystem, type Answer } from './testing/system.js';

const checks = ['payment-terms', 'breach-liability'];

interface Uploaded {
  readonly sha256: string;
  readonly size: number;
}

describe('a contract, from the upload of its text to the signature', () => {
  let system: TestSystem;
  let first: Uploaded;
  let second: Uploaded;
  let dealId: string;

  beforeAll(async () => {
    system = await TestSystem.open();
    const person = (staffId: string, role: string) =>
      system.done('/staff', 'admin', { staffId, name: staffId, roles: [role], unitId: 'east' });
    await system.done('/units', 'admin', { unitId: 'east', kind: 'team', name: '華東' });
    for (const [staffId, role] of [
      ['li.na', 'rep'],
      ['wang.wei', 'rep'],
      ['fa.wu', 'legal'],
      ['cai.wu', 'finance'],
      ['qin.tao', 'technical'],
    ] as const)
      await person(staffId, role);
    first = (await system.upload('li.na', '合同.txt', '第一條 標的\n第二條 價款\n')) as Uploaded;
    second = (await system.upload('li.na', '合同.txt', '第一條 標的\n第二條 價款 50%\n')) as Uploaded;
    const deal = await system.done('/deals', 'li.na', { title: '12 台 GTX', grade: 'B' });
    dealId = String(deal.body['streamId']).slice('deal-'.length);
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  const terms = (text: object = first, title = '銷售合同') => ({
    dealId,
    title,
    parties: [{ role: 'buyer', name: '明遠科技' }],
    amount: { amount: 48_210_000, currency: 'CNY' },
    paymentTerms: '簽訂後 7 日內付 30%',
    breachLiability: '按日 0.05%',
    deliveryPlan: '2026-05-20 前交付',
    text,
  });
  const reviewers = { legal: 'fa.wu', finance: 'cai.wu' };
  const post = (contractId: string, verb: string, as: string, body: object = {}): Promise<Answer> =>
    system.post(`/contracts/${contractId}/${verb}`, { as, body });

  /** A contract under review. */
  async function submitted(title?: string): Promise<string> {
    const contractId = randomUUID();
    await system.done('/contracts', 'li.na', { contractId, ...terms(first, title) });
    await system.done(`/contracts/${contractId}/submit`, 'li.na', { reviewers });
    return contractId;
  }
  const page = async (contractId: string, as: string, { body }: Answer) =>
    (await system.get(`/contracts/${contractId}?minPosition=${String(body['position'])}`, { as })).body;

  it('takes only a text that was uploaded, of the size it has', async () => {
    const refused = async (text: object) => {
      const { status, body } = await system.post('/contracts', { as: 'li.na', body: terms(text) });
      return [status, body['code'], body['details']];
    };
    const sha256 = 'f'.repeat(64);
    expect(await refused({ ...first, sha256 })).toEqual([409, 'text-not-uploaded', { sha256 }]);
    expect(await refused({ ...first, size: 1 })).toEqual([409, 'text-size-differs', { size: first.size }]);
    const contractId = randomUUID();
    await system.done('/contracts', 'li.na', { contractId, ...terms() });
    const revised = await post(contractId, 'revise', 'li.na', { text: { ...first, sha256 } });
    expect(revised.body['code']).toBe('text-not-uploaded');
    const signed = await post(contractId, 'sign', 'li.na', { round: 1, text: { ...first, sha256 } });
    expect(signed.body['code']).toBe('text-not-uploaded');
  });

  it('goes through two rounds, and shows both with what changed between them', async () => {
    const contractId = await submitted();
    await post(contractId, 'reviewers', 'fa.wu', { round: 1, reviewerId: 'qin.tao', reason: '技術條款' });
    await post(contractId, 'return', 'cai.wu', { round: 1, reason: '付款條款' });
    await post(contractId, 'revise', 'li.na', { text: second, paymentTerms: '50%' });
    await post(contractId, 'submit', 'li.na', { reviewers });
    await post(contractId, 'comments', 'fa.wu', { commentId: randomUUID(), text: '清楚' });
    await post(contractId, 'approve', 'fa.wu', { round: 2, checks });
    const approved = await post(contractId, 'approve', 'cai.wu', { round: 2, checks });
    expect(approved.status).toBe(200);
    expect(await page(contractId, 'qin.tao', approved)).toMatchObject({
      status: 'approved',
      rounds: [{ outcome: 'returned' }, { outcome: 'approved', sameText: false, policy: { version: 1 } }],
      comments: [{ round: 2, by: 'fa.wu', text: '清楚' }],
    });
    expect((await system.get(`/contracts/${contractId}/changes?from=1&to=2`, { as: 'fa.wu' })).body).toMatchObject({
      terms: [{ field: 'paymentTerms', after: '50%' }],
      text: { same: false, lines: [{ lines: [' 第一條 標的', '-第二條 價款', '+第二條 價款 50%'] }] },
    });
    const differing = await post(contractId, 'sign', 'li.na', { round: 2, text: first });
    expect(await page(contractId, 'li.na', differing)).toMatchObject({
      status: 'approved',
      differing: [{ signed: first }],
    });
    const signed = await post(contractId, 'sign', 'li.na', { round: 2, text: second });
    expect(await page(contractId, 'li.na', signed)).toMatchObject({
      status: 'signed',
      signed: { by: 'li.na', text: second },
    });
    const register = await system.get(`/contracts?status=signed&minPosition=${String(signed.body['position'])}`, {
      as: 'li.na',
    });
    expect(register.body['items']).toMatchObject([{ contractId, textSha256: second.sha256 }]);
  });

  it('sends a text whole or in part to who may read the contract, and to nobody else', async () => {
    const contractId = await submitted();
    const download = (as: string, headers?: Record<string, string>, sha256 = first.sha256, method = 'GET') =>
      system.request(method, `/contracts/${contractId}/texts/${sha256}`, { as, headers });
    const whole = await download('fa.wu');
    expect([whole.status, whole.body['text']]).toEqual([200, '第一條 標的\n第二條 價款\n']);
    expect(whole.headers.get('etag')).toBe(`"${first.sha256}"`);
    expect(whole.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('合同.txt')}`);
    const part = await download('li.na', { range: 'bytes=0-8' });
    expect([part.status, part.body['text']]).toEqual([206, '第一條']);
    expect((await download('li.na', { range: 'bytes=1000-' })).status).toBe(416);
    expect((await download('li.na', { 'if-none-match': `"${first.sha256}"` })).status).toBe(304);
    expect((await download('li.na', {}, first.sha256, 'HEAD')).headers.get('content-length')).toBe(String(first.size));
    for (const [as, sha256, code] of [
      ['wang.wei', first.sha256, 'out-of-reach'],
      ['qin.tao', first.sha256, 'out-of-reach'],
      ['fa.wu', second.sha256, 'text-not-found'],
    ] as const)
      expect((await download(as, {}, sha256)).body['code']).toBe(code);
  });

  it('decides many at once, each by its own rules, and once under one key', async () => {
    const [good, bad, unchecked] = await Promise.all(['甲', '乙', '丙'].map(submitted));
    const items = [
      { contractId: good, round: 1, decision: 'approve', checks, comment: '清楚' },
      { contractId: bad, round: 1, step: 'legal', decision: 'return', reason: '付款條款' },
      { contractId: unchecked, round: 1, decision: 'approve', checks: ['payment-terms'] },
      { contractId: good, round: 1, step: 'finance', decision: 'approve', checks },
      { contractId: randomUUID(), round: 1, decision: 'reject', reason: '不可接受' },
      { contractId: 'x', decision: 'approve' },
    ];
    const headers = { 'idempotency-key': 'friday' };
    const decide = async (as: string) => {
      const { status, body } = await system.post('/contracts/decisions', { as, body: { items }, headers });
      const results = (body['results'] ?? []) as { outcome: string; code?: string; errors?: { field: string }[] }[];
      return [
        status,
        ...results.map(({ outcome, code, errors = [] }) =>
          [outcome, code, ...errors.map(({ field }) => field)].filter(Boolean).join(' '),
        ),
      ];
    };
    const refused = [
      'refused checks-missing',
      'refused not-the-reviewer',
      'refused out-of-reach', // of one that is not there
      'refused invalid-input contractId round',
    ];
    expect(await decide('fa.wu')).toEqual([200, 'done', 'done', ...refused]);
    expect(await decide('fa.wu')).toEqual([200, 'already', 'already', ...refused]);
    expect((await system.post('/contracts/decisions', { as: 'fa.wu', body: { items: [] } })).status).toBe(400);
    const many = { items: Array.from({ length: 101 }, () => items[0]) };
    expect((await system.post('/contracts/decisions', { as: 'fa.wu', body: many })).status).toBe(400);
    const outsider = await system.post('/contracts/decisions', { as: 'wang.wei', body: { items: [items[0]] } });
    expect(outsider.body['results']).toMatchObject([{ outcome: 'refused', code: 'out-of-reach' }]);
  });

  it('takes it back and ends it', async () => {
    const contractId = await submitted();
    expect((await post(contractId, 'delegate', 'fa.wu', { round: 1, to: 'admin' })).status).toBe(200);
    expect((await post(contractId, 'recall', 'li.na', { round: 1, reason: '變更' })).status).toBe(200);
    const withdrawn = await post(contractId, 'withdraw', 'li.na', { reason: '取消' });
    expect(await page(contractId, 'li.na', withdrawn)).toMatchObject({
      status: 'withdrawn',
      rounds: [{ outcome: 'recalled', steps: [{ reviewerId: 'admin' }, { reviewerId: 'cai.wu' }] }],
      withdrawn: { by: 'li.na', reason: '取消' },
    });
  });
});
