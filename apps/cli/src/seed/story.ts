import { dayOf, type Day } from '@dealtrail/calendar';
import { derivedId, type Instant } from '@dealtrail/event-sourcing';
import { cases } from './cases.js';
import { deputies } from './company.js';
import { deliveries, orderPlan } from './deliveries.js';
import { moneyAndFeedback, paymentPlan } from './payments.js';
import { cny, id, named, type StoryFile, type StoryStep, type Teller } from './story-step.js';

export const customers = {
  precision: {
    customerId: id('customer', 'precision'),
    name: '華東精密製造有限公司',
    industry: 'manufacturing',
    employees: 1200,
    country: 'China',
  },
  logistics: {
    customerId: id('customer', 'logistics'),
    name: '南方冷鏈物流集團',
    industry: 'logistics',
    employees: 3400,
    country: 'China',
  },
  stale: {
    customerId: id('customer', 'stale'),
    name: '江南紡織股份有限公司',
    industry: 'textiles',
    employees: 800,
    country: 'China',
  },
} as const;

export const wonDealId = id('deal', 'won');
export const lostDealId = id('deal', 'lost');
export const staleDealId = id('deal', 'stale');
export const contractId = id('contract', 'won');
const orderNumber = 'SO-0117';
/** As the signature places it: one and the same for its contract and number. */
export const orderId = derivedId('order', contractId, orderNumber);

const contractText = (name: string, payment: string): StoryFile => ({
  name,
  type: 'text/markdown',
  content: `# 銷售合同\n\n甲方:華東精密製造有限公司\n乙方:東方設備有限公司\n\n一、標的:12 台 GTX Pro 及安裝\n二、付款條款:${payment}\n三、違約責任:逾期付款按日 0.05% 計\n`,
});
const firstText = contractText('銷售合同-第一稿.md', '驗收後 90 日內付清');
const secondText = contractText('銷售合同-第二稿.md', '簽訂後 7 日內付 30%,驗收後 30 日內付清');

const checks = ['payment-terms', 'breach-liability'];
const about = { contractId } as const;

/** From the first call to the decision; nothing in it depends on a day. */
const lead: readonly StoryStep[] = [
  ...deputies.map((fields): StoryStep => ({ as: 'admin', command: 'AppointDeputy', fields })),

  { as: 'li.na', command: 'RegisterCustomer', fields: customers.precision },
  {
    as: 'li.na',
    command: 'NameCustomerContact',
    fields: { customerId: customers.precision.customerId, contactName: '方明', contactPhone: '+86 21 5555 0100' },
  },
  {
    as: 'li.na',
    command: 'RegisterDeal',
    fields: {
      dealId: wonDealId,
      title: '12 台 GTX Pro 及安裝',
      customerId: customers.precision.customerId,
      productId: 'gtx.pro',
      productName: 'GTX Pro',
      amount: cny(580_000),
    },
  },
  {
    as: 'zhao.min',
    command: 'GradeCustomer',
    fields: { customerId: customers.precision.customerId, grade: 'A', reason: '意向度高、規模大、行業潛力大' },
  },
  {
    as: 'zhao.min',
    command: 'AssessCustomerTier',
    fields: { customerId: customers.precision.customerId, tier: 'key', reason: '年採購額居行業前三' },
  },
  { as: 'li.na', command: 'AdvanceDeal', fields: { dealId: wonDealId, stage: 'interest', step: 'needs' } },
  {
    as: 'li.na',
    command: 'AddDealEvidence',
    fields: { dealId: wonDealId, key: 'needs-report', note: '需求分析報告:產線節拍 40 秒,兩班制' },
  },
  { as: 'li.na', command: 'AdvanceDeal', fields: { dealId: wonDealId, stage: 'consideration', step: 'quotation' } },
  { as: 'li.na', command: 'AdvanceDeal', fields: { dealId: wonDealId, stage: 'decision', step: 'contract' } },

  { as: 'huang.lei', command: 'RegisterCustomer', fields: customers.logistics },
  {
    as: 'huang.lei',
    command: 'RegisterDeal',
    fields: {
      dealId: lostDealId,
      title: '冷庫監控系統',
      customerId: customers.logistics.customerId,
      productId: 'gtx.basic',
      productName: 'GTX Basic',
      amount: cny(240_000),
    },
  },
  { as: 'huang.lei', command: 'AdvanceDeal', fields: { dealId: lostDealId, stage: 'interest', step: 'needs' } },
  { as: 'huang.lei', command: 'LoseDeal', fields: { dealId: lostDealId, reason: '價格高於競爭對手,客戶選擇租賃方案' } },
];

/** A contract with a plan of deliveries and payments, returned once and signed. */
const contract = (today: Day): readonly StoryStep[] => [
  {
    as: 'li.na',
    command: 'DraftContract',
    file: firstText,
    fields: {
      ...about,
      dealId: wonDealId,
      customerId: customers.precision.customerId,
      title: '12 台 GTX Pro 及安裝 銷售合同',
      parties: [
        { role: 'seller', name: '東方設備有限公司' },
        { role: 'buyer', name: customers.precision.name },
      ],
      amount: cny(565_000),
      paymentTerms: '驗收後 90 日內付清',
      breachLiability: '逾期付款按日 0.05% 計',
      deliveryPlan: '簽訂後 30 日內分兩批交付並安裝',
      orderPlan: orderPlan(today, orderNumber),
      paymentPlan: paymentPlan(today),
      templateId: 'standard-sale',
      text: named(firstText),
    },
  },
  {
    as: 'li.na',
    command: 'SubmitContract',
    fields: { ...about, round: 1, reviewers: { legal: 'feng.gang', finance: 'deng.bo' } },
  },
  {
    as: 'feng.gang',
    command: 'ApproveContract',
    fields: { ...about, round: 1, checks, comment: '違約責任清楚' },
  },
  {
    as: 'deng.bo',
    command: 'ReturnContract',
    fields: { ...about, round: 1, reason: '付款期限超過 60 日,請加預付款' },
  },
  {
    as: 'li.na',
    command: 'ReviseContract',
    file: secondText,
    fields: { ...about, paymentTerms: '簽訂後 7 日內付 30%,驗收後 30 日內付清', text: named(secondText) },
  },
  {
    as: 'li.na',
    command: 'SubmitContract',
    fields: { ...about, round: 2, reviewers: { legal: 'feng.gang', finance: 'deng.bo' } },
  },
  { as: 'deng.bo', command: 'ApproveContract', fields: { ...about, round: 2, checks } },
  {
    as: 'feng.gang',
    command: 'AddContractReviewer',
    fields: { ...about, round: 2, reviewerId: 'xie.hui', reason: '安裝條款請技術確認' },
  },
  { as: 'xie.hui', command: 'ApproveContract', fields: { ...about, round: 2, comment: '30 日內可完成安裝' } },
  { as: 'feng.gang', command: 'ApproveContract', fields: { ...about, round: 2, checks } },
  // The signature wins the deal, places the order with its deliveries, and opens the account.
  { as: 'li.na', command: 'SignContract', fields: { ...about, round: 2, text: named(secondText) } },
];

/**
 * From lead to lost, won, delivered, paid, and to the closed complaint, each step by the person whose work it is. Its days are told from instants on
 * record: they lie ahead when it is first told, and are the same ones when it is told again, which its keys make silent.
 */
export async function story({ tell, ask }: Teller): Promise<void> {
  const { customerId } = customers.precision;
  await tell(lead);
  const deal = await ask<{ registeredAt: Instant }>('li.na', 'DealPage', { dealId: wonDealId });
  const today = dayOf(deal.registeredAt);
  await tell(contract(today));
  const order = await ask<{ happened: readonly [{ at: Instant }] }>('li.na', 'OrderPage', { orderId });
  await tell(deliveries(orderId, today, order.happened[0].at));
  await tell(moneyAndFeedback(contractId, customerId, today));
  await tell(cases({ customerId, contractId, orderId }, today, order.happened[0].at));
}
