import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newLinkToken, type CustomerLinkEvent } from '@dealtrail/customer-links';
import { DomainError, EventStore, Unavailable, type Directory, type Event } from '@dealtrail/event-sourcing';
import { createApiApplication } from '@dealtrail/http';
import type { OrderEvent } from '@dealtrail/orders';
import { LinkAnswering } from './link-answering.js';
import { CustomerLinkPageController } from './link.controller.js';

const linkId = '5b0f1d0a-6c3e-4d41-9a53-1f1f7d7c2b90';
const orderId = '2d931510-d99f-494a-8c67-87feb05e1594';
const { token, secretHash } = newLinkToken(linkId);
const what = {
  linkId,
  purpose: 'confirmDelivery',
  subject: { category: 'order', id: orderId, part: '1' },
  ownerId: 'li.na',
} as const;
const issued: CustomerLinkEvent = {
  type: 'CustomerLinkIssued',
  data: { ...what, secretHash, expiresAt: '2026-05-23T01:00:00.000Z' },
};
const used: CustomerLinkEvent = {
  type: 'CustomerLinkUsed',
  data: { ...what, answer: { choice: 'confirm', text: '機密條件' }, happenedAt: '2026-05-20T01:00:00.000Z' },
};
const revoked: CustomerLinkEvent = { type: 'CustomerLinkRevoked', data: { linkId, reason: 'leaked' } };
const whom = { orderId, number: 'FJF6CYBM', ownerId: 'li.na' };
const order = [
  {
    type: 'OrderPlaced',
    data: { ...whom, orderNumber: 'SO-1', lines: [{ lineId: '1', description: 'GTX', quantity: 2 }] },
  },
  {
    type: 'DeliveryScheduled',
    data: {
      ...whom,
      delivery: 1,
      scheduledOn: '2026-05-30',
      lines: [{ lineId: '1', quantity: 2 }],
      documents: [],
      opened: [],
    },
  },
] as unknown as readonly OrderEvent[];

/** What the log holds, and what the answering of an answer comes to, by test. */
let log: Readonly<Record<string, readonly Event[]>>;
let use: () => Promise<void>;
let settled: string[];
let now: string;

@Module({
  controllers: [CustomerLinkPageController],
  providers: [
    {
      provide: EventStore,
      useValue: { read: (streams: string[]) => Promise.resolve(streams.map((one) => log[one] ?? [])) },
    },
    {
      provide: LinkAnswering,
      useValue: { use: () => use(), settle: (id: string) => Promise.resolve(void settled.push(id)) },
    },
  ],
})
class LinkPages {}

describe('the edge of a link', () => {
  let app: NestFastifyApplication;
  let lines: string[];
  beforeEach(async () => {
    lines = [];
    settled = [];
    log = { [`customerLink-${linkId}`]: [issued], [`order-${orderId}`]: order };
    use = () => Promise.resolve();
    now = '2026-05-20T01:00:00.000Z';
    app = await createApiApplication(LinkPages, {
      issuer: { issuer: 'x', audience: 'x', algorithms: ['EdDSA'], keys: () => Promise.reject(new Error('nobody')) },
      directory: () => ({}) as Directory,
      clock: { now: () => now },
      logTo: { write: (line) => void lines.push(line) },
    });
    await app.init();
  });
  afterEach(() => app.close());

  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const look = (path = token, headers: Record<string, string> = {}) => app.inject({ url: `/link/${path}`, headers });
  const press = (fields: Record<string, string> = { choice: 'confirm', seen: '2026-05-30', text: '機密條件' }) =>
    app.inject({
      method: 'POST',
      url: `/link/${token}`,
      headers: form,
      payload: new URLSearchParams(fields).toString(),
    });
  const answers = (...events: readonly CustomerLinkEvent[]) => {
    log = { ...log, [`customerLink-${linkId}`]: [issued, ...events] };
  };

  it('never logs a secret, whatever becomes of the request', async () => {
    await look();
    await press();
    await look(`${token}/more`);
    await look(`${token}%00`);
    await look(token.slice(0, -1) + '%ZZ');
    await app.inject({ method: 'POST', url: `/link/${token}`, payload: { choice: 'confirm' } });
    await app.inject({ method: 'DELETE', url: `/link/${token}` });
    use = () => Promise.reject(new Error(`cannot reach the log for ${linkId}`));
    await press();
    use = () => Promise.reject(new Unavailable('event-store-unavailable', 'away'));
    await press();
    const written = lines.join('');
    expect(written).toContain('"route":"/link/:token"');
    expect(written).toContain(`customerLink/${linkId}`);
    for (const kept of [token.slice(-43), token.slice(-42, -1), '機密條件', secretHash])
      expect([kept, written.includes(kept)]).toEqual([kept, false]);
  });

  it('answers what fails inside as a page that says nothing of it', async () => {
    use = () => Promise.reject(new Error('SELECT secret'));
    const failed = await press();
    expect([failed.statusCode, failed.body.includes('SELECT'), failed.headers['content-type']]).toEqual([
      500,
      false,
      'text/html; charset=utf-8',
    ]);
    use = () => Promise.reject(new Unavailable('event-store-unavailable', 'away'));
    const away = await press();
    expect([away.statusCode, away.headers['retry-after'], away.body.includes('<form')]).toEqual([503, '1', false]);
  });

  it('takes an answer, then the same again, and settles each time; no other', async () => {
    expect((await press()).statusCode).toBe(303);
    answers({
      ...used,
      data: { ...used.data, answer: { choice: 'confirm', seen: '2026-05-30', text: '機密條件' } },
    } as CustomerLinkEvent);
    expect((await press()).statusCode).toBe(303);
    expect(settled).toEqual([linkId, linkId]);
    expect((await press({ choice: 'confirm', seen: '2026-05-30', text: '別的' })).statusCode).toBe(409);
    expect(settled).toHaveLength(2);
  });

  it('shows the answer that won to who pressed at the same moment', async () => {
    use = () => {
      answers(used);
      return Promise.reject(new DomainError('customer-link-used'));
    };
    const lost = await press({ choice: 'confirm', seen: '2026-05-30', text: '別的' });
    expect([lost.statusCode, lost.body.includes('機密條件'), lost.body.includes('別的')]).toEqual([409, true, false]);
    expect(settled).toEqual([]);
  });

  it('is a stranger’s page once it was revoked or has expired, and while it is pressed', async () => {
    const stranger = await look(`${linkId}.${'A'.repeat(43)}`);
    use = () => Promise.reject(new DomainError('customer-link-expired'));
    const late = await press();
    answers(revoked);
    const taken = await look();
    answers();
    now = '2026-05-23T01:00:00.000Z';
    const expired = await look();
    for (const page of [late, taken, expired]) expect([page.statusCode, page.body]).toEqual([404, stranger.body]);
  });

  it('shows what was recorded for thirty days, its end notwithstanding', async () => {
    answers(used);
    now = '2026-06-19T00:59:59.999Z';
    expect((await look()).statusCode).toBe(200);
    now = '2026-06-19T01:00:00.000Z';
    expect((await look()).statusCode).toBe(404);
  });

  it('speaks the language of the browser, or the one that is chosen', async () => {
    const languages = async (path: string, accept?: string) =>
      /lang="([^"]+)"/.exec((await look(path, accept === undefined ? {} : { 'accept-language': accept })).body)?.[1];
    expect(await languages(token, 'zh-TW,zh;q=0.9')).toBe('zh-CN');
    expect(await languages(token)).toBe('en');
    expect(await languages(`${token}?lang=zh`, 'en')).toBe('zh-CN');
    expect(await languages(`${token}?lang=<script>`, 'en')).toBe('en');
  });

  it('takes forms of a page and nothing larger', async () => {
    const large = await press({ choice: 'confirm', seen: '2026-05-30', text: 'x'.repeat(70_000) });
    expect(large.statusCode).toBe(413);
    const json = await app.inject({ method: 'POST', url: `/link/${token}`, payload: { choice: 'confirm' } });
    expect(json.statusCode).toBe(400);
    expect(settled).toEqual([]);
  });
});
