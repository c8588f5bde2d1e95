import { once } from 'node:events';
import { request, Agent } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { stopApi } from './stopping.js';
import { Public } from './from-request.js';
import { serve, type Served } from './testing/application.js';

/** Requests under way, to be let go by the spec. */
const waiting: (() => void)[] = [];
let arrived: () => void;

@Controller('slow')
class SlowController {
  @Public() @Get() async slow() {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      arrived();
    });
    return { done: true };
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

describe('serving', () => {
  let served: Served;
  let port: number;
  beforeEach(async () => {
    waiting.length = 0;
    served = await serve(SlowModule);
    await served.app.listen(0, '127.0.0.1');
    port = (served.app.getHttpServer().address() as AddressInfo).port;
  });
  afterEach(() => stopApi(served.app));

  async function raw(text: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (part) => (answer += String(part)));
    socket.end(text);
    await once(socket, 'close');
    return answer;
  }

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', '400', 'malformed-request'],
    [
      'two lengths',
      'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      '400',
      'malformed-request',
    ],
    [
      'a length and chunks',
      'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
      'malformed-request',
    ],
    [
      'headers beyond 16 KiB',
      `GET /slow HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431',
      'headers-too-large',
    ],
  ])('answers %s with a problem', async (_name, text, status, code) => {
    const answer = await raw(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('content-type: application/problem+json');
    expect(answer).toContain(`"code":"${code}"`);
  });

  const ask = (agent: Agent): Promise<{ status: number | undefined; connection: string | undefined }> =>
    new Promise((resolve, reject) => {
      request({ port, path: '/slow', agent }, (response) => {
        response
          .resume()
          .on('end', () => resolve({ status: response.statusCode, connection: response.headers.connection }));
      })
        .on('error', reject)
        .end();
    });

  const underWay = (): Promise<void> => new Promise((resolve) => (arrived = resolve));

  it('lets requests under way finish when it stops, and closes their connections', async () => {
    const agent = new Agent({ keepAlive: true });
    const here = underWay();
    const answer = ask(agent);
    await here;
    const stopped = stopApi(served.app);
    while (served.app.getHttpServer().listening) await turn();
    await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow();
    waiting.forEach((go) => go());
    expect(await answer).toEqual({ status: 200, connection: 'close' });
    await stopped;
    agent.destroy();
  });

  it('cuts what does not finish within its limit', async () => {
    const here = underWay();
    const answer = ask(new Agent()).catch((error: NodeJS.ErrnoException) => error.code);
    await here;
    await stopApi(served.app, { limit: 50 });
    expect(await answer).toBe('ECONNRESET');
    waiting.forEach((go) => go());
  });
});
