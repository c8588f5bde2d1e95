import type { CustomerLink, LinkPurpose } from '@dealtrail/customer-links';
import type { KnownCase } from '@dealtrail/cases';
import { customerPageOf, customerPageOfCase, type CustomerPage } from '@dealtrail/views';
import type { KnownOrder } from '@dealtrail/orders';
import { readForm } from './link-form.js';
import { linkHeaders, linkHtml, type LinkPage } from './link-html.js';
import { linkWords } from './link-words.js';

const linkId = '5b0f1d0a-6c3e-4d41-9a53-1f1f7d7c2b90';
const hostile = `<script>alert("x")</script><img src=x onerror='a'>&amp;`;

const linkFor = (purpose: LinkPurpose, change: Partial<CustomerLink> = {}): CustomerLink => ({
  linkId,
  purpose,
  subject: { category: 'order', id: linkId, part: purpose === 'answerAlternative' ? 'e/1' : '1' },
  ownerId: 'li.na',
  secretHash: 'ab'.repeat(32),
  text: '開箱無損',
  expiresAt: '2026-05-23T01:00:00.000Z',
  revoked: false,
  ...change,
});
const money = { amount: 4_821, currency: 'CNY' };
/** Of an order only what pages read. */
const orderWith = (delivery: object, exceptions: object[] = [], description = '伺服器 GTX'): KnownOrder =>
  ({
    status: 'open',
    ownerId: 'li.na',
    placed: { orderNumber: 'SO-2026-0117', placedBy: 'li.na' },
    lines: [{ lineId: 'a"<1>', description, quantity: 12, value: money }],
    deliveries: [
      {
        delivery: 1,
        status: 'scheduled',
        scheduledOn: '2026-05-20',
        scheduledBy: 'li.na',
        lines: [{ lineId: 'a"<1>', quantity: 12 }],
        confirmations: [],
        signed: [],
        ...delivery,
      },
    ],
    exceptions,
  }) as unknown as KnownOrder;
const exception = (change: object = {}) => ({
  exceptionId: 'e',
  description: 'internal words',
  alternatives: [{ alternative: 1, kind: 'x', description: '延長質保一年', cost: money, ...change }],
});
const pageOf = (order: KnownOrder, link: CustomerLink): CustomerPage => customerPageOf(order, link) as CustomerPage;
const draw = (order: KnownOrder, link: CustomerLink, rest: Partial<LinkPage> = {}): string =>
  linkHtml({ language: 'en', link, page: pageOf(order, link), ...rest });
const buttons = (html: string) => [...html.matchAll(/<button name="choice" value="(\w+)"/g)].map(([, value]) => value);

describe('the page of a link', () => {
  it.each<[LinkPurpose, object, string[]]>([
    ['confirmDelivery', { status: 'scheduled' }, ['confirm']],
    ['confirmDelivery', { status: 'dispatched' }, ['confirm']],
    ['confirmDelivery', { confirmations: [{ criteria: 'x', superseded: false }] }, []],
    ['confirmDelivery', { confirmations: [{ criteria: 'x', superseded: true }] }, ['confirm']],
    ['confirmDelivery', { status: 'delivered' }, []],
    ['confirmDelivery', { status: 'cancelled' }, []],
    ['signOffDelivery', { status: 'scheduled' }, []],
    ['signOffDelivery', { status: 'delivered' }, ['sign', 'signPart', 'refuse']],
    [
      'signOffDelivery',
      { status: 'delivered', signed: [[{ lineId: 'a"<1>', quantity: 5 }]] },
      ['sign', 'signPart', 'refuse'],
    ],
    ['signOffDelivery', { status: 'signed' }, []],
    ['signOffDelivery', { status: 'refused' }, []],
    ['signOffDelivery', { status: 'cancelled' }, []],
  ])('%s of a delivery that is %j offers %j', (purpose, delivery, offered) => {
    expect(buttons(draw(orderWith(delivery), linkFor(purpose)))).toEqual(offered);
  });
  it.each<[object, string[]]>([
    [exception(), ['accept', 'decline']],
    [exception({ answer: 'declined' }), []],
    [{ ...exception(), closed: { result: 'x' } }, []],
  ])('an alternative of %j offers %j', (one, offered) => {
    expect(buttons(draw(orderWith({}, [one]), linkFor('answerAlternative')))).toEqual(offered);
  });
  it('of what a customer reports offers an issue or a complaint, whatever became of the order', () => {
    const link = linkFor('reportIssue', { subject: { category: 'order', id: linkId, part: 'order' } });
    for (const status of ['open', 'completed', 'cancelled'] as const) {
      const html = draw({ ...orderWith({}), status } as KnownOrder, link);
      expect(buttons(html)).toEqual(['issue', 'complaint']);
      expect(html).toContain('SO-2026-0117');
    }
    expect(customerPageOf(orderWith({}), linkFor('reportIssue'))).toBeUndefined();
  });
  it('of a case shows what was reported and done, and asks while its customer has the word', () => {
    const link = linkFor('confirmResolution', { subject: { category: 'case', id: linkId, part: 'resolution' } });
    const resolved = {
      ...{ status: 'resolved', number: 'DMFGN7HW', subject: `無法點亮 ${hostile}`, ownerId: 'luo.jia', clocks: [] },
      ...{ description: 'internal words', resolution: { by: 'luo.jia', text: '主板已更換' } },
    } as unknown as KnownCase;
    const drawn = (one: KnownCase) =>
      linkHtml({ language: 'en', link, page: customerPageOfCase(one, link) as CustomerPage });
    const html = drawn(resolved);
    expect(buttons(html)).toEqual(['resolved', 'unresolved']);
    for (const shown of ['DMFGN7HW', '無法點亮', '主板已更換', '&#60;script&#62;']) expect(html).toContain(shown);
    for (const kept of ['luo.jia', 'internal words', '<script']) expect(html).not.toContain(kept);
    for (const over of [{ status: 'closed' }, { status: 'open' }, { confirmation: { silence: false } }])
      expect(buttons(drawn({ ...resolved, ...over } as KnownCase))).toEqual([]);
    const silent = { ...resolved, confirmation: { silence: true } }; // a complaint that waits for its cause
    expect(buttons(drawn(silent))).toEqual(['resolved', 'unresolved']);
    expect(customerPageOfCase({ ...resolved, resolution: undefined }, link)).toBeUndefined();
    const planned = (...causes: readonly string[]) => {
      const plans = ['started', ...causes].map((cause) => ({ cause }));
      return customerPageOfCase({ ...resolved, clocks: [{ clock: 'closing', plans }] } as unknown as KnownCase, link)
        ?.seen;
    };
    expect(planned('resumed')).not.toBe(planned()); // the same was done again after they had refused it
    expect(planned('tier', 'calendar')).toBe(planned()); // which is nothing to them
  });
  it('is of nothing when the order has no such part', () => {
    const other = { subject: { category: 'order', id: linkId, part: '2' } } as const;
    expect(customerPageOf(orderWith({}), linkFor('signOffDelivery', other))).toBeUndefined();
    expect(customerPageOf(orderWith({}), linkFor('answerAlternative'))).toBeUndefined();
  });
  it('takes the answer to an alternative also of an order that was cancelled: its exceptions go on', () => {
    const cancelled = { ...orderWith({}, [exception()]), status: 'cancelled' } as KnownOrder;
    expect(buttons(draw(cancelled, linkFor('answerAlternative')))).toEqual(['accept', 'decline']);
  });
  it('offers nothing of a delivery of an order that was cancelled, and shows a used link as what was said', () => {
    const cancelled = { ...orderWith({ status: 'delivered' }), status: 'cancelled' } as KnownOrder;
    expect(buttons(draw(cancelled, linkFor('signOffDelivery')))).toEqual([]);
    const used = {
      answer: { choice: 'sign', text: '箱子破損', lines: [{ lineId: 'a"<1>', quantity: 10 }] },
      happenedAt: '2026-05-20T07:30:00.000Z',
    } as const;
    const html = draw(orderWith({ status: 'delivered' }), linkFor('signOffDelivery', { used }), { note: 'recorded' });
    expect(buttons(html)).toEqual([]);
    for (const shown of ['Signed for', '伺服器 GTX × 10', '箱子破損', '2026-05-20 15:30', 'Your answer is recorded'])
      expect(html).toContain(shown);
  });
  it('shows day, goods and criteria, and neither price nor colleague nor what was written inside', () => {
    for (const html of [
      draw(orderWith({ status: 'delivered' }), linkFor('signOffDelivery')),
      draw(orderWith({}), linkFor('confirmDelivery')),
    ]) {
      for (const shown of ['SO-2026-0117', '2026-05-20', '伺服器 GTX', '12', '開箱無損']) expect(html).toContain(shown);
      for (const kept of ['li.na', '4821', '48.21', linkId, 'abab']) expect(html).not.toContain(kept);
    }
    const offer = draw(orderWith({}, [exception()]), linkFor('answerAlternative'));
    expect(offer).toContain('延長質保一年');
    for (const kept of ['4821', '48.21', 'internal words']) expect(offer).not.toContain(kept);
  });
  it.each(['zh', 'en'] as const)('escapes whatever people wrote, in %s', (language) => {
    const order = orderWith(
      { status: 'delivered', dispatched: { carrier: hostile, trackingNumber: hostile } },
      [exception({ description: hostile })],
      hostile,
    );
    const form = new URLSearchParams({ choice: 'refuse', text: hostile });
    const used = { answer: { choice: 'refuse', text: hostile }, happenedAt: '2026-05-20T07:30:00.000Z' } as const;
    for (const html of [
      draw(order, linkFor('signOffDelivery', { text: hostile }), { language, form }),
      draw(order, linkFor('answerAlternative', { text: hostile }), { language }),
      draw(orderWith({}, [], hostile), linkFor('confirmDelivery', { text: hostile }), { language }),
      draw(order, linkFor('signOffDelivery', { text: hostile, used }), { language }),
    ]) {
      expect(html).toContain(`lang="${linkWords[language].lang}"`);
      expect(html).not.toMatch(/<script|<img|onerror='/i);
      expect(html).toContain('&#60;script&#62;');
      expect(html.match(/<textarea/g)?.length ?? 0).toBe(html.match(/<\/textarea>/g)?.length ?? 0);
    }
  });
  it('says the same to every stranger, whatever they hold', () => {
    const html = linkHtml({ language: 'zh', note: 'stranger' });
    expect(html).toContain('此链接无效或已失效');
    expect(buttons(html)).toEqual([]);
  });
  it('needs no script and nothing from elsewhere, and its style is the one that is allowed', () => {
    const policy = String(linkHeaders['content-security-policy']);
    expect(policy).toMatch(/default-src 'none';style-src 'sha256-[A-Za-z0-9+/=]{44}'/);
    expect(policy).not.toMatch(/script|unsafe/);
    const html = draw(orderWith({ status: 'delivered' }), linkFor('signOffDelivery'));
    expect(html).not.toMatch(/<script|style="|\son\w+=|src=|https?:/);
    expect(linkHeaders).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  });
});

describe('a form', () => {
  const delivered = pageOf(orderWith({ status: 'delivered' }), linkFor('signOffDelivery'));
  const read = (fields: Record<string, string>, purpose: LinkPurpose = 'signOffDelivery') =>
    readForm(new URLSearchParams(fields), purpose, delivered);
  const quantity = 'quantity:a"<1>';

  it.each<[string, Record<string, string>, object]>([
    ['the whole', { choice: 'sign', seen: '0', text: ' ' }, { choice: 'sign', seen: '0' }],
    ['remarks', { choice: 'sign', seen: '0', text: 'a\r\nb\u0000\u202e' }, { choice: 'sign', seen: '0', text: 'a\nb' }],
    [
      'a part',
      { choice: 'signPart', seen: '0', [quantity]: '2' },
      { choice: 'sign', seen: '0', lines: [{ lineId: 'a"<1>', quantity: 2 }] },
    ],
    ['a refusal', { choice: 'refuse', seen: '0', text: '型號不符' }, { choice: 'refuse', seen: '0', text: '型號不符' }],
    [
      'no more than the page has',
      { choice: 'sign', seen: '0', admin: 'true', [quantity]: '99' },
      { choice: 'sign', seen: '0' },
    ],
  ])('is read: %s', (_name, fields, answer) => expect(read(fields)).toEqual({ answer }));

  it.each<[string, Record<string, string>, string]>([
    ['no button', {}, 'choiceMissing'],
    ['a button of another page', { choice: 'confirm', text: 'x' }, 'choiceMissing'],
    ['no reason', { choice: 'refuse', text: ' \n' }, 'reasonMissing'],
    ['too long a text', { choice: 'sign', text: 'x'.repeat(2_001) }, 'textTooLong'],
    ['no quantity', { choice: 'signPart', [quantity]: '' }, 'quantityWrong'],
    ['nothing of it', { choice: 'signPart', [quantity]: '0' }, 'quantityWrong'],
    ['more than there is', { choice: 'signPart', [quantity]: '13' }, 'quantityWrong'],
    ['half of one', { choice: 'signPart', [quantity]: '2.5' }, 'quantityWrong'],
    ['no number', { choice: 'signPart', [quantity]: '1e1' }, 'quantityWrong'],
    ['less than nothing', { choice: 'signPart', [quantity]: '-1' }, 'quantityWrong'],
  ])('is shown again: %s', (_name, fields, fault) => expect(read(fields)).toEqual({ fault }));

  it.each<[LinkPurpose, string, string]>([
    ['reportIssue', 'issue', 'reportMissing'],
    ['reportIssue', 'complaint', 'reportMissing'],
    ['confirmResolution', 'unresolved', 'unresolvedMissing'],
  ])('of %s says something where %s is pressed', (purpose, choice, fault) => {
    expect(read({ choice, text: ' ' }, purpose)).toEqual({ fault });
    expect(read({ choice, text: '反覆關機' }, purpose)).toEqual({ answer: { choice, seen: '', text: '反覆關機' } });
  });
  it('of a resolution needs no words where it is one', () =>
    expect(read({ choice: 'resolved', seen: 'x' }, 'confirmResolution')).toEqual({
      answer: { choice: 'resolved', seen: 'x' },
    }));
  it('of a confirmation names criteria', () => {
    expect(read({ choice: 'confirm', text: '' }, 'confirmDelivery')).toEqual({ fault: 'criteriaMissing' });
  });
});
