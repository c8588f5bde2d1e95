import { randomUUID } from 'node:crypto';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { LiveReader } from '@dealtrail/http/testing';
import { TestSystem, type Answer } from './testing/system.js';

describe('a command, from HTTP to the log to the row and back', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.open();
    await system.done('/units', 'admin', { unitId: 'east', kind: 'team', name: '華東' });
    await system.done('/staff', 'admin', { staffId: 'li.na', name: '李娜', roles: ['rep'], unitId: 'east' });
    await system.done('/staff', 'admin', { staffId: 'zhao.min', name: '趙敏', roles: ['supervisor'], unitId: 'east' });
    await system.done('/units/east/head', 'admin', { head: 'zhao.min' });
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  // Many at once are `posted`: who is told that there is too much to do just now comes again, as clients do.
  const deal = (fields: object = {}): object => ({
    title: '12 台 GTX Pro',
    amount: { amount: 482_100, currency: 'USD' },
    grade: 'B',
    ...fields,
  });

  async function events(stream: string): Promise<readonly string[]> {
    return (await system.facts({ stream })).map(({ type }) => type);
  }

  it('registers a deal, and its page shows it to whoever waits for the position', async () => {
    const answer = await system.post('/deals', { as: 'li.na', body: deal() });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      streamId: expect.stringMatching(/^deal-[0-9a-f-]{36}$/) as string,
      revision: 0,
      position: expect.stringMatching(/^\d+$/) as string,
    });
    expect(answer.headers.get('etag')).toBe('"0"');
    const id = String(answer.body['streamId']).slice('deal-'.length);
    const page = await system.get(`/deals/${id}?minPosition=${String(answer.body['position'])}`, { as: 'li.na' });
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({ dealId: id, ownerId: 'li.na', status: 'open', title: '12 台 GTX Pro' });
    expect(page.headers.get('etag')).toBe('"0"');
    expect(await events(`deal-${id}`)).toEqual(['DealRegistered']);
  });

  it('keeps everything over a restart', async () => {
    const { body } = await system.done('/deals', 'li.na', deal({ title: 'before the restart' }));
    await system.restart();
    const id = String(body['streamId']).slice('deal-'.length);
    const page = await system.get(`/deals/${id}?minPosition=${String(body['position'])}`, { as: 'li.na' });
    expect(page.body).toMatchObject({ title: 'before the restart' });
  }, 60_000);

  it('tells reminders live, each once, to whoever is cut off and goes on', async () => {
    const listen = async (as: string, lastEventId?: string) =>
      LiveReader.open(`${system.url}/work/stream?team=true`, {
        authorization: `Bearer ${await system.token(as)}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      });
    const value = { amount: 200_000, currency: 'CNY' };
    const line = { lineId: '1', description: 'GTX Pro', quantity: 2, value };
    const { body } = await system.done('/orders', 'li.na', { orderNumber: 'SO-1', lines: [line], value });
    const exceptions = `/orders/${String(body['streamId']).slice('order-'.length)}/exceptions`;
    const raise = (n: number) => system.done(exceptions, 'li.na', { kind: 'other', description: `trouble ${n}` });
    const reminders = async () =>
      (await system.facts({ types: ['ReminderRaised', 'ReminderAcknowledged'] })).filter(
        ({ data, position }) => (data as { staffId?: string }).staffId === 'li.na' && position > Number(begun),
      );

    const reader = await listen('li.na');
    const begun = (await reader.next())?.id ?? '';
    await Promise.all([1, 2, 3].map(raise));
    const first = await reader.told();
    expect(first).toMatchObject({ event: 'reminder', data: { kind: 'order-exception-declared', state: 'open' } });
    reader.close(); // in the middle of what there is to tell
    await raise(4);
    await eventually(reminders, ({ length }) => length >= 4, 60);
    await system.done(`/reminders/${String(first?.data?.['reminderId'])}/acknowledge`, 'li.na');
    const again = await listen('li.na', reader.lastEventId);
    const expected = await eventually(reminders, ({ length }) => length >= 5, 60);
    const told = [first];
    while (told.length < expected.length) told.push(await again.told());
    expect(told.map((said) => said?.id)).toEqual(expected.map(({ position }) => String(position)));
    expect(told.at(-1)).toMatchObject({ data: { fact: 'ReminderAcknowledged', state: 'acknowledged' } });
    again.close();
  }, 120_000);

  it('gives one key sent a hundred times at once one effect and one answer', async () => {
    const headers = { 'idempotency-key': 'order-4711' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => system.posted('/deals', { as: 'li.na', body: deal(), headers })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await events(String(answers[0]?.body['streamId']))).toEqual(['DealRegistered']);

    const other = await system.post('/deals', { as: 'li.na', body: deal({ title: 'something else' }), headers });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const somebodyElse = await system.post('/deals', { as: 'zhao.min', body: deal(), headers });
    expect(somebodyElse.status).toBe(201);
    expect(somebodyElse.body['streamId']).not.toBe(answers[0]?.body['streamId']);
  });

  it('lets 64 callers on one deal each win a revision of their own', async () => {
    const { body } = await system.done('/deals', 'li.na', deal());
    const id = String(body['streamId']).slice('deal-'.length);
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        system.posted(`/deals/${id}/edit`, { as: 'li.na', body: { title: `title ${i}` } }),
      ),
    );
    expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    const revisions = answers.map((answer) => Number(answer.body['revision'])).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
  });

  it('refuses all but one of those who have seen the same revision', async () => {
    const { body } = await system.done('/deals', 'li.na', deal());
    const id = String(body['streamId']).slice('deal-'.length);
    const edit = (i: number): Promise<Answer> =>
      system.posted(`/deals/${id}/edit`, { as: 'li.na', body: { title: `seen ${i}` }, headers: { 'if-match': '"0"' } });
    const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => edit(i)));
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(63);
    expect(await events(`deal-${id}`)).toHaveLength(2);
  });

  it('moves a leaver’s open deals to the superior, those registered in the same moment too', async () => {
    await system.done('/staff', 'admin', { staffId: 'wang.wei', name: '王偉', roles: ['rep'], unitId: 'east' });
    const ids: readonly string[] = Array.from({ length: 40 }, () => randomUUID());
    const register = ids.map((dealId) =>
      system.posted('/deals', { as: 'admin', body: deal({ dealId, ownerId: 'wang.wei' }) }),
    );
    const leave = system.posted('/staff/wang.wei/deactivate', { as: 'admin', body: { reason: '離職' } });
    const [left, ...registered] = await Promise.all([leave, ...register]);
    expect(left.status).toBeLessThan(300);
    const made = registered.filter(({ status }) => status === 201);
    for (const { status, body } of registered)
      if (status !== 201) expect(body).toMatchObject({ code: 'owner-not-active' });

    const open = async (): Promise<{ ownerId: string; dealId: string }[]> => {
      const { body } = await system.get('/deals?limit=200', { as: 'admin' });
      return (body['items'] as { ownerId: string; dealId: string }[]).filter(({ dealId }) => ids.includes(dealId));
    };
    const rows = await eventually(
      open,
      (items) => items.length === made.length && items.every(({ ownerId }) => ownerId !== 'wang.wei'),
      60,
    );
    expect(new Set(rows.map(({ ownerId }) => ownerId))).toEqual(new Set(made.length > 0 ? ['zhao.min'] : []));
    const done = await eventually(
      () => events('staff-wang.wei'),
      (types) => types.length > 2,
      60,
    );
    expect(done).toEqual(['PersonRegistered', 'PersonDeactivated', 'HandOverCompleted']);
  }, 120_000);
});
