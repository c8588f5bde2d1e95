import { derivedId, shortNumber, type Instant } from '@dealtrail/event-sourcing';
import { dayAfter, type Day } from '@dealtrail/calendar';
import type { OrderEvent, OrderWhom } from '@dealtrail/orders';
import type { PersonEvent } from '@dealtrail/staff';
import { SalesOffice } from './sales-office.js';

const clock = { kind: 'process', id: 'dailyCheck' } as const;
export const orderIdOf = (n: number): string => derivedId('spec order', n);

/** A wall clock in Shanghai, e.g. `10-09 08:30` of 2025. */
export const at = (time: string): Instant => new Date(`2025-${time.replace(' ', 'T')}:00+08:00`).toISOString();
export const day = (monthDay: string): Day => `2025-${monthDay}`;

/** Fifty orders: 1–30 are Li Na's, 31–40 Wang Wei's, 41–50 Sun Li's. */
const firstOwner = (n: number): string => (n <= 30 ? 'li.na' : n <= 40 ? 'wang.wei' : 'sun.li');
const whomOf = (n: number, ownerId = firstOwner(n)): OrderWhom => ({
  orderId: orderIdOf(n),
  number: shortNumber(orderIdOf(n)),
  ownerId,
});

/** All orders are of 26 September but these. */
const placed: Readonly<Record<number, string>> = { 31: '10-14 10:00', 43: '10-09 23:30', 44: '10-05 12:00' };

const value = { amount: 100_00, currency: 'CNY' };
const line = { lineId: '1', description: 'GTX Pro', quantity: 1, value };

const placing = (n: number): OrderEvent => ({
  type: 'OrderPlaced',
  data: {
    ...whomOf(n),
    placedBy: firstOwner(n),
    orderNumber: String(n),
    currency: 'CNY',
    ...{ lines: [line], value, policy: { kind: 'order-delivery', version: 1 } },
  },
});

const leave = { staffId: 'li.na', leaveId: 'autumn' };
const away = { from: '2025-10-20', until: '2025-10-22', beginsAt: at('10-20 00:00'), endsAt: at('10-23 00:00') };

/** What is not checked in time, by day: the numbers of the orders. */
const forgotten: Readonly<Record<string, readonly number[]>> = {
  '10-09': [1, 43],
  '10-15': [2],
  '10-17': [36],
  '10-21': [3],
  '10-31': [41, 43, 44, 45, 46, 47, 48, 49, 50],
};

/** The first day on which these are not checked in the morning any more. */
const ends: Readonly<Record<number, string>> = { 32: '10-16', 34: '10-09' };
const heldAllDay = (n: number, day: Day): boolean =>
  n === 35 || (n === 33 && day >= '2025-10-11' && day <= '2025-10-16');

/**
 * The autumn of 2025, day by day as it happens, up to Saturday 1 November, 01:00. On each workday what is open is checked at
 * 08:30 by its owner, 42 from 24 October by Wang Wei, who also stands in for Li Na from 20 to 22 October; 43, new at 23:30,
 * cannot be on its first day. 32 is completed, 34 cancelled, 33 held for a week, 35 for good. `night` sees each day that is closed.
 */
export async function october(
  night: (day: Day) => Promise<void>,
  begins: (office: SalesOffice) => void,
): Promise<SalesOffice> {
  const office = await SalesOffice.open();
  begins(office);
  const fact = async (time: string, n: number, event: OrderEvent): Promise<void> => {
    office.now = at(time);
    await office.happened(`order-${orderIdOf(n)}`, event);
  };
  const check = async (time: string, n: number, by: string, today: Day): Promise<void> => {
    office.now = at(time);
    await office.send({ type: 'CheckOrderStatus', orderId: orderIdOf(n), day: today } as never, by);
  };
  const person = async (time: string, event: PersonEvent): Promise<void> => {
    office.now = at(time);
    await office.happened(`staff-${event.data.staffId}`, event);
  };
  const sends = async (time: string, type: string, monthDay: string): Promise<void> => {
    office.now = at(time);
    await office.send({ type, day: day(monthDay) } as never, clock);
  };

  office.now = at('09-01 09:00');
  await office.unit('east.1', 'team', '華東一組', undefined, 'zhao.min');
  await office.person('li.na', '李娜', ['rep'], 'east.1');
  await office.person('wang.wei', '王偉', ['rep'], 'east.1');
  await office.person('sun.li', '孫力', ['rep'], 'east.1');
  await office.person('zhao.min', '趙敏', ['supervisor'], 'east.1');
  await office.person('gao.feng', '高峰', ['director']);
  await office.person('fa.wu', '方悟', ['legal']);
  await person('09-01 09:00', { type: 'DeputyAppointed', data: { staffId: 'li.na', deputy: 'wang.wei' } });
  for (let n = 1; n <= 50; n++) if (!placed[n]) await fact('09-26 10:00', n, placing(n));
  const held = (n: number): OrderEvent => ({
    type: 'OrderHeld',
    data: { ...whomOf(n), by: firstOwner(n), reason: '客戶場地未備妥' },
  });
  await fact('09-27 10:00', 35, held(35));

  /** What else happens, by day, after the checks of 08:30. */
  const happens: Readonly<Record<string, () => Promise<void>>> = {
    '10-01': () => check('10-01 10:00', 1, 'li.na', day('10-01')), // nobody had to
    '10-05': () => fact('10-05 12:00', 44, placing(44)),
    '10-09': async () => {
      await fact('10-09 12:00', 34, {
        type: 'OrderCancelled',
        data: { ...whomOf(34), by: 'wang.wei', reason: '客戶取消', superseded: [] },
      });
      await fact('10-09 23:30', 43, placing(43));
    },
    '10-10': async () => {
      await fact('10-10 09:00', 33, held(33));
      await check('10-10 09:30', 1, 'li.na', day('10-09'));
      await check('10-10 09:30', 43, 'sun.li', day('10-09'));
    },
    '10-14': async () => {
      await fact('10-14 10:00', 31, placing(31));
      await check('10-14 17:00', 31, 'wang.wei', day('10-14'));
    },
    '10-16': () => fact('10-16 15:00', 32, { type: 'OrderCompleted', data: whomOf(32) }),
    '10-17': async () => {
      await fact('10-17 10:00', 33, { type: 'OrderReleased', data: { ...whomOf(33), by: 'wang.wei' } });
      await check('10-17 10:05', 33, 'wang.wei', day('10-17'));
    },
    '10-18': () => check('10-18 10:00', 36, 'wang.wei', day('10-17')), // before the day is closed
    '10-23': () => check('10-23 09:00', 3, 'li.na', day('10-21')),
    '10-24': () =>
      fact('10-24 11:00', 42, {
        type: 'OrderReassigned',
        data: { orderId: orderIdOf(42), from: 'sun.li', to: 'wang.wei', position: 0, milestones: [] },
      }),
  };

  const lastDays = ['2025-09-28', ...Array.from({ length: 31 }, (_, n) => dayAfter('2025-10-01', n))];
  for (const today of lastDays) {
    const monthDay = today.slice(5);
    if (monthDay === '10-20')
      await person('10-20 00:00', { type: 'LeaveBegun', data: { ...leave, round: 1, ...away } });
    if (monthDay === '10-23') await person('10-23 00:00', { type: 'LeaveEnded', data: { ...leave, round: 1 } });
    // From Friday night to Monday morning nothing ran: three days are caught up with, in order.
    if (monthDay === '10-20')
      for (const missed of ['10-17', '10-18', '10-19']) {
        await sends('10-20 08:00', 'CloseDailyCheck', missed);
        await night(day(missed));
      }
    if (monthDay !== '10-18' && monthDay !== '10-19') await sends(`${monthDay} 00:00`, 'OpenDailyCheck', monthDay);
    if (isWorked(monthDay))
      for (let n = 1; n <= 50; n++) {
        const isOpen = (placed[n] ?? '09-26') < `${monthDay} 08:30` && monthDay < (ends[n] ?? '12-31');
        if (!isOpen || heldAllDay(n, today) || forgotten[monthDay]?.includes(n)) continue;
        if (n === 33 && monthDay === '10-17') continue; // still held at that hour
        await check(`${monthDay} 08:30`, n, checkerOf(n, monthDay), today);
      }
    await happens[monthDay]?.();
    if (monthDay !== '10-18' && monthDay !== '10-19') await sends(`${monthDay} 16:00`, 'RemindDailyCheck', monthDay);
    if (monthDay >= '10-17' && monthDay <= '10-19') continue;
    await sends(`${dayAfter(today).slice(5)} 00:00`, 'CloseDailyCheck', monthDay);
    await night(today);
  }
  office.now = at('11-01 01:00');
  return office;
}

/** 1 to 8 October are the National Day holidays, Saturday the 11th and Sunday 28 September are worked instead. */
const isWorked = (monthDay: string): boolean =>
  ['09-28', '10-09', '10-10', '10-11', '10-13', '10-14', '10-15', '10-16', '10-17', '10-20'].includes(monthDay) ||
  ['10-21', '10-22', '10-23', '10-24', '10-27', '10-28', '10-29', '10-30', '10-31'].includes(monthDay);

function checkerOf(n: number, monthDay: string): string {
  if (n === 42) return monthDay > '10-24' ? 'wang.wei' : 'sun.li';
  const owner = firstOwner(n);
  return owner === 'li.na' && monthDay >= '10-20' && monthDay <= '10-22' ? 'wang.wei' : owner;
}
