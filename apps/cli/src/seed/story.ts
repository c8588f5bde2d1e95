import { createHash } from 'node:crypto';
import { derivedId } from '@dealtrail/event-sourcing';
import { afterSignature } from './after-signature.js';
import { deputies } from './company.js';

/** A command of the story and who sends it. */
export interface StoryStep {
  readonly as: string;
  readonly command: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is uploaded before it. */
  readonly file?: StoryFile;
}

/** A small text in the story. */
export interface StoryFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

const id = (...parts: string[]): string => derivedId('seed', ...parts);

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

const contractText = (name: string, payment: string): StoryFile => ({
  name,
  type: 'text/markdown',
  content: `# 銷售合同\n\n甲方:華東精密製造有限公司\n乙方:東方設備有限公司\n\n一、標的:12 台 GTX Pro 及安裝\n二、付款條款:${payment}\n三、違約責任:逾期付款按日 0.05% 計\n`,
});
const firstText = contractText('銷售合同-第一稿.md', '驗收後 90 日內付清');
const secondText = contractText('銷售合同-第二稿.md', '簽訂後 7 日內付 30%,驗收後 30 日內付清');

/** How a command refers to a file. */
const named = ({ name, type, content }: StoryFile) => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  name,
  type,
  size: Buffer.byteLength(content),
});
const checks = ['payment-terms', 'breach-liability'];
const about = { contractId } as const;

const cny = (yuan: number) => ({ amount: yuan * 100, currency: 'CNY' });

/**
 * From lead to won and lost, each step by the person whose work it is. No step names today: the whole story has the same
 * content every time it is sent, so that its keys make a second telling silent.
 */
export const story: readonly StoryStep[] = [
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
      deliveryPlan: '簽訂後 30 日內交付並安裝',
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
  // The signature wins the deal.
  { as: 'li.na', command: 'SignContract', fields: { ...about, round: 2, text: named(secondText) } },
  ...afterSignature(contractId, customers.precision.customerId),

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
