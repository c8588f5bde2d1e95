import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { Public } from './from-request.js';
import { Overload } from './overload.js';
import { stopApi } from './stopping.js';
import { serve, type Served } from './testing/application.js';

/** Requests under way, to be let go by the spec. */
const waiting: (() => void)[] = [];
let arrived: () => void;

const held = async () => {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    arrived();
  });
  return { done: true };
};

@Controller('slow')
class SlowController {
  @Public() @Get() read() {
    return held();
  }
  @Public() @Post() write() {
    return held();
  }
}

@Controller('health')
class HealthController {
  @Public() @Get('live') live() {
    return { status: 'up' };
  }
}

@Module({ controllers: [SlowController, HealthController] })
class SlowModule {}

describe('the door', () => {
  let served: Served;
  let url: string;
  let overload: Overload;
  let appendWait = 0;

  beforeEach(async () => {
    waiting.length = 0;
    appendWait = 0;
    overload = new Overload(
      { requestsUnderWay: 2, loopDelayMs: 0, appendWaitMs: 1_000 },
      { loopDelay: () => 0, appendWait: () => appendWait },
    );
    served = await serve(SlowModule, { overload });
    await served.app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(served.app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const letGo of waiting) letGo();
    await stopApi(served.app);
  });

  const asked = (path = '/slow', init: RequestInit = {}) => fetch(`${url}${path}`, init);
  const posted = () => asked('/slow', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });

  /** The answer of a request that its handler holds by now. */
  async function begun(ask: () => Promise<Response>): Promise<{ readonly answer: Promise<Response> }> {
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const answer = ask();
    await arrival;
    return { answer };
  }

  /** All that a bare connection is told until it says so. */
  async function told(socket: Socket, until: (text: string) => boolean): Promise<string> {
    let text = '';
    while (!until(text)) text += String((await once(socket, 'data'))[0]);
    return text;
  }

  const answered = (text: string): boolean => text.includes('"requestId"');

  it('refuses at once what is too much, with when to come back, and lets in again', async () => {
    const first = await begun(asked);
    const second = await begun(posted);
    const refused = await asked('/slow', { headers: { 'accept-language': 'zh' } });
    expect(refused.status).toBe(503);
    expect(['1', '2', '3']).toContain(refused.headers.get('retry-after'));
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toEqual({
      type: '/problems/overloaded',
      title: '系統負載過高，請稍後重試',
      status: 503,
      code: 'overloaded',
      requestId: refused.headers.get('x-request-id'),
    });
    expect(overload.status()).toMatchObject({ underWay: 2, shed: { 'requests-under-way': 1 } });
    for (const letGo of waiting.splice(0)) letGo();
    expect([(await first.answer).status, (await second.answer).status]).toEqual([200, 201]);
    expect(overload.status().underWay).toBe(0);
    const again = await begun(asked);
    for (const letGo of waiting.splice(0)) letGo();
    expect((await again.answer).status).toBe(200);
  });

  it('is open to whoever watches the process', async () => {
    appendWait = 5_000;
    await begun(asked);
    await begun(asked);
    expect((await asked('/health/live')).status).toBe(200);
    expect((await asked('/healthy')).status).toBe(503);
  });

  it('refuses who would write while appends wait, and lets in who reads', async () => {
    appendWait = 5_000;
    expect((await posted()).status).toBe(503);
    const read = await begun(asked);
    for (const letGo of waiting.splice(0)) letGo();
    expect((await read.answer).status).toBe(200);
  });

  it('counts nobody who has not finished asking, or is gone', async () => {
    const port = Number(new URL(url).port);
    const head = 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n';
    const slow = connect(port, '127.0.0.1');
    slow.write(`${head}{`);
    const { answer } = await begun(asked);
    expect(overload.status().underWay).toBe(1);
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    slow.write('}');
    await arrival;
    expect(overload.status().underWay).toBe(2);
    slow.destroy();
    while (overload.status().underWay > 1) await new Promise(setImmediate);
    for (const letGo of waiting.splice(0)) letGo();
    await answer;
  });

  it('goes on with a connection after a refusal, unless a long body is still to come', async () => {
    appendWait = 5_000;
    const port = Number(new URL(url).port);
    const post = (length: number) =>
      `POST /slow HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    const socket = connect(port, '127.0.0.1');
    for (let turn = 0; turn < 2; turn++) {
      socket.write(`${post(2)}{}`);
      expect(await told(socket, answered)).toContain('503');
    }
    socket.write(`${post(1_000_000)}{`);
    expect(await told(socket, answered)).toContain('connection: close');
    await once(socket, 'close');
  });
});
