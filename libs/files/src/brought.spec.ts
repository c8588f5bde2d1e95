import type { Actor } from '@dealtrail/event-sourcing';
import { createHash } from 'node:crypto';
import { wasBroughtBy } from './brought.js';
import { metadata, pdf, serveFiles, type Served } from './testing/application.js';

const staff = (id: string): Actor => ({ kind: 'staff', id });
const content = pdf(2_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const uploadId = 'b2f6cbb0-6c7a-4d3b-9a57-6f0f5a0e7d11';

describe('who brought a content', () => {
  let served: Served;
  beforeEach(async () => void (served = await serveFiles()));
  afterEach(() => served.close());

  const brought = async (id: string) => wasBroughtBy(served.store, sha256, staff(id));
  const post = (as: string, payload: Buffer, type = 'application/pdf') =>
    served.send({ method: 'POST', url: '/files', as, headers: { 'content-type': type }, payload });

  it('is known of each who did, in one request or by an upload, and of nobody else', async () => {
    expect(await brought('ann')).toBe(false);
    await post('ann', content);
    expect([await brought('ann'), await brought('bob')]).toEqual([true, false]);
    expect(await wasBroughtBy(served.store, sha256, { kind: 'process', id: 'ann' })).toBe(false);
    const said = { 'upload-metadata': metadata({ filetype: 'application/pdf' }), 'idempotency-key': uploadId };
    const begun = await served.send({
      method: 'POST',
      url: '/uploads',
      as: 'bob',
      headers: { ...said, 'upload-length': String(content.length) },
    });
    expect(await brought('bob')).toBe(false);
    await served.send({
      method: 'PATCH',
      url: String(begun.headers['location']),
      as: 'bob',
      headers: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      payload: content,
    });
    expect(await brought('bob')).toBe(true);
  });

  it.each(['text/plain', 'text/csv', 'text/markdown', 'application/pdf', 'image/png'])(
    'is not said by uploading as %s what says so',
    async (type) => {
      const answer = await post('bob', Buffer.from(`\0brought ${sha256} staff/bob`), type);
      expect([answer.status, answer.body['code']]).toEqual([415, 'content-not-of-type']);
      expect(await brought('bob')).toBe(false);
    },
  );

  it('is not said by a content that was refused', async () => {
    await post('ann', content, 'image/png');
    expect(await brought('ann')).toBe(false);
  });
});
