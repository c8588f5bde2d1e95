import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dayOf } from '@dealtrail/calendar';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { Installation } from './testing/installation.js';

const orders = 30;
/** So long after the orders are delivered their signatures and the answers to their exceptions are due: time for two starts, on a busy machine. */
const ahead = 360_000;
const hour = 3_600_000;
const value = { amount: 48_210_000, currency: 'CNY' };
const instant = (ms: number): string => new Date(ms).toISOString();

/** An order whose customer has the goods and is not content, while everything that follows it is killed and started again. */
(existsSync('/proc/self/stat') ? describe : describe.skip)('an exception and a sign-off, through kills', () => {
  let installation: Installation;
  const ids: string[] = [];
  const exceptions = new Map<string, string>();
  let dueAt = '';

  /** Sends until it is answered, each time under the same key. */
  async function done(path: string, as: string, body: object): Promise<string> {
    const key = randomUUID();
    const headers = {
      authorization: `Bearer ${await installation.token(as)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    const send = () => fetch(`${installation.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const response = await eventually(
      () => send().catch(() => undefined),
      (answer) => answer !== undefined && answer.status < 500,
      60,
    );
    const answer = (await response?.json()) as { streamId?: string };
    if (!response?.ok) throw new Error(`${path}: ${response?.status} ${JSON.stringify(answer)}`);
    return answer.streamId ?? '';
  }

  /** How many facts of this type there are of the orders, and of how many of them; of the promises that began so. */
  async function facts(type: string, milestone = ''): Promise<{ all: number; each: number; at: readonly unknown[] }> {
    const rows = await installation.query(
      `select stream, metadata::json ->> 'occurredAt' as at from dealtrail.events where type = '${type}'
       and stream = any(array[${ids.map((id) => `'order-${id}'`).join()}])
       and coalesce(data::json ->> 'milestone', '') like '${milestone}%'`,
    );
    const at = [...new Set(rows.map((row) => row['at']))];
    return { all: rows.length, each: new Set(rows.map(({ stream }) => stream)).size, at };
  }
  const once = { all: orders, each: orders };

  async function delivered(): Promise<void> {
    const order = {
      orderNumber: `SO-${ids.length}`,
      lines: [{ lineId: '1', description: 'GTX', quantity: 12, value }],
    };
    const orderId = (await done('/orders', 'li.na', { ...order, value })).slice('order-'.length);
    const scheduledOn = dayOf(instant(Date.now()));
    const lines = [{ lineId: '1', quantity: 12 }];
    await done(`/orders/${orderId}/deliveries`, 'li.na', { delivery: 1, scheduledOn, lines });
    const deliver = { happenedAt: instant(Date.parse(dueAt) - 24 * hour), withoutDocumentsReason: '客戶已有手冊' };
    await done(`/orders/${orderId}/deliveries/1/deliver`, 'sun.hao', deliver);
    const exceptionId = randomUUID();
    const declare = { exceptionId, delivery: 1, kind: 'quality', description: '外殼破損' };
    const happenedAt = instant(Date.parse(dueAt) - 2 * hour);
    await done(`/orders/${orderId}/exceptions`, 'sun.hao', { ...declare, happenedAt });
    ids.push(orderId);
    exceptions.set(orderId, exceptionId);
  }

  beforeAll(async () => {
    installation = await Installation.create();
    await installation.up();
    await done('/units', 'admin', { unitId: 'sales', kind: 'department', name: '銷售部' });
    for (const [staffId, role, unitId] of [
      ['li.na', 'rep', 'sales'],
      ['zhao.min', 'salesManager', 'sales'],
      ['sun.hao', 'operations'],
      ['he.jing', 'finance'],
    ])
      await done('/staff', 'admin', { staffId, name: staffId, roles: [role], ...(unitId && { unitId }) });
    await done('/units/sales/head', 'admin', { head: 'zhao.min' });
    dueAt = instant(Date.now() + ahead);
    for (let n = 0; n < orders; n += 10) await Promise.all(Array.from({ length: 10 }, () => delivered()));
  }, 240_000);
  afterAll(() => installation?.stop(), 120_000);

  it('have one breach, one escalation and one reminder each, at their due instant, whatever is killed', async () => {
    expect(installation.kill(/temporal-server/)).toBe(1);
    expect(installation.kill(/apps\/standalone/)).toBe(1); // it is started again by itself
    installation.killTree();
    await installation.up();
    expect(Date.now()).toBeLessThan(Date.parse(dueAt)); // else `ahead` is too short for this machine
    expect(await facts('OrderMilestoneOverdue', 'signOff')).toMatchObject({ all: 0 });
    await eventually(
      () => facts('OrderMilestoneOverdue', 'signOff'),
      ({ all }) => all > 0,
      (Date.parse(dueAt) - Date.now()) / 1000 + 60,
    );
    installation.killTree(); // in the middle of it
    await installation.up();
    for (const milestone of ['signOff', 'response'])
      for (const type of ['OrderMilestoneOverdue', 'OrderMilestoneEscalated']) {
        await eventually(
          () => facts(type, milestone),
          ({ all }) => all >= orders,
          60,
        );
        expect(await facts(type, milestone)).toEqual({ ...once, at: [dueAt] });
      }
    const reminders = () =>
      installation.query(
        `select stream from dealtrail.events where type = 'ReminderRaised' and data::json ->> 'kind' = 'order-milestone-overdue'
         and data::json -> 'about' ->> 'part' ~ '^(signOff|response)'`,
      );
    await eventually(reminders, (rows) => rows.length >= 2 * orders, 60);
    const rows = await reminders();
    expect({ all: rows.length, each: new Set(rows.map(({ stream }) => stream)).size }).toEqual({
      all: 2 * orders,
      each: 2 * orders,
    });
  }, 600_000);

  it('are answered and signed for once each, though everything is killed meanwhile', async () => {
    const cost = { amount: 100_000, currency: 'CNY' };
    const answer = async (orderId: string): Promise<void> => {
      const exception = `/orders/${orderId}/exceptions/${exceptions.get(orderId)}`;
      await done(`${exception}/apologise`, 'li.na', { channel: '電話' });
      const offer = { alternative: 1, kind: 'warranty-extension', description: '延長質保一年', cost };
      await done(`${exception}/alternatives`, 'li.na', offer);
      await done(`/orders/${orderId}/deliveries/1/sign-off`, 'li.na', {});
    };
    const answering = Promise.all(ids.map(answer));
    await eventually(
      () => facts('CustomerApologised'),
      ({ all }) => all > 0,
      60,
    );
    installation.killTree();
    await installation.up();
    await answering;
    for (const type of ['CustomerApologised', 'AlternativeOffered', 'DeliverySignedOff'])
      expect(await facts(type)).toMatchObject(once);
    const ready = () => fetch(`${installation.url}/health/ready`).then(({ status }) => status);
    await eventually(ready, (status) => status === 200, 60);
  }, 300_000);
});
