import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pdf, serveFiles, type Served } from './testing/application.js';

const type = 'application/pdf';
const mebibyte = 1024 * 1024;
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('files', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveFiles({ maxBytes: 50 * mebibyte });
  });
  afterAll(() => served.close());

  const bring = (payload: Buffer | Readable, headers: Record<string, string> = {}, as = 'ann') =>
    served.send({ method: 'POST', url: '/files', as, payload, headers: { 'content-type': type, ...headers } });
  const named = (name: string, headers: Record<string, string> = {}) =>
    bring(pdf(20), { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`, ...headers });

  describe('in one request', () => {
    it('are stored and named', async () => {
      const content = pdf(70_000);
      const answer = await bring(content, { 'content-disposition': `attachment; filename="offer.pdf"` });
      const sha256 = hashOf(content);
      expect([answer.status, answer.body]).toEqual([201, { sha256, size: 70_000, type, name: 'offer.pdf' }]);
      expect(await served.store.find(sha256)).toEqual({ sha256, size: 70_000, type });
    });

    it('stay what they are when brought again, by another person too', async () => {
      const [first, second] = [await bring(pdf(30)), await bring(pdf(30), {}, 'bob')];
      expect([second.status, second.body]).toEqual([201, first.body]);
    });

    it('are held against the digest that comes with them', async () => {
      const digest = (bytes: Buffer) => ({
        'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
      });
      expect((await bring(pdf(31), digest(pdf(31)))).status).toBe(201);
      const { status, body } = await bring(pdf(32), digest(pdf(31)));
      expect([status, body['code']]).toEqual([409, 'hash-differs']);
      expect(await served.store.find(hashOf(pdf(32)))).toBeUndefined();
    });

    it('may be 5 MiB, and not a byte more, announced or not', async () => {
      const refused = [413, 'file-too-large'];
      expect((await bring(pdf(5 * mebibyte))).status).toBe(201);
      const announced = await bring(pdf(5 * mebibyte + 1));
      expect([announced.status, announced.body['code']]).toEqual(refused);
      const chunked = await bring(Readable.from([pdf(5 * mebibyte), Buffer.from('x')]));
      expect([chunked.status, chunked.body['code']]).toEqual(refused);
    });

    it.each([
      ['an auditor', 'aud', 403, 'role-not-permitted'],
      ['nobody', '', 401, 'token-missing'],
    ])('are not taken from %s', async (_name, as, status, code) => {
      const answer = await bring(pdf(33), {}, as);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    });

    it.each([
      ['a type that may not be attached', { 'content-type': 'text/html' }, pdf(10), 415, 'type-not-allowed'],
      ['JSON', { 'content-type': 'application/json' }, Buffer.from('{}'), 415, 'type-not-allowed'],
      ['bytes of another type', { 'content-type': 'image/png' }, pdf(10), 415, 'content-not-of-type'],
      ['bytes in a text', { 'content-type': 'text/plain' }, Buffer.from('MZ\0\0'), 415, 'content-not-of-type'],
      ['a compressed body', { 'content-encoding': 'gzip' }, pdf(10), 415, 'media-type-not-supported'],
    ])('are not %s', async (_name, headers, payload, status, code) => {
      const answer = await bring(payload, headers as Record<string, string>);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    });

    it('are not empty', async () => {
      const { status, body } = await served.send({ method: 'POST', url: '/files', headers: { 'content-type': type } });
      expect([status, body['code']]).toEqual([409, 'file-empty']);
    });

    it('may be texts in any script, and the spreadsheet export in UTF-16', async () => {
      const texts = { 'text/csv': Buffer.from([0xb1, 0xa8, 0x0a]), 'text/plain': Buffer.from('\ufeffa\tb', 'utf16le') };
      for (const [text, bytes] of Object.entries(texts))
        expect((await bring(bytes, { 'content-type': `${text}; charset=unknown` })).body).toMatchObject({ type: text });
    });
  });

  it('leave other routes as strict about media types as they were', async () => {
    const { status, body } = await served.send({
      method: 'POST',
      url: '/uploads',
      payload: pdf(10),
      headers: { 'content-type': type },
    });
    expect([status, body['code']]).toEqual([415, 'media-type-not-supported']);
  });

  describe('names', () => {
    it.each(['报价单 2026 (终稿).pdf', 'Ünïcödé.PDF', '👩‍💻.pdf', `${'x'.repeat(196)}.pdf`])(
      'may be %s',
      async (name) => {
        expect((await named(name)).body['name']).toBe(name);
      },
    );

    it('may come as plain UTF-8, as curl sends them', async () => {
      const raw = Buffer.from('attachment; filename="合同.pdf"').toString('latin1');
      expect((await bring(pdf(20), { 'content-disposition': raw })).body['name']).toBe('合同.pdf');
    });

    it.each([
      ['a way out', '../../etc/passwd.pdf', 'not-a-file-name'],
      ['a way out on Windows', '..\\x.pdf', 'not-a-file-name'],
      ['NUL', 'a\0.pdf', 'not-a-file-name'],
      ['a line break', 'a\r\nSet-Cookie: x.pdf', 'not-a-file-name'],
      ['turned reading', 'a\u202efdp.exe.pdf', 'not-a-file-name'],
      ['a hidden file', '.pdf', 'not-a-file-name'],
      ['only white space before', ' a.pdf', 'not-a-file-name'],
      ['201 characters', `${'x'.repeat(197)}.pdf`, 'too-long'],
      ['256 bytes', `${'合'.repeat(84)}.pdf`, 'too-long'],
      ['another ending', 'invoice.pdf.exe', 'not-of-type'],
      ['no ending', 'invoice', 'not-of-type'],
    ])('may not hold %s', async (_name, name, code) => {
      const { status, body } = await named(name);
      expect([status, body['errors']]).toMatchObject([400, [{ field: 'name', code }]]);
    });
  });

  describe('downloads', () => {
    const content = pdf(200_000);
    const sha256 = hashOf(content);
    const url = `/evidence/${sha256}`;
    beforeAll(() => bring(content));
    const get = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
      served.send({ method, url, headers });

    it('are whole, named, and nothing a browser would run', async () => {
      const { status, headers, bytes } = await get();
      expect([status, bytes.equals(content)]).toEqual([200, true]);
      expect(headers).toMatchObject({
        'content-type': type,
        'content-length': '200000',
        'accept-ranges': 'bytes',
        etag: `"${sha256}"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
        'content-disposition': `attachment; filename="__ ___.pdf"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%22%E7%94%B2%22.pdf`,
      });
    });

    it('are not sent to HEAD, which hears the same headers', async () => {
      const [whole, head] = [await get(), await get({}, 'HEAD')];
      expect([head.status, head.bytes.length]).toEqual([200, 0]);
      for (const name of ['content-length', 'content-type', 'etag', 'content-disposition'])
        expect(head.headers[name]).toBe(whole.headers[name]);
    });

    it.each([
      ['bytes=0-0', 0, 0],
      ['bytes=100000-100009', 100_000, 100_009],
      ['bytes=199990-', 199_990, 199_999],
      ['bytes=-5', 199_995, 199_999],
      ['bytes=-999999', 0, 199_999],
      ['bytes=199999-300000', 199_999, 199_999],
    ])('come in part for %s', async (range, start, end) => {
      const { status, headers, bytes } = await get({ range });
      expect([status, headers['content-range']]).toEqual([206, `bytes ${start}-${end}/200000`]);
      expect(bytes.equals(content.subarray(start, end + 1))).toBe(true);
    });

    it.each(['bytes=200000-', 'bytes=-0', 'bytes=999999-9999999'])('cannot come in part for %s', async (range) => {
      const { status, headers, body } = await get({ range });
      expect([status, headers['content-range'], body['code']]).toEqual([
        416,
        'bytes */200000',
        'range-not-satisfiable',
      ]);
    });

    it.each(['bytes=5-4', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=a-b', 'bytes=-', ''])(
      'are whole for %p',
      async (range) => {
        const { status, bytes } = await get({ range });
        expect([status, bytes.length]).toEqual([200, 200_000]);
      },
    );

    it('are whole when the part is of another content', async () => {
      expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
      expect((await get({ range: 'bytes=0-9', 'if-range': `"${sha256}"` })).status).toBe(206);
    });

    it.each([`"${sha256}"`, `W/"${sha256}"`, `"x", "${sha256}"`, '*'])(
      'are not sent again to who has %s',
      async (tag) => {
        const { status, bytes, headers } = await get({ 'if-none-match': tag, range: 'bytes=200000-' });
        expect([status, bytes.length, headers.etag]).toEqual([304, 0, `"${sha256}"`]);
      },
    );

    it('say so when there is no such content', async () => {
      const { status, body } = await served.send({ method: 'GET', url: `/evidence/${'0'.repeat(64)}` });
      expect([status, body['code']]).toEqual([404, 'file-not-found']);
    });

    it('fail loudly when the content is not what it was', async () => {
      for (const [length, sent] of [
        [300_000, 'part'],
        [1_000, 'nothing'],
      ] as const) {
        const damaged = pdf(length);
        await bring(damaged);
        const hash = hashOf(damaged);
        damaged[40] = (damaged[40] ?? 0) ^ 1;
        const files = await readdir(join(served.folder, 'files'), { recursive: true });
        await writeFile(join(served.folder, 'files', String(files.find((name) => name.includes(hash)))), damaged);
        const answer = await served.send({ method: 'GET', url: `/evidence/${hash}` }).then(
          ({ status, body }) => [status, body['code']],
          () => 'broken off',
        );
        expect(answer).toEqual(sent === 'part' ? 'broken off' : [500, 'internal-error']);
        expect(served.lines.some((line) => line.includes(hash) && line.includes('not what its hash says'))).toBe(true);
      }
    });
  });
});
