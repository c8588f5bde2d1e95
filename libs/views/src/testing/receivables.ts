import { derivedId, type Intention } from '@dealtrail/event-sourcing';
import { SalesOffice } from './sales-office.js';

export const payer = derivedId('spec', 'payer');
/** The id of the contract with this letter. */
export const accountOf = (letter: string): string => derivedId('spec account', letter);
export const receiptOf = (name: string): string => derivedId('spec receipt', name);
export const cny = (amount: number) => ({ amount, currency: 'CNY' });

/**
 * Li Na of team East 1 has two contracts in yuan, A with 華東精密 and B with nobody known; Wang Wei of West 1 has C with the same
 * customer, in dollars. What happens to them stands beside each line, in fen and cents. It is 1 April 2026, 09:00, when it opens.
 */
export async function firstReceivables(): Promise<SalesOffice> {
  const office = await SalesOffice.open();
  await office.unit('east.1', 'team', 'East 1', undefined, 'zhao.min');
  await office.unit('west.1', 'team', 'West 1');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east.1');
  await office.person('wang.wei', '王伟', ['rep'], 'west.1');
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('cai.wu', '财务', ['finance']);
  await office.person('fa.wu', '法务', ['legal']);
  const send = (day: string, who: string, intention: object) => {
    office.now = `${day}T01:00:00.000Z`;
    return office.send(intention as Intention, who);
  };
  const plan = (letter: string, who: string, currency: string, due: readonly [string, number][], customerId?: string) =>
    send('2026-01-05', 'cai.wu', {
      ...{ type: 'PlanPayments', contractId: accountOf(letter), ownerId: who, currency },
      ...(customerId && { customerId }),
      instalments: due.map(([dueOn, amount], n) => ({ no: n + 1, label: `第${n + 1}期`, dueOn, amount })),
    });
  const receive = (day: string, letter: string, name: string, receivedOn: string, amount: number, currency = 'CNY') =>
    send(day, 'cai.wu', {
      ...{ type: 'RecordReceipt', contractId: accountOf(letter), receiptId: receiptOf(name), receivedOn },
      ...{ amount: { amount, currency }, method: 'bank-transfer' },
    });

  await send('2026-01-05', 'li.na', { type: 'RegisterCustomer', customerId: payer, name: '華東精密' });
  const a = [
    ['2026-01-31', 30_000_001],
    ['2026-02-28', 50_000_000],
    ['2026-06-30', 19_999_999],
  ] as const;
  const b = [
    ['2025-11-15', 100_000],
    ['2026-03-31', 200_050],
  ] as const;
  await plan('A', 'li.na', 'CNY', a as never, payer);
  await plan('B', 'li.na', 'CNY', b as never);
  await plan('C', 'wang.wei', 'USD', [['2026-03-01', 1_000]], payer);

  await receive('2026-02-10', 'A', 'a1', '2026-02-09', 40_000_000); // 1: 30,000,001  2: 9,999,999
  await receive('2026-03-02', 'B', 'b1', '2026-03-01', 150_000); // 1: 100,000  2: 50,000
  await receive('2026-03-10', 'A', 'a2', '2026-03-09', 50_000_000); // 2: 40,000,001  3: 9,999,999
  await receive('2026-03-16', 'C', 'c1', '2026-03-13', 1_200, 'USD'); // 1: 1,000  credit: 200
  const a2 = { contractId: accountOf('A'), receiptId: receiptOf('a2') };
  await send('2026-03-20', 'cai.wu', { type: 'ReverseReceipt', ...a2, reason: '銀行退票' });
  const writeOff = { contractId: accountOf('A'), writeOffId: derivedId('spec', 'write-off') };
  const request = { type: 'RequestWriteOff', ...writeOff, no: 2, amount: cny(100), reason: '尾差' };
  await send('2026-03-25', 'li.na', request); // 2: 100
  await send('2026-03-26', 'cai.wu', { type: 'ApproveWriteOff', ...writeOff });
  office.now = '2026-04-01T01:00:00.000Z';
  return office;
}
