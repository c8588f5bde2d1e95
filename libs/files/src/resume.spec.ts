import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metadata, pdf, serveFiles, type Served } from './testing/application.js';

const size = 900_000;
const content = pdf(size);
const seed = Math.floor(Math.random() * 2 ** 31);

/** Numbers below a bound that the seed repeats. */
function numbers(from: number): (bound: number) => number {
  let state = from;
  return (bound) => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) % bound;
}

describe('over real connections', () => {
  let served: Served;
  let url: string;
  beforeEach(async () => {
    served = await serveFiles();
    await served.app.listen(0, '127.0.0.1');
    const headers = { 'upload-length': String(size), 'upload-metadata': metadata({ filetype: 'application/pdf' }) };
    url = String((await served.send({ method: 'POST', url: '/uploads', headers })).headers.location);
  });
  afterEach(() => served.close());

  const offset = async () => Number((await served.send({ method: 'HEAD', url })).headers['upload-offset']);
  const patch = async (from: number): Promise<ClientRequest> => {
    const { port } = served.app.getHttpServer().address() as AddressInfo;
    return request({
      port,
      path: url,
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${await served.token('ann')}`,
        'tus-resumable': '1.0.0',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': from,
        'content-length': size - from,
      },
    });
  };
  /** Sends the rest; answers the status. */
  const finish = async (from: number): Promise<number | undefined> => {
    const sending = await patch(from);
    const answered = once(sending, 'response') as Promise<[{ statusCode?: number; resume(): void }]>;
    sending.end(content.subarray(from));
    const [answer] = await answered;
    answer.resume();
    return answer.statusCode;
  };
  const isWhole = async () => {
    const { body } = await served.send({ method: 'GET', url });
    expect(body['sha256']).toBe(createHash('sha256').update(content).digest('hex'));
  };

  it(`goes on after cuts at any byte (seed ${seed})`, async () => {
    const below = numbers(seed);
    for (let cut = 0; cut < 8; cut++) {
      const from = await offset();
      const sending = await patch(from);
      sending.on('error', () => undefined);
      await new Promise<void>((sent) =>
        sending.write(content.subarray(from, from + 1 + below(size / 8)), () => sent()),
      );
      sending.destroy();
    }
    // What was still on its way may have come after the question.
    let status: number | undefined;
    for (let tries = 0; status !== 204 && tries < 10; tries++) status = await finish(await offset());
    expect(status).toBe(204);
    await isWhole();
  });

  it('lets a second connection go on while the first hangs, and closes the first', async () => {
    const hanging = await patch(0);
    const closed = once(hanging, 'error');
    hanging.write(content.subarray(0, 100_000));
    for (const end = Date.now() + 10_000; (await offset()) < 100_000;)
      if (Date.now() > end) throw new Error('the first bytes did not come within 10 s');
    expect(await finish(100_000)).toBe(204);
    await closed;
    await isWhole();
  });

  it('is whole when two connections bring the same at once', async () => {
    const outcomes = await Promise.allSettled([finish(0), finish(0)]);
    expect(outcomes).toContainEqual({ status: 'fulfilled', value: 204 });
    await isWhole();
  });
});
