import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { metadata, pdf, serveFiles, type Answer, type Served } from './testing/application.js';
import { bytesOf } from './testing/file-store.contract.js';
import { Uploads } from './uploads.js';

const tus = 'application/offset+octet-stream';
const type = 'application/pdf';
const hashOf = (bytes: Buffer, algorithm = 'sha256') => createHash(algorithm).update(bytes);

describe('resumable uploads', () => {
  let served: Served;
  beforeEach(async () => {
    served = await serveFiles();
  });
  afterEach(() => served.close());

  const begin = (size: number, pairs: Record<string, string> = {}, as = 'ann') =>
    served.send({
      method: 'POST',
      url: '/uploads',
      as,
      headers: { 'upload-length': String(size), 'upload-metadata': metadata({ filetype: type, ...pairs }) },
    });
  const begun = async (size: number, pairs: Record<string, string> = {}, as = 'ann') =>
    String((await begin(size, pairs, as)).headers.location);
  const patch = (url: string, offset: number, payload: Buffer, headers: Record<string, string> = {}, as = 'ann') =>
    served.send({
      method: 'PATCH',
      url,
      as,
      payload,
      headers: { 'content-type': tus, 'upload-offset': String(offset), ...headers },
    });
  const look = (url: string, as = 'ann', method: 'GET' | 'HEAD' = 'GET') => served.send({ method, url, as });
  const said = ({ status, body }: Answer) => [status, body['code']];
  const waiting = async () =>
    (await readdir(join(served.folder, 'uploads'), { recursive: true })).filter((name) => /\./.test(name));

  it('brings a file in pieces and says its hash', async () => {
    const content = pdf(10_000);
    const answer = await begin(10_000, { filename: '报价单.pdf' });
    expect([answer.status, answer.headers['tus-resumable'], answer.headers['upload-offset']]).toEqual([
      201,
      '1.0.0',
      '0',
    ]);
    expect(answer.headers['upload-expires']).toBe('Tue, 24 Nov 2026 01:00:00 GMT');
    const url = String(answer.headers.location);
    const first = await patch(url, 0, content.subarray(0, 4_000));
    expect([first.status, first.headers['upload-offset'], first.headers['upload-sha256']]).toEqual([
      204,
      '4000',
      undefined,
    ]);
    const head = await look(url, 'ann', 'HEAD');
    expect([head.status, head.headers['upload-offset'], head.headers['upload-length'], head.bytes.length]).toEqual([
      200,
      '4000',
      '10000',
      0,
    ]);
    expect(head.headers['cache-control']).toBe('no-store');
    const last = await patch(url, 4_000, content.subarray(4_000));
    const sha256 = hashOf(content).digest('hex');
    expect([last.status, last.headers['upload-offset'], last.headers['upload-sha256']]).toEqual([204, '10000', sha256]);
    expect((await look(url)).body).toMatchObject({ sha256, size: 10_000, type, name: '报价单.pdf', offset: 10_000 });
    expect((await bytesOf(await served.store.read(sha256))).equals(content)).toBe(true);
    expect(await waiting()).toHaveLength(1);
  });

  it('stays quiet when a beginning is repeated with its key, and refuses the id for something else', async () => {
    const headers = { 'idempotency-key': 'k1', 'upload-length': '10', 'upload-metadata': metadata({ filetype: type }) };
    const again = () => served.send({ method: 'POST', url: '/uploads', headers });
    const first = await again();
    await patch(String(first.headers.location), 0, pdf(9));
    const second = await again();
    expect([second.status, second.headers.location]).toEqual([201, first.headers.location]);
    expect(second.headers['upload-offset']).toBe('9');
    expect(
      said(await served.send({ method: 'POST', url: '/uploads', headers: { ...headers, 'upload-length': '11' } })),
    ).toEqual([409, 'upload-id-taken']);
  });

  it('keeps one copy of what two people bring, under the name of each', async () => {
    const content = pdf(500);
    for (const [as, filename] of [
      ['ann', 'a.pdf'],
      ['bob', 'b.pdf'],
    ] as const) {
      const url = await begun(500, { filename }, as);
      await patch(url, 0, content, {}, as);
      expect((await look(url, as)).body).toMatchObject({ sha256: hashOf(content).digest('hex'), name: filename });
    }
    const kept = await readdir(join(served.folder, 'files'), { recursive: true });
    expect(kept.filter((name) => name.endsWith('.pdf'))).toHaveLength(1);
  });

  it('hides an upload from everybody but its beginner', async () => {
    const url = await begun(100);
    const nothing = await look(`/uploads/${randomUUID()}`, 'bob');
    for (const answer of [
      await look(url, 'bob'),
      await patch(url, 0, pdf(100), {}, 'bob'),
      await served.send({ method: 'DELETE', url, as: 'bob' }),
    ]) {
      expect(said(answer)).toEqual([404, 'upload-not-found']);
      expect({ ...answer.body, requestId: '' }).toEqual({ ...nothing.body, requestId: '' });
    }
    expect((await look(url, 'bob', 'HEAD')).status).toBe(404);
    expect((await look(url)).body).toMatchObject({ offset: 0 });
  });

  it('lets everybody on the staff bring files but the auditor, and nobody without a token', async () => {
    expect(said(await begin(10, {}, 'aud'))).toEqual([403, 'role-not-permitted']);
    expect(said(await begin(10, {}, ''))).toEqual([401, 'token-missing']);
    expect(said(await patch(`/uploads/${randomUUID()}`, 0, pdf(10), {}, 'aud'))).toEqual([403, 'role-not-permitted']);
  });

  it('refuses bytes that begin elsewhere, and says where to go on', async () => {
    const url = await begun(100);
    await patch(url, 0, pdf(40));
    for (const offset of [0, 41]) {
      const answer = await patch(url, offset, pdf(10));
      expect(said(answer)).toEqual([409, 'offset-differs']);
      expect(answer.body['details']).toEqual({ offset: 40 });
    }
  });

  describe('checksums of one request', () => {
    it.each(['sha1', 'sha256'])('takes what bears out its %s', async (algorithm) => {
      const url = await begun(100);
      const checksum = `${algorithm} ${hashOf(pdf(60), algorithm).digest('base64')}`;
      expect((await patch(url, 0, pdf(60), { 'upload-checksum': checksum })).headers['upload-offset']).toBe('60');
    });

    it('takes back what does not', async () => {
      const url = await begun(100);
      await patch(url, 0, pdf(20));
      const answer = await patch(url, 20, pdf(60), {
        'upload-checksum': `sha1 ${hashOf(Buffer.from('other'), 'sha1').digest('base64')}`,
      });
      expect(said(answer)).toEqual([460, 'checksum-differs']);
      expect((await look(url)).body).toMatchObject({ offset: 20 });
    });
  });

  it('stores nothing under a hash that the whole does not bear out, and gives the upload up', async () => {
    const url = await begun(100, { sha256: 'a'.repeat(64) });
    expect(said(await patch(url, 0, pdf(100)))).toEqual([409, 'hash-differs']);
    expect(said(await look(url))).toEqual([404, 'upload-not-found']);
    expect(await served.store.find(hashOf(pdf(100)).digest('hex'))).toBeUndefined();
    expect(await waiting()).toEqual([]);
  });

  it.each([
    ['too large a file', { 'upload-length': '1000001' }, 413, 'file-too-large'],
    [
      'a type that may not be attached',
      { 'upload-metadata': metadata({ filetype: 'text/html' }) },
      415,
      'type-not-allowed',
    ],
    ['no type', { 'upload-metadata': '' }, 415, 'type-not-allowed'],
    ['no length', { 'upload-length': '' }, 400, 'invalid-input'],
    ['an empty file', { 'upload-length': '0' }, 400, 'invalid-input'],
    ['a negative length', { 'upload-length': '-5' }, 400, 'invalid-input'],
    [
      'metadata that is no text',
      { 'upload-metadata': `filetype ${Buffer.from([255]).toString('base64')}` },
      400,
      'invalid-input',
    ],
    ['another version of the protocol', { 'tus-resumable': '0.2.2' }, 412, 'tus-version-not-supported'],
  ])('does not begin with %s', async (_name, headers, status, code) => {
    const answer = await served.send({
      method: 'POST',
      url: '/uploads',
      headers: { 'upload-length': '10', 'upload-metadata': metadata({ filetype: type }), ...headers },
    });
    expect(said(answer)).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('refuses more bytes than were announced', async () => {
    const url = await begun(100);
    expect(said(await patch(url, 0, pdf(101)))).toEqual([413, 'file-too-large']);
    expect(Number((await look(url)).body['offset'])).toBeLessThanOrEqual(100);
  });

  it('refuses a content that is not of its type, and another media type of the request', async () => {
    const url = await begun(100);
    expect(said(await patch(url, 0, pdf(10), { 'content-type': type }))).toEqual([415, 'media-type-not-supported']);
    expect(said(await patch(url, 0, Buffer.alloc(100, 'x')))).toEqual([415, 'content-not-of-type']);
    expect(said(await look(url))).toEqual([404, 'upload-not-found']);
  });

  it('bounds what one person leaves unfinished, whoever else does', async () => {
    for (let i = 0; i < 4; i++) expect((await begin(1_000_000)).status).toBe(201);
    expect(said(await begin(1))).toEqual([409, 'too-many-unfinished-uploads']);
    expect((await begin(1, {}, 'bob')).status).toBe(201);
  });

  it('holds that bound against beginnings at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => begin(900_000)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
  });

  it('gives an upload up when told', async () => {
    const url = await begun(100);
    expect((await served.send({ method: 'DELETE', url })).status).toBe(204);
    expect(said(await look(url))).toEqual([404, 'upload-not-found']);
    expect(await waiting()).toEqual([]);
  });

  it('forgets an upload after a day', async () => {
    const url = await begun(100);
    served.at('2026-11-24T00:59:59.999Z');
    expect((await look(url)).status).toBe(200);
    served.at('2026-11-24T01:00:00.000Z');
    expect(said(await look(url))).toEqual([404, 'upload-not-found']);
    expect(said(await patch(url, 0, pdf(10)))).toEqual([404, 'upload-not-found']);
    await served.app.get(Uploads).sweep();
    expect(await waiting()).toEqual([]);
  });

  it('sweeps by the clock of the edge, however far that is from the machine’s', async () => {
    served.at('2020-01-01T00:00:00.000Z');
    const url = await begun(100);
    await served.app.get(Uploads).sweep();
    expect((await look(url)).status).toBe(200);
  });

  it('says what it can to who asks, known or not', async () => {
    const { status, headers } = await served.send({ method: 'OPTIONS', url: '/uploads', as: '' });
    expect(status).toBe(204);
    expect(headers).toMatchObject({ 'tus-version': '1.0.0', 'tus-max-size': '1000000' });
    expect(headers['tus-extension']).toBe('creation,expiration,checksum,termination');
  });
});
