import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT, generateKeyPair, importJWK } from 'jose';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { loadTokenKey } from '@dealtrail/http';
import { TestSystem } from './testing/system.js';

const nested = (depth: number): unknown => (depth === 0 ? 'deep' : { inner: nested(depth - 1) });

describe('bad input gets a clear problem and leaves nothing', () => {
  let system: TestSystem;
  let head: string;
  const foreign = randomUUID();
  const own = randomUUID();
  const mine = randomUUID();
  const theirs = randomUUID();
  let theirText: Readonly<Record<string, unknown>>;

  const newest = async (): Promise<string> => String(await system.head());

  beforeAll(async () => {
    system = await TestSystem.open();
    for (const [staffId, role] of [
      ['li.na', 'rep'],
      ['wu.di', 'rep'],
      ['audit', 'auditor'],
      ['fa.wu', 'legal'],
      ['gao.feng', 'director'],
    ])
      await system.done('/staff', 'admin', { staffId, name: staffId, roles: [role] });
    await system.done('/deals', 'wu.di', { dealId: foreign, title: 'not yours', grade: 'A' });
    await system.done('/deals', 'li.na', { dealId: own, title: 'hers', grade: 'A' });
    theirText = (await system.upload('wu.di', '合同.txt', 'nobody else reads this')) as typeof theirText;
    await system.done('/contracts', 'li.na', { ...draft, contractId: mine });
    await system.done('/contracts', 'wu.di', { ...draft, dealId: foreign, contractId: theirs, text: theirText });
    head = await newest();
    // What is asked below says no position: the read models have all of this first.
    const seen = () => system.get(`/deals/${foreign}?minPosition=${head}`, { as: 'wu.di' });
    await eventually(seen, ({ status }) => status === 200, 60);
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  const draft = {
    dealId: own,
    title: '銷售合同',
    parties: [{ role: 'buyer', name: '明遠科技' }],
    amount: { amount: 100, currency: 'CNY' },
  };
  const aText = { sha256: 'f'.repeat(64), name: '合同.pdf', type: 'application/pdf', size: 10 };
  const good = { title: 'GTX' };
  const fieldOf = (body: Readonly<Record<string, unknown>>): unknown[] =>
    ((body['errors'] ?? []) as { field: string }[]).map(({ field }) => field);

  it.each<[name: string, body: unknown, status: number, fields: string[]]>([
    ['an unknown field', { ...good, discount: 5 }, 400, ['discount']],
    [
      'several wrong fields at once',
      { title: 7, grade: 'D', ownerId: 'Not A Code' },
      400,
      ['title', 'grade', 'ownerId'],
    ],
    ['a missing field', {}, 400, ['title']],
    ['money as a float', { ...good, amount: { amount: 10.5, currency: 'USD' } }, 400, ['amount.amount']],
    ['an unknown nested field', { ...good, amount: { amount: 10, currency: 'USD', x: 1 } }, 400, ['amount.x']],
    ['a list as a body', [good], 400, []],
    ['no JSON', '{"title":', 400, []],
    ['metadata from outside', { ...good, metadata: { actor: { kind: 'system', id: 'x' } } }, 400, ['metadata']],
    ['another type', { ...good, type: 'WinDeal' }, 400, ['type']],
    ['occurredAt without the right', { ...good, occurredAt: '2020-01-01T00:00:00.000Z' }, 400, ['occurredAt']],
    ['NUL in a text', { title: 'a\u0000b' }, 400, ['title']],
    ['a lone surrogate', '{"title":"a\\ud800b"}', 400, ['title']],
    ['a prototype', '{"title":"x","__proto__":{"admin":true}}', 400, []],
    ['a text too long', { title: 'x'.repeat(201) }, 400, ['title']],
    ['a body 30 deep', { ...good, amount: nested(30) }, 400, []],
    ['ten megabytes', { title: 'x'.repeat(10_000_000) }, 413, []],
    ['an owner nobody knows', { ...good, ownerId: 'nobody' }, 403, []],
  ])('%s', async (_name, body, status, fields) => {
    const answer = await system.post('/deals', { as: 'li.na', body });
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status,
      type: expect.stringContaining('application/problem+json') as string,
    });
    expect(answer.body).toMatchObject({
      status,
      code: expect.any(String) as string,
      title: expect.any(String) as string,
    });
    for (const field of fields) expect(fieldOf(answer.body)).toContain(field);
    expect(await newest()).toBe(head);
  });

  it.each<[name: string, path: string, body: object | undefined, status: number, code: string]>([
    ['a command on a foreign deal', `/deals/${foreign}/lose`, { reason: 'x' }, 403, 'out-of-reach'],
    ['a command on a deal that is not there', `/deals/${randomUUID()}/lose`, { reason: 'x' }, 403, 'out-of-reach'],
    ['an id that is none', '/deals/42/lose', { reason: 'x' }, 400, 'invalid-input'],
    ['a role that is missing', '/staff', { staffId: 'new', name: 'n', roles: ['rep'] }, 403, 'role-not-permitted'],
    ['an import without the right', '/imports', { mapping: 'x', items: [] }, 403, 'role-not-permitted'],
    ['a path nobody serves', '/deals/x/y/z', {}, 404, 'no-such-route'],
    ['a page that is foreign', `/deals/${foreign}`, undefined, 403, 'out-of-reach'],
    ['a sort that is none', '/deals?sort=secret', undefined, 400, 'invalid-input'],
    ['a page of a million', '/deals?limit=1000000', undefined, 400, 'invalid-input'],
    ['a cursor made up', '/deals?cursor=AAAA', undefined, 400, 'invalid-input'],
    ['an unknown filter', '/deals?colour=red', undefined, 400, 'invalid-input'],
    ['a position far ahead', '/deals?minPosition=999999999', undefined, 503, 'read-model-behind'],
  ])('%s', async (_name, path, body, status, code) => {
    const answer = await system.request(body ? 'POST' : 'GET', path, { as: 'li.na', body });
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
    expect(await newest()).toBe(head);
  });

  it.each<[name: string, change: object, fields: string[]]>([
    ['an unknown field', { discount: 5 }, ['discount']],
    ['a deal that is none', { dealId: '42' }, ['dealId']],
    ['no title', { title: '  ' }, ['title']],
    ['parties that are none', { parties: 'buyer' }, ['parties']],
    ['eleven parties', { parties: Array.from({ length: 11 }, () => draft.parties[0]) }, ['parties']],
    ['a party of no role', { parties: [{ role: 'friend', name: 'x' }] }, ['parties[0].role']],
    ['a party with more to it', { parties: [{ ...draft.parties[0], tax: 1 }] }, ['parties[0].tax']],
    ['an amount as a text', { amount: { amount: '100', currency: 'CNY' } }, ['amount.amount']],
    ['terms too long', { paymentTerms: 'x'.repeat(5_001) }, ['paymentTerms']],
    ['a text without its size', { text: { ...aText, size: undefined } }, ['text.size']],
    ['a text of less than nothing', { text: { ...aText, size: -1 } }, ['text.size']],
    ['a hash in capitals', { text: { ...aText, sha256: 'F'.repeat(64) } }, ['text.sha256']],
    ['a path for a hash', { text: { ...aText, sha256: '../../etc/passwd' } }, ['text.sha256']],
    ['a type that is no header', { text: { ...aText, type: 'application/pdf\r\nx: y' } }, ['text.type']],
    ['a type in another script', { text: { ...aText, type: '文本/合同' } }, ['text.type']],
    ['a name with a folder', { text: { ...aText, name: '../合同.pdf' } }, ['text.name']],
    ['a name that turns around', { text: { ...aText, name: 'x\u202efdp.exe' } }, ['text.name']],
    ['what only imports say', { draftedBy: 'wu.di' }, ['draftedBy']],
  ])('a contract with %s', async (_name, change, fields) => {
    const answer = await system.post('/contracts', { as: 'li.na', body: { ...draft, ...change } });
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status: 400, code: 'invalid-input' });
    for (const field of fields) expect(fieldOf(answer.body)).toContain(field);
    expect(await newest()).toBe(head);
  });

  const at = (id: string, verb = '') => `/contracts/${id}/${verb}`;
  const nobodys = randomUUID();
  const whole = { until: '2030-01-01T00:00:00.000Z' };
  const aLink = { purpose: 'signOffDelivery', subjectId: nobodys, part: '1' };
  it.each<[name: string, as: string, path: string, body: object | undefined, status: number, code: string]>([
    ['a draft of no parties', 'li.na', '/contracts', { ...draft, parties: [] }, 409, 'parties-missing'],
    ['a draft for a stranger', 'li.na', '/contracts', { ...draft, ownerId: 'nobody' }, 403, 'out-of-reach'],
    ['a draft of another id', 'li.na', '/contracts', { ...draft, contractId: theirs }, 403, 'out-of-reach'],
    ['a draft by who reviews', 'fa.wu', '/contracts', draft, 403, 'role-not-permitted'],
    [
      'flags of an import',
      'li.na',
      '/contracts',
      { ...draft, dataQuality: ['no-deal'] },
      409,
      'data-quality-is-for-imports',
    ],
    ['a text nobody brought', 'li.na', '/contracts', { ...draft, text: aText }, 409, 'text-not-uploaded'],
    ['a revision of nothing there', 'li.na', at(nobodys, 'revise'), { title: 'x' }, 403, 'out-of-reach'],
    ['a foreign revision', 'li.na', at(theirs, 'revise'), { text: aText }, 403, 'out-of-reach'],
    ['a foreign signature', 'li.na', at(theirs, 'sign'), { round: 1, text: aText }, 403, 'out-of-reach'],
    ['a submission without a text', 'li.na', at(mine, 'submit'), {}, 409, 'text-missing'],
    ['a submission of round 0', 'li.na', at(mine, 'submit'), { round: 0 }, 400, 'invalid-input'],
    ['reviewers that are a list', 'li.na', at(mine, 'submit'), { reviewers: ['fa.wu'] }, 400, 'invalid-input'],
    ['a signature before approval', 'li.na', at(mine, 'sign'), { round: 1 }, 404, 'round-not-found'],
    ['a signature on no day', 'li.na', at(mine, 'sign'), { round: 1, signedOn: '2026-02-30' }, 400, 'invalid-input'],
    ['a recall of no round', 'li.na', at(mine, 'recall'), { round: 1 }, 404, 'round-not-found'],
    ['a withdrawal for nothing', 'li.na', at(mine, 'withdraw'), { reason: ' ' }, 400, 'invalid-input'],
    ['an approval of what is not theirs', 'fa.wu', at(mine, 'approve'), { round: 1, checks: [] }, 403, 'out-of-reach'],
    ['an approval of nothing there', 'fa.wu', at(nobodys, 'approve'), { round: 1 }, 403, 'out-of-reach'],
    ['an approval of half a round', 'fa.wu', at(mine, 'approve'), { round: 1.5 }, 400, 'invalid-input'],
    ['an approval of no step', 'fa.wu', at(mine, 'approve'), { round: 1, step: 'added-0' }, 400, 'invalid-input'],
    ['checks said twice', 'fa.wu', at(mine, 'approve'), { round: 1, checks: ['a', 'a'] }, 400, 'invalid-input'],
    ['a return without a reason', 'fa.wu', at(mine, 'return'), { round: 1 }, 400, 'invalid-input'],
    ['an approval by who only reads', 'audit', at(mine, 'approve'), { round: 1 }, 403, 'role-not-permitted'],
    [
      'a step of no round handed on',
      'gao.feng',
      at(mine, 'delegate'),
      { round: 1, to: 'fa.wu' },
      404,
      'round-not-found',
    ],
    ['a comment that is foreign', 'li.na', at(theirs, 'comments'), { commentId: mine, text: 'x' }, 403, 'out-of-reach'],
    ['a comment without words', 'li.na', at(mine, 'comments'), { commentId: mine, text: '' }, 400, 'invalid-input'],
    ['decisions that are none', 'fa.wu', '/contracts/decisions', { items: [7] }, 400, 'invalid-input'],
    ['a process command', 'gao.feng', at(mine, 'remind'), { round: 1 }, 404, 'no-such-route'],
    ['a foreign text', 'li.na', at(theirs, `texts/${'f'.repeat(64)}`), undefined, 403, 'out-of-reach'],
    ['a text that is no hash', 'li.na', at(mine, 'texts/..%2F..%2Fkeys'), undefined, 400, 'invalid-input'],
    ['changes of no round', 'li.na', at(mine, 'changes?from=1&to=2'), undefined, 404, 'round-not-found'],
    [
      'a leave of another',
      'li.na',
      '/staff/wu.di/leaves',
      { from: '2030-01-01', until: '2030-01-02' },
      403,
      'out-of-reach',
    ],
    [
      'a leave on no day',
      'li.na',
      '/staff/li.na/leaves',
      { from: '2026-02-30', until: '2026-03-02' },
      400,
      'invalid-input',
    ],
    [
      'a leave at an hour',
      'li.na',
      '/staff/li.na/leaves',
      { from: whole.until, until: whole.until },
      400,
      'invalid-input',
    ],
    [
      'a leave long ago',
      'li.na',
      '/staff/li.na/leaves',
      { from: '2020-01-01', until: '2020-01-02' },
      409,
      'leave-is-past',
    ],
    [
      'a leave turned round',
      'li.na',
      '/staff/li.na/leaves',
      { from: '2027-01-02', until: '2027-01-01' },
      409,
      'leave-ends-before-it-begins',
    ],
    [
      'a leave in a century',
      'li.na',
      '/staff/li.na/leaves',
      { from: '2126-01-01', until: '2126-01-01' },
      409,
      'leave-too-far-ahead',
    ],
    ['a leave nobody planned', 'li.na', `/staff/li.na/leaves/${nobodys}/cancel`, {}, 404, 'leave-not-found'],
    [
      'a leave of a stranger',
      'gao.feng',
      '/staff/no.one/leaves',
      { from: '2027-01-01', until: '2027-01-01' },
      404,
      'person-not-found',
    ],
    ['leaves of a state that is none', 'li.na', '/leaves?state=soon', undefined, 400, 'invalid-input'],
    ['a reminder that is none', 'li.na', '/reminders/42/acknowledge', {}, 400, 'invalid-input'],
    ['a reminder not there', 'li.na', `/reminders/${nobodys}/acknowledge`, {}, 403, 'out-of-reach'],
    ['a snooze not there', 'li.na', `/reminders/${nobodys}/snooze`, whole, 403, 'out-of-reach'],
    ['a snooze until some day', 'li.na', `/reminders/${nobodys}/snooze`, { until: 'tomorrow' }, 400, 'invalid-input'],
    ['a reminder raised by hand', 'li.na', '/reminders', { staffId: 'wu.di' }, 404, 'no-such-route'],
    ['reminders of who has none', 'audit', '/reminders', undefined, 403, 'role-not-permitted'],
    ['a stream after no position', 'li.na', '/work/stream?after=-1', undefined, 400, 'invalid-input'],
    ['a stream after what is to come', 'li.na', '/work/stream?after=999999999', undefined, 409, 'position-not-reached'],
    ['reminders of another', 'li.na', '/reminders?staffId=wu.di', undefined, 400, 'invalid-input'],
    ['a link to nothing', 'gao.feng', '/customer-links', aLink, 404, 'link-subject-not-found'],
    ['a link to what is not theirs', 'li.na', '/customer-links', aLink, 403, 'out-of-reach'],
    ['a link for a year', 'li.na', '/customer-links', { ...aLink, days: 365 }, 400, 'invalid-input'],
    ['a link for another use', 'li.na', '/customer-links', { ...aLink, purpose: 'pay' }, 400, 'invalid-input'],
    [
      'a link with a secret',
      'li.na',
      '/customer-links',
      { ...aLink, secretHash: 'f'.repeat(64) },
      400,
      'invalid-input',
    ],
    ['a link used by a colleague', 'li.na', `/customer-links/${nobodys}/use`, {}, 404, 'no-such-route'],
    [
      'a link taken back that is not there',
      'li.na',
      `/customer-links/${nobodys}/revoke`,
      { reason: 'leaked' },
      403,
      'out-of-reach',
    ],
    ['an upload nobody began', 'li.na', `/uploads/${nobodys}`, undefined, 404, 'upload-not-found'],
    ['an upload that is none', 'li.na', '/uploads/..%2F..%2Fkeys', undefined, 400, 'invalid-input'],
  ])('%s', async (_name, as, path, body, status, code) => {
    const answer = await (body ? system.post(path, { as, body }) : system.get(path, { as }));
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
    expect(await newest()).toBe(head);
  });

  it("somebody else's file by its hash opens nothing, and is not told from none", async () => {
    const asked = async (text: object) =>
      (await system.post('/contracts', { as: 'li.na', body: { ...draft, text } })).body;
    const { sha256, size } = theirText;
    const known = await asked({ ...aText, sha256, size });
    const resized = await asked({ ...aText, sha256, size: Number(size) + 1 });
    const unknown = await asked(aText);
    expect(known).toMatchObject({ code: 'text-not-uploaded', details: { sha256 } });
    const bare = ({ code, title, status, details }: typeof known) => ({
      code,
      title,
      status,
      of: Object.keys(details ?? {}),
    });
    expect([bare(known), bare(resized)]).toEqual([bare(unknown), bare(unknown)]);
    expect(await newest()).toBe(head);
  });

  const plain = { 'content-type': 'text/plain' };
  const tus = { 'tus-resumable': '1.0.0' };
  const begin = { ...tus, 'upload-length': '4', 'upload-metadata': `filetype ${btoa('text/plain')}` };
  const offset = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  it.each<[name: string, to: string, headers: Record<string, string>, status: number, code: string]>([
    ['a file of no type that may be', 'POST /files', { 'content-type': 'text/html' }, 415, 'type-not-allowed'],
    ['broken JSON for a file', 'POST /files', { 'content-type': 'application/json' }, 400, 'invalid-input'],
    [
      'a file that is not of its type',
      'POST /files',
      { 'content-type': 'application/pdf' },
      415,
      'content-not-of-type',
    ],
    [
      'a name with a folder',
      'POST /files',
      { ...plain, 'content-disposition': 'attachment; filename="../x.txt"' },
      400,
      'invalid-input',
    ],
    [
      'a name that cannot be read',
      'POST /files',
      { ...plain, 'content-disposition': "attachment; filename*=UTF-8''%ff" },
      400,
      'invalid-input',
    ],
    ['a digest that is none', 'POST /files', { ...plain, 'content-digest': 'sha-256=:x:' }, 400, 'invalid-input'],
    [
      'a digest of something else',
      'POST /files',
      { ...plain, 'content-digest': `sha-256=:${'A'.repeat(43)}=:` },
      409,
      'hash-differs',
    ],
    ['a file that is packed', 'POST /files', { ...plain, 'content-encoding': 'gzip' }, 415, 'media-type-not-supported'],
    ['an upload in no version', 'POST /uploads', { 'upload-length': '4' }, 412, 'tus-version-not-supported'],
    ['an upload of no length', 'POST /uploads', { ...begin, 'upload-length': '-1' }, 400, 'invalid-input'],
    ['an upload of nothing', 'POST /uploads', { ...begin, 'upload-length': '0' }, 400, 'invalid-input'],
    [
      'an upload of a petabyte',
      'POST /uploads',
      { ...begin, 'upload-length': '999999999999999' },
      413,
      'file-too-large',
    ],
    ['an upload of no type', 'POST /uploads', { ...tus, 'upload-length': '4' }, 415, 'type-not-allowed'],
    [
      'an upload of broken words',
      'POST /uploads',
      { ...begin, 'upload-metadata': 'filename /w==' },
      400,
      'invalid-input',
    ],
    ['more of what nobody began', `PATCH /uploads/${nobodys}`, offset, 404, 'upload-not-found'],
    ['more from nowhere', `PATCH /uploads/${nobodys}`, { ...offset, 'upload-offset': 'x' }, 400, 'invalid-input'],
    [
      'more by an unknown sum',
      `PATCH /uploads/${nobodys}`,
      { ...offset, 'upload-checksum': 'md5 x' },
      400,
      'invalid-input',
    ],
    ['more in another way', `PATCH /uploads/${nobodys}`, { ...offset, ...plain }, 415, 'media-type-not-supported'],
  ])('%s', async (_name, to, headers, status, code) => {
    const [method = '', path = ''] = to.split(' ');
    const body = path === '/uploads' ? undefined : 'abcd';
    const answer = await system.request(method, path, { as: 'li.na', headers, body });
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
    expect(await newest()).toBe(head);
  });

  it('forged, expired and foreign tokens', async () => {
    const { privateJwk, publicJwk } = await loadTokenKey(system.configuration.dataDir);
    const key = await importJWK(privateJwk, 'EdDSA');
    const other = await generateKeyPair('EdDSA');
    const claims = (): SignJWT =>
      new SignJWT().setSubject('admin').setIssuer('dealtrail').setAudience('dealtrail').setIssuedAt();
    const header = { alg: 'EdDSA', kid: publicJwk.kid };
    const good = await claims().setProtectedHeader(header).setExpirationTime('1h').sign(key);
    const tokens = {
      none: new UnsecuredJWT()
        .setSubject('admin')
        .setIssuer('dealtrail')
        .setAudience('dealtrail')
        .setExpirationTime('1h')
        .encode(),
      expired: await claims()
        .setProtectedHeader(header)
        .setExpirationTime(Math.floor(Date.now() / 1000) - 3600)
        .sign(key),
      'not yet': await claims().setProtectedHeader(header).setNotBefore('1h').setExpirationTime('2h').sign(key),
      'other key': await claims().setProtectedHeader(header).setExpirationTime('1h').sign(other.privateKey),
      'other audience': await claims().setAudience('x').setProtectedHeader(header).setExpirationTime('1h').sign(key),
      'no expiry': await claims().setProtectedHeader(header).sign(key),
      'stripped signature': `${good.split('.').slice(0, 2).join('.')}.`,
      'changed payload': good.replace(/\.(.)/, (_, first: string) => `.${first === 'e' ? 'f' : 'e'}`),
      garbage: 'a.b.c',
    };
    for (const [name, token] of Object.entries(tokens)) {
      const { status } = await system.get('/deals', { headers: { authorization: `Bearer ${token}` } });
      expect({ name, status }).toEqual({ name, status: 401 });
    }
    expect((await system.get('/deals')).status).toBe(401);
    expect((await system.get('/deals', { headers: { authorization: `Bearer ${good}` } })).status).toBe(200);
    expect((await system.get('/deals', { as: 'a.stranger' })).status).toBe(403);
  });

  it('hostile text that is allowed comes back as it went in', async () => {
    const title = `'; drop table x; -- <script>alert(1)</script> \u202e 😀 {{7*7}} ${'ｆｕｌｌ'}`;
    const { body } = await system.done('/deals', 'li.na', { title });
    const id = String(body['streamId']).slice('deal-'.length);
    const page = await system.get(`/deals/${id}?minPosition=${String(body['position'])}`, { as: 'li.na' });
    expect(page.body).toMatchObject({ title });
    head = await newest();
  });
});
