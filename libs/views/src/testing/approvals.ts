import { derivedId, type Instant } from '@dealtrail/event-sourcing';
import { idOf } from './first-quarter.js';
import { SalesOffice } from './sales-office.js';

export const buyer = derivedId('spec', 'buyer');
/** The id of the contract with this title. */
export const contractIdOf = (title: string): string => derivedId('spec contract', title);

const checks = ['payment-terms', 'breach-liability'];
const words = { paymentTerms: '30%', breachLiability: '0.05%', deliveryPlan: '05-20' };
const text = { sha256: 'a'.repeat(64), name: 'a.pdf', type: 'application/pdf', size: 1 };
const process = { kind: 'process', id: 'spec' } as const;

/** A wall clock in Shanghai, e.g. `03-02 09:00` of 2026. */
export const at = (time: string): Instant => new Date(`2026-${time.replace(' ', 'T')}:00+08:00`).toISOString();

/** Drafts and submits a contract over 1,000 yuan, or as many as are said, with these reviewers. */
export async function submit(
  office: SalesOffice,
  time: string,
  title: string,
  reviewers: { readonly legal: string; readonly finance: string },
  yuan = 1_000,
): Promise<void> {
  office.now = at(time);
  const contractId = contractIdOf(title);
  const amount = { amount: yuan * 100, currency: 'CNY' };
  const parties = [{ role: 'buyer', name: '明遠科技' }];
  const terms = { dealId: idOf('Alpha'), customerId: buyer, title, parties, amount, text, ...words };
  await office.send({ type: 'DraftContract', contractId, ...terms } as never, 'li.na');
  await office.send({ type: 'SubmitContract', contractId, reviewers } as never, 'li.na');
}

/**
 * Six contracts of Li Na in the first week of March 2026 and one in February. A is approved; B is returned; C is late in
 * legal; D needs the director, who is late; E and F wait for legal, F beyond its limit, which nobody has recorded. Deal Alpha
 * is stale, Beta is going stale. It is Friday 6 March, 11:00.
 */
export async function firstWeekOfMarch(): Promise<SalesOffice> {
  const office = await SalesOffice.open();
  await office.unit('east.1', 'team', 'East 1', undefined, 'zhao.min');
  await office.unit('law', 'department', '法務部', undefined, 'mei.lin');
  await office.unit('fin', 'department', '財務部', undefined, 'qian.cai');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('zhao.min', '趙敏', ['supervisor'], 'east.1');
  await office.person('fa.wu', '方悟', ['legal'], 'law');
  await office.person('luo.wen', '羅文', ['legal'], 'law');
  await office.person('mei.lin', '梅林', ['legal'], 'law');
  await office.person('cai.wu', '蔡武', ['finance'], 'fin');
  await office.person('qian.cai', '錢才', ['finance'], 'fin');
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('zhou.jie', '周杰', ['director']);
  await office.person('hu.xue', '胡雪', ['admin']);
  await office.person('shen.ji', '沈計', ['auditor']);

  const act = async (time: string, by: string | typeof process, type: string, fields: object) => {
    office.now = at(time);
    await office.send({ type, ...fields } as never, by);
  };
  const approve = (time: string, by: string, title: string) =>
    act(time, by, 'ApproveContract', { contractId: contractIdOf(title), round: 1, checks });

  await act('01-05 09:00', 'li.na', 'RegisterCustomer', { customerId: buyer, name: '明遠科技' });
  await act('01-05 09:00', 'li.na', 'RegisterDeal', { dealId: idOf('Alpha'), title: 'Alpha', customerId: buyer });
  await act('01-25 09:00', 'li.na', 'RegisterDeal', { dealId: idOf('Beta'), title: 'Beta' });

  // Sunday 1 February in Shanghai, still January in UTC; the office opens on Monday.
  await submit(office, '02-01 00:30', 'G', { legal: 'luo.wen', finance: 'cai.wu' });
  await approve('02-02 10:00', 'luo.wen', 'G');
  await approve('02-02 11:00', 'cai.wu', 'G');
  await act('02-02 15:00', 'li.na', 'SignContract', { contractId: contractIdOf('G'), round: 1, text });
  const stale = { dealId: idOf('Alpha'), dueAt: at('02-19 09:00') };
  await act('02-19 09:00', process, 'RecordDealGoneStale', stale);

  await act('03-02 09:00', process, 'RecordDealGoingStale', { dealId: idOf('Beta'), dueAt: at('03-11 09:00') });
  await submit(office, '03-02 09:00', 'A', { legal: 'fa.wu', finance: 'cai.wu' });
  await submit(office, '03-02 10:00', 'B', { legal: 'luo.wen', finance: 'cai.wu' });
  await approve('03-02 11:30', 'fa.wu', 'A');
  await submit(office, '03-02 14:00', 'C', { legal: 'fa.wu', finance: 'cai.wu' });
  await submit(office, '03-02 15:00', 'F', { legal: 'fa.wu', finance: 'cai.wu' });
  await approve('03-03 09:00', 'cai.wu', 'F');
  await submit(office, '03-03 09:00', 'D', { legal: 'luo.wen', finance: 'cai.wu' }, 2_000_000);
  await act('03-03 09:30', 'luo.wen', 'ReturnContract', {
    contractId: contractIdOf('B'),
    round: 1,
    reason: '付款條款與報價不一致',
  });
  await approve('03-03 10:00', 'luo.wen', 'D');
  await approve('03-03 10:00', 'cai.wu', 'A');
  await approve('03-03 12:00', 'cai.wu', 'D');
  await submit(office, '03-03 19:00', 'E', { legal: 'fa.wu', finance: 'cai.wu' });
  await approve('03-04 17:00', 'cai.wu', 'C');
  const breach = { contractId: contractIdOf('D'), round: 1, step: 'director', dueAt: at('03-04 18:00') };
  await act('03-04 18:00', process, 'RecordContractReviewOverdue', breach);
  await approve('03-05 09:30', 'gao.feng', 'D');
  await approve('03-05 10:00', 'fa.wu', 'C');
  await approve('03-06 09:30', 'cai.wu', 'E');
  office.now = at('03-06 11:00');
  return office;
}
