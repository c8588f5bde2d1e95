import { derivedId } from '@dealtrail/event-sourcing';
import { SalesOffice } from './sales-office.js';

export const usd = (dollars: number) => ({ amount: dollars * 100, currency: 'USD' });
export const customerId = derivedId('spec', 'customer');
/** The id of the deal with this title. */
export const idOf = (title: string): string => derivedId('spec', title);

/**
 * A first quarter of two teams: Alpha and Beta of Li Na in the east (advanced; won), Gamma and Delta of Wang Wei in the west
 * (lost; stale). It is 8 March 2026 when it opens.
 */
export async function firstQuarter(): Promise<SalesOffice> {
  const office = await SalesOffice.open();
  await office.unit('east', 'region', 'East');
  await office.unit('east.1', 'team', 'East 1', 'east', 'zhao.min');
  await office.unit('west', 'region', 'West');
  await office.unit('west.1', 'team', 'West 1', 'west', 'qian.bo');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east.1');
  await office.person('wang.wei', '王伟', ['rep'], 'west.1');
  await office.person('qian.bo', '钱波', ['supervisor'], 'west.1');
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('fa.wu', '法务', ['legal']);
  await office.send({ type: 'RegisterCustomer', customerId, name: '華東精密' } as never, 'li.na');

  const register = async (title: string, owner: string, dollars: number, at: string, more: object = {}) => {
    office.now = at;
    const amount = usd(dollars);
    await office.send({ type: 'RegisterDeal', dealId: idOf(title), title, amount, ...more } as never, owner);
  };
  const product = { productId: 'gtx.pro', productName: 'GTX Pro' };
  await register('Alpha', 'li.na', 100, '2026-01-05T01:00:00.000Z', { customerId, ...product });
  await register('Beta', 'li.na', 200, '2026-01-06T01:00:00.000Z', product);
  await register('Gamma', 'wang.wei', 300, '2026-01-07T01:00:00.000Z', { customerId });
  await register('Delta', 'wang.wei', 400, '2026-02-01T01:00:00.000Z', { grade: 'A' });

  office.now = '2026-01-20T01:00:00.000Z';
  await office.send({ type: 'AdvanceDeal', dealId: idOf('Alpha'), stage: 'interest' } as never, 'li.na');
  await office.send({ type: 'WinDeal', dealId: idOf('Beta'), amount: usd(190) } as never, 'li.na');
  office.now = '2026-01-30T01:00:00.000Z';
  await office.send({ type: 'LoseDeal', dealId: idOf('Gamma'), reason: '預算取消' } as never, 'wang.wei');
  office.now = '2026-03-02T01:00:00.000Z';
  const gone = { type: 'RecordDealGoneStale', dealId: idOf('Delta') };
  const process = { kind: 'process', id: 'dealFollowUp' } as const;
  await office.send({ ...gone, dueAt: '2026-03-03T01:00:00.000Z' } as never, process);
  office.now = '2026-03-08T01:00:00.000Z';
  return office;
}
