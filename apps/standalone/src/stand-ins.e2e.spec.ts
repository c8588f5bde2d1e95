import { eventually } from '@dealtrail/event-sourcing/testing';
import { TestSystem } from './testing/system.js';

const side = 20;

describe('no step is nobody’s', () => {
  let system: TestSystem;
  let text: unknown;

  async function drafted(n: number): Promise<string> {
    const title = `contract ${n}`;
    const deal = await system.done('/deals', 'li.na', { title });
    const { body } = await system.done('/contracts', 'li.na', {
      dealId: String(deal.body['streamId']).slice('deal-'.length),
      title,
      parties: [{ role: 'buyer', name: '明遠科技有限公司' }],
      amount: { amount: 100_00, currency: 'CNY' },
      paymentTerms: '30 日',
      breachLiability: '日 0.05%',
      deliveryPlan: '5 月',
      text,
    });
    return String(body['streamId']).slice('contract-'.length);
  }

  /** All of these, so many at once. */
  async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    for (let at = 0; at < items.length; at += side)
      results.push(...(await Promise.all(items.slice(at, at + side).map(work))));
    return results;
  }

  const submit = (contractId: string, legal: string) =>
    system.posted(`/contracts/${contractId}/submit`, { as: 'li.na', body: { reviewers: { legal } } });

  /** Whose the legal steps are, by the facts of the log alone. */
  async function legalSteps(): Promise<Map<string, string>> {
    const facts = await system.facts({ types: ['ContractSubmitted', 'ContractReviewReassigned'] });
    const holders = new Map<string, string>();
    for (const { stream, type, data } of facts) {
      const fact = data as {
        readonly step?: string;
        readonly to?: string;
        readonly steps?: readonly { readonly step: string; readonly reviewerId: string }[];
      };
      const legal = fact.steps?.find(({ step }) => step === 'legal')?.reviewerId;
      if (type === 'ContractSubmitted') holders.set(stream, legal ?? '');
      else if (fact.step === 'legal') holders.set(stream, fact.to ?? '');
    }
    return holders;
  }

  const heldBy = async (staffId: string): Promise<number> =>
    [...(await legalSteps()).values()].filter((holder) => holder === staffId).length;

  beforeAll(async () => {
    system = await TestSystem.open();
    await system.done('/units', 'admin', { unitId: 'legal', kind: 'department', name: '法務部' });
    for (const [staffId, role, unitId] of [
      ['li.na', 'rep'],
      ['gao.feng', 'director'],
      ['fang.yuan', 'legal', 'legal'],
      ['luo.wen', 'legal', 'legal'],
      ['ding.yi', 'legal', 'legal'],
      ['he.jun', 'legal', 'legal'],
      ['qin.tao', 'finance'],
    ])
      await system.done('/staff', 'admin', { staffId, name: staffId, roles: [role], ...(unitId && { unitId }) });
    await system.done('/units/legal/head', 'admin', { head: 'he.jun' });
    await system.done('/staff/luo.wen/deputy', 'admin', { deputy: 'ding.yi' });
    text = await system.upload('li.na', 'contract.txt', '合同正文');
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  it('an approver leaves while 200 submissions pick him: afterwards none is his', async () => {
    const ids = await each(
      Array.from({ length: 200 }, (_, n) => n),
      drafted,
    );
    const leaves = (async () => {
      await eventually(
        () => heldBy('fang.yuan'),
        (held) => held >= 60,
        60,
      );
      return system.done('/staff/fang.yuan/deactivate', 'admin', { reason: '離職' });
    })();
    const answers = await each(ids, (contractId) => submit(contractId, 'fang.yuan'));
    await leaves;
    const taken = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ body }) => body['code'] === 'reviewer-not-active').length;
    expect({ taken: taken >= 60, rest: 200 - taken - refused }).toEqual({ taken: true, rest: 0 });
    await eventually(
      () => heldBy('fang.yuan'),
      (held) => held === 0,
      60,
    );
    const holders = [...(await legalSteps()).values()];
    expect(holders).toHaveLength(taken);
    expect(new Set(holders)).toEqual(new Set(['he.jun'])); // no deputy is named, so the head
    console.info(`${taken} submissions were taken, ${refused} came after he had left`);
  }, 180_000);

  it('50 open reviews go to the deputy', async () => {
    const ids = await each(
      Array.from({ length: 50 }, (_, n) => 1_000 + n),
      drafted,
    );
    await each(ids, (contractId) => submit(contractId, 'luo.wen'));
    expect(await heldBy('luo.wen')).toBe(50);
    const began = Date.now();
    await system.done('/staff/luo.wen/deactivate', 'admin', { reason: '離職' });
    await eventually(
      () => heldBy('luo.wen'),
      (held) => held === 0,
      60,
    );
    console.info(`50 open reviews were with others after ${(Date.now() - began) / 1000} s`);
    expect(await heldBy('ding.yi')).toBe(50);
  }, 180_000);
});
