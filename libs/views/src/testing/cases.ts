import { derivedId } from '@dealtrail/event-sourcing';
import { at } from './approvals.js';
import { SalesOffice } from './sales-office.js';

export const customerA = derivedId('spec case', 'customer A');
export const customerB = derivedId('spec case', 'customer B');
/** In Shanghai, of 2026. */
export const now = at('03-12 08:00');
const caseIdOf = (name: string): string => derivedId('spec case', name);
const orderIdOf = (orderNumber: string): string => derivedId('spec case order', orderNumber);
const process = { kind: 'process', id: 'complaintEscalation/spec' } as const;
type Send = (time: string, name: string, type: string, by: string | typeof process, fields?: object) => Promise<void>;

async function staffed(): Promise<SalesOffice> {
  const office = await SalesOffice.open();
  await office.unit('east.1', 'team', 'East 1', undefined, 'zhao.min');
  await office.unit('west.1', 'team', 'West 1', undefined, 'qian.bo');
  await office.unit('service', 'department', 'Service', undefined, 'he.ping');
  await office.unit('technics', 'department', 'Technics', undefined, 'tang.yu');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east.1');
  await office.person('wang.wei', '王伟', ['rep'], 'west.1');
  await office.person('qian.bo', '钱波', ['supervisor'], 'west.1');
  await office.person('luo.jia', '羅佳', ['customerService'], 'service');
  await office.person('he.ping', '何平', ['customerService'], 'service');
  await office.person('qin.tao', '秦濤', ['technical'], 'technics');
  await office.person('tang.yu', '唐宇', ['technical'], 'technics');
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('fa.wu', '方悟', ['legal']);
  await office.send({ type: 'RegisterCustomer', customerId: customerA, name: '華東精密' } as never, 'li.na');
  return office;
}

async function placeOrder(office: SalesOffice, time: string, by: string, orderNumber: string) {
  office.now = at(time);
  const value = { amount: 100, currency: 'CNY' };
  const lines = [{ lineId: '1', description: 'x', quantity: 1, value }];
  const order = { orderId: orderIdOf(orderNumber), orderNumber, lines, value };
  await office.send({ type: 'PlaceOrder', ...order } as never, by);
}

async function promise(
  office: SalesOffice,
  text: string,
  by: string,
  more: { readonly source: string; readonly dueOn?: string },
  end?: { readonly type: 'KeepServicePromise' } | { readonly type: 'BreakServicePromise'; readonly reason: string },
) {
  const promiseId = derivedId('spec promise', text);
  await office.send({ type: 'RegisterServicePromise', promiseId, customerId: customerA, text, ...more } as never, by);
  if (end) await office.send({ promiseId, ...end } as never, 'luo.jia');
}

/**
 * Seven cases around March 2026, told in the order they happened; it is 12 March, 08:00, when it opens. East 1 is Li Na under Zhao
 * Min, West 1 Wang Wei under Qian Bo; Luo Jia serves customers under He Ping, Qin Tao is technical under Tang Yu.
 *
 * C1 issue, answered in 0.5 h, planned in 4, resolved in 24, closed two hours later. C2 issue of Li Na's, answered in 2 h, handed over to
 * Qin Tao, planned in 30, closed in 72. C3 complaint, answered in 0.5 h, no plan for 48 h, waits for a vendor. C4 complaint of Wang Wei's in
 * February: 0.25, 2, 12 h. C5 a duplicate of C3, merged before it was answered. C6 an issue of half an hour ago. C7 complaint: 0.1, 10, 48 h.
 */
export async function marchCases(): Promise<SalesOffice> {
  const office = await staffed();
  const send: Send = async (time, name, type, by, fields = {}) => {
    office.now = at(time);
    await office.send({ type, caseId: caseIdOf(name), ...fields } as never, by);
  };
  const report = (time: string, name: string, ownerId: string, fields: object) =>
    send(time, name, 'ReportCase', 'luo.jia', { subject: name, channel: 'hotline', ownerId, ...fields });
  const respond = (time: string, name: string, by: string) => send(time, name, 'RespondToCase', by);
  const solve = (time: string, name: string, by: string) =>
    send(time, name, 'GivePreliminarySolution', by, { solution: '更換主板' });
  const close = (time: string, name: string, by: string, category: string) =>
    send(time, name, 'CloseCase', by, { channel: 'hotline', cause: { category, prevention: '來料加測' } });
  const resolve = (time: string, name: string, by: string) =>
    send(time, name, 'ResolveCase', by, { resolution: '主板已更換' });
  const miss = (time: string, name: string, clock: string) =>
    send(time, name, 'RecordCaseClockOverdue', process, { clock, dueAt: at(time) });
  const noted = (time: string, name: string, subjectKind: 'product' | 'customer', subjectId: string) =>
    send(time, name, 'NoteCaseCause', process, { category: 'product-quality', subjectKind, subjectId, at: at(time) });

  for (const [n, day] of ['02-10', '02-11', '02-12'].entries())
    await placeOrder(office, `${day} 10:00`, 'wang.wei', `W-${n + 1}`);
  office.now = at('02-20 10:00');
  const kept = { type: 'KeepServicePromise' } as const;
  await promise(office, 'P1', 'li.na', { source: 'contract' }, kept);
  await promise(office, 'P2', 'li.na', { source: 'quote', dueOn: '2026-02-19' }, kept);
  await promise(office, 'P3', 'li.na', { source: 'negotiation' }, { type: 'BreakServicePromise', reason: '備件停產' });
  await promise(office, 'P4', 'li.na', { source: 'contract', dueOn: '2026-03-11' });
  await promise(office, 'P5', 'wang.wei', { source: 'contract', dueOn: '2026-03-12' });
  await promise(office, 'P6', 'wang.wei', { source: 'contract' }, kept);

  const [byLiNa, byWangWei] = [{ sellerId: 'li.na' }, { sellerId: 'wang.wei' }];
  const [issue, complaint] = [{ kind: 'issue' }, { kind: 'complaint' }];
  const pro = { productId: 'gtx.pro', customerId: customerA, orderId: orderIdOf('L-1') };
  await report('02-28 23:30', 'C4', 'wang.wei', { ...complaint, ...byWangWei, customerId: customerA });
  await respond('02-28 23:45', 'C4', 'wang.wei');
  await solve('03-01 01:30', 'C4', 'wang.wei');
  for (const n of [1, 2, 3]) await placeOrder(office, `03-01 0${n + 6}:00`, 'li.na', `L-${n}`);
  await placeOrder(office, '03-01 10:00', 'wang.wei', 'W-4');
  await resolve('03-01 11:30', 'C4', 'wang.wei');
  await close('03-01 11:30', 'C4', 'wang.wei', 'product-quality');
  await noted('03-01 11:30', 'C4', 'customer', customerA);

  await report('03-02 10:00', 'C1', 'luo.jia', { ...issue, ...byLiNa, ...pro, impact: 1, urgency: 2 });
  await respond('03-02 10:30', 'C1', 'luo.jia');
  await solve('03-02 14:00', 'C1', 'luo.jia');
  const one = { productId: 'gtx.one', customerId: customerB, group: 'Group 1', channel: 'mail' };
  await report('03-03 09:00', 'C2', 'li.na', { ...issue, ...byLiNa, ...one, impact: 2, urgency: 2 });
  await miss('03-03 10:00', 'C2', 'response');
  await resolve('03-03 10:00', 'C1', 'luo.jia');
  const told = { clock: 'response', dueAt: at('03-03 10:00'), answer: '已安排' };
  await send('03-03 10:45', 'C2', 'AcknowledgeCaseEscalation', 'zhao.min', told);
  await respond('03-03 11:00', 'C2', 'li.na');
  await close('03-03 12:00', 'C1', 'luo.jia', 'product-quality');
  await noted('03-03 12:00', 'C1', 'customer', customerA);
  await noted('03-03 12:00', 'C1', 'product', 'gtx.pro');
  const over = { department: 'technical', to: 'qin.tao', group: 'Group 1' };
  await send('03-03 12:00', 'C2', 'HandOverCase', 'li.na', over);
  await miss('03-04 09:00', 'C2', 'solution');
  await solve('03-04 15:00', 'C2', 'qin.tao');
  await report('03-05 10:00', 'C7', 'luo.jia', {
    ...complaint,
    ...byLiNa,
    ...pro,
    channel: 'referral',
    impact: 1,
    urgency: 2,
  });
  await respond('03-05 10:06', 'C7', 'luo.jia');
  await solve('03-05 20:00', 'C7', 'luo.jia');
  await resolve('03-06 09:00', 'C2', 'qin.tao');
  await close('03-06 09:00', 'C2', 'qin.tao', 'delivery');
  await resolve('03-07 10:00', 'C7', 'luo.jia');
  await close('03-07 10:00', 'C7', 'luo.jia', 'product-quality');
  await noted('03-07 10:00', 'C7', 'customer', customerA);
  await noted('03-07 10:00', 'C7', 'product', 'gtx.pro');

  const sold = { orderId: orderIdOf('W-1'), customerId: customerB, productId: 'gtx.pro', channel: 'web' };
  await report('03-10 08:00', 'C3', 'luo.jia', { ...complaint, ...byWangWei, ...sold, impact: 1, urgency: 1 });
  await respond('03-10 08:30', 'C3', 'luo.jia');
  await report('03-10 09:00', 'C5', 'luo.jia', { ...issue, channel: 'web' });
  await send('03-10 09:30', 'C5', 'MergeCase', 'luo.jia', { into: caseIdOf('C3') });
  await send('03-11 07:00', 'C3', 'AwaitCase', 'luo.jia', { for: 'vendor' });
  await report('03-12 07:30', 'C6', 'luo.jia', issue);
  office.now = now;
  return office;
}
