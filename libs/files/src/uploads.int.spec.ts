import { createHash } from 'node:crypto';
import { metadata, pdf, serveFiles } from './testing/application.js';
import { s3Server } from './testing/s3-server.js';

it('stores an upload that became whole while the bucket was away as soon as somebody asks for it', async () => {
  let server = await s3Server();
  const served = await serveFiles({ s3: server.configuration });
  const content = pdf(50_000);
  try {
    const headers = { 'upload-length': '50000', 'upload-metadata': metadata({ filetype: 'application/pdf' }) };
    const url = String((await served.send({ method: 'POST', url: '/uploads', headers })).headers.location);
    await server.close();
    const away = await served.send({
      method: 'PATCH',
      url,
      payload: content,
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
    });
    expect([away.status, away.body['code'], away.headers['retry-after']]).toEqual([503, 'files-unavailable', '5']);
    // A client that saw the full length now would take the upload for done.
    expect((await served.send({ method: 'HEAD', url })).status).toBe(503);
    server = await s3Server(Number(new URL(String(server.configuration.endpoint)).port));
    const { status, headers: there } = await served.send({ method: 'HEAD', url });
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect([status, there['upload-offset'], there['upload-sha256']]).toEqual([200, '50000', sha256]);
    const download = await served.send({ method: 'GET', url: `/evidence/${sha256}`, headers: { range: 'bytes=9-99' } });
    expect([download.status, download.bytes.equals(content.subarray(9, 100))]).toEqual([206, true]);
  } finally {
    await served.close();
    await server.close();
  }
}, 30_000);
