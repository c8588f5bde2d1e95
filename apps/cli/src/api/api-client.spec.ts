import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refused } from '../failure.js';
import { ApiClient } from './api-client.js';

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A server that answers in this order and remembers what it was asked. */
async function answering(...replies: readonly (Reply | 'hang up')[]) {
  const asked: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    const reply = replies[asked.push(request) - 1] ?? { status: 500 };
    if (reply === 'hang up') return void request.socket.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

const win = { method: 'POST', path: '/deals/d/win', body: { wonOn: '2017-03-01' }, key: 'once' };

describe('the API client', () => {
  it('sends who, which key and which revision', async () => {
    const { asked, url } = await answering({ status: 200, body: { revision: 3 } });
    const answer = await new ApiClient({ url, token: 'abc' }).call({ ...win, ifMatch: '2' });
    expect(answer).toEqual({ revision: 3 });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer abc',
      'idempotency-key': 'once',
      'if-match': '"2"',
    });
  });

  it('repeats with the same key when the server is away, busy or hangs up', async () => {
    const busy = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'known-not-fresh' } };
    const { asked, url } = await answering(
      busy,
      'hang up',
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 200, body: {} },
    );
    await new ApiClient({ url, pauseMs: 1 }).call(win);
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['once', 'once', 'once', 'once']);
  });

  it('gives up after its tries, with the last reason', async () => {
    const { asked, url } = await answering(
      ...Array.from({ length: 9 }, () => ({ status: 503, body: { code: 'down' } })),
    );
    await expect(new ApiClient({ url, attempts: 3, pauseMs: 1 }).call(win)).rejects.toMatchObject({
      problem: { status: 503, code: 'down' },
    });
    expect(asked).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 409, 412, 422, 500])('does not repeat what was answered with %d', async (status) => {
    const { asked, url } = await answering({ status, body: { code: 'no' } });
    await expect(new ApiClient({ url, pauseMs: 1 }).call(win)).rejects.toBeInstanceOf(Refused);
    expect(asked).toHaveLength(1);
  });

  it('says so when nobody is there', async () => {
    const { url } = await answering();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(new ApiClient({ url, attempts: 1 }).call(win)).rejects.toMatchObject({
      problem: { code: 'unreachable', status: 0 },
    });
  });

  it('repeats lists in the address', async () => {
    const { asked, url } = await answering({ status: 200, body: [] });
    await new ApiClient({ url }).call({
      method: 'GET',
      path: '/deals',
      query: { stages: ['a', 'b'], text: undefined },
    });
    expect(asked[0]?.url).toBe('/deals?stages=a&stages=b');
  });
});
