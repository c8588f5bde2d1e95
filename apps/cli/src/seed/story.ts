import { derivedId } from '@dealtrail/event-sourcing';
import { deputies } from './company.js';

/** A command of the story and who sends it. */
export interface StoryStep {
  readonly as: string;
  readonly command: string;
  readonly fields: Readonly<Record<string, unknown>>;
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
  { as: 'li.na', command: 'WinDeal', fields: { dealId: wonDealId, amount: cny(565_000) } },

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
