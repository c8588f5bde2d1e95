import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import {
  eventStream,
  Operation,
  type Directory,
  type LiveAnswer,
  type LiveBatch,
  type Position,
  type Role,
} from '@dealtrail/event-sourcing';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { Controller, Get, Module } from '@nestjs/common';
import { Allow, IsOptional, Matches } from 'class-validator';
import { FromRequest } from './from-request.js';
import { stopApi } from './stopping.js';
import { now, serve, type Served } from './testing/application.js';
import { LiveReader } from './testing/live-reader.js';

@Operation({ zh: '數數', en: 'Count', allow: { roles: { rep: 'own' } }, answers: eventStream, example: {} })
class Count {
  @Allow() readonly metadata!: object;
  @IsOptional() @Matches(/^\d{1,15}$/) readonly after?: string;
}

/** Numbers up to `head`, and on as it grows; every third is told. */
class Numbers {
  head = 0;
  readonly asked: string[] = [];
  readonly left: string[] = [];
  words = '';
  private wake: () => void = () => undefined;

  grow(by: number): void {
    this.head += by;
    this.wake();
  }

  answer(after: string | undefined): LiveAnswer {
    const from = after === undefined ? this.head : Number(after);
    this.asked.push(String(after));
    return (signal) => this.follow(from, signal);
  }

  private async *follow(from: Position, signal: AbortSignal): AsyncGenerator<LiveBatch> {
    try {
      yield { messages: [], position: from };
      for (let at = from; !signal.aborted;) {
        const all = Array.from({ length: this.head - at }, (_, n) => at + n + 1).filter((n) => n % 3 === 0);
        const message = (position: number) => ({ position, event: 'number', data: { n: position, words: this.words } });
        at = this.head;
        yield { position: at, messages: all.map(message) };
        await new Promise<void>((resolve) => {
          this.wake = resolve;
          signal.addEventListener('abort', () => resolve());
        });
      }
    } finally {
      this.left.push(String(from));
    }
  }
}
let numbers: Numbers;

@Controller('count')
class CountController {
  @Get() count(@FromRequest() { after }: Count) {
    return numbers.answer(after);
  }
}
@Module({ controllers: [CountController] })
class CountModule {}

describe('a live answer', () => {
  let served: Served;
  let port: number;
  let time: string;
  let rolesOf: Partial<Record<string, readonly Role[]>>;
  const streamPace = { heartbeat: 10, patience: 100, grace: 2_000 };
  beforeEach(async () => {
    numbers = new Numbers();
    time = now;
    rolesOf = { ann: ['rep'], bob: ['rep'] };
    const directory: Directory = { rolesOf: (id) => rolesOf[id], within: () => new Set(), apiKey: () => undefined };
    served = await serve(CountModule, {
      directory: () => directory,
      clock: { now: () => time },
      streams: { streams: 3, streamsPerCaller: 2 },
      streamPace,
    });
    await served.app.listen(0, '127.0.0.1');
    port = (served.app.getHttpServer().address() as AddressInfo).port;
  });
  afterEach(() => stopApi(served.app));

  const open = async (query = '', headers: Readonly<Record<string, string>> = {}, as = 'ann') =>
    LiveReader.open(`http://127.0.0.1:${port}/count${query}`, { authorization: await served.bearer(as), ...headers });
  const streams = () =>
    Promise.resolve((served.app.getHttpAdapter().getInstance() as { streams: { size: number } }).streams.size);

  it('says where it begins, then each message with its position, and how far it is while nothing is to be told', async () => {
    numbers.head = 7;
    const reader = await open();
    expect(reader.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(await reader.next()).toMatchObject({ id: '7', retry: expect.stringMatching(/^[123]\d{3}$/) as string });
    numbers.grow(3);
    expect(await reader.told()).toEqual({ id: '9', event: 'number', data: { n: 9, words: '' } });
    let said = await reader.next();
    while (said?.id !== '10') said = await reader.next();
    expect(said).toEqual({ id: '10', comment: true });
    reader.close();
  });

  it('goes on after the id in the header, which counts before the address', async () => {
    numbers.head = 12;
    const reader = await open('?after=3', { 'last-event-id': '6' });
    expect([(await reader.told())?.id, (await reader.told())?.id]).toEqual(['9', '12']);
    expect(numbers.asked).toEqual(['6']);
    const other = await open('?after=9');
    expect((await other.told())?.id).toBe('12');
    for (const one of [reader, other]) one.close();
    const { status, body } = await served.send({ method: 'GET', url: '/count', headers: { 'last-event-id': 'x' } });
    expect([status, body['code']]).toEqual([400, 'invalid-input']);
  });

  it('ends for who has gone away', async () => {
    const reader = await open();
    await reader.next();
    expect(await streams()).toBe(1);
    reader.close();
    await eventually(streams, (open) => open === 0);
    expect(numbers.left).toEqual(['0']);
  });

  const endOf = async (reader: LiveReader) => {
    let said = await reader.told();
    while (said && said.event !== 'end') said = await reader.told();
    expect(await reader.next()).toBeUndefined();
    return said?.data;
  };

  it('ends with the token, and with the right to it, and says so', async () => {
    const [expiring, demoted] = [await open(), await open('', { 'accept-language': 'zh-TW' }, 'bob')];
    rolesOf = { ...rolesOf, bob: ['auditor'] };
    expect(await endOf(demoted)).toMatchObject({ status: 403, code: 'role-not-permitted', title: '您的角色無權執行' });
    time = new Date(Date.parse(now) + 120_000).toISOString();
    expect(await endOf(expiring)).toMatchObject({ status: 401, code: 'token-expired' });
    await eventually(streams, (open) => open === 0);
  });

  it('is refused beyond what one caller, and all together, may hold', async () => {
    const readers = [await open(), await open()];
    const refused = async (as: string) => {
      const reader = await open('', {}, as);
      expect(reader.response.headers['retry-after']).toBe('5');
      reader.close();
      return reader.status;
    };
    expect(await refused('ann')).toBe(429);
    readers.push(await open('', {}, 'bob'));
    expect(await refused('bob')).toBe(503);
    for (const reader of readers) reader.close();
    await eventually(streams, (open) => open === 0);
    const again = await open();
    expect(again.status).toBe(200);
    again.close();
  });

  it('drops who reads too slowly, with the reason after what was sent, and lets them go on', async () => {
    numbers.words = 'x'.repeat(10_000);
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.write(`GET /count?after=0 HTTP/1.1\r\nhost: a\r\nauthorization: ${await served.bearer('ann')}\r\n\r\n`);
    numbers.grow(6_000);
    await eventually(streams, (open) => open === 0);
    await eventually(
      () => Promise.resolve(numbers.left),
      ({ length }) => length === 1,
    );
    let sent = '';
    socket.on('data', (part) => (sent += String(part))).resume();
    await once(socket, 'close');
    expect(sent.slice(-2_000)).toContain('"code":"reader-too-slow"');
    const reader = await open('?after=5994');
    expect([(await reader.told())?.id, (await reader.told())?.id]).toEqual(['5997', '6000']);
    reader.close();
  });

  it('ends when the process is to stop, which does not wait for it', async () => {
    const reader = await open();
    const stopped = stopApi(served.app, { limit: 60_000 });
    expect(await endOf(reader)).toMatchObject({ status: 503, code: 'stopping' });
    await stopped;
  });

  it('says nothing to who asks for the head alone', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/count`, {
      method: 'HEAD',
      headers: { authorization: await served.bearer('ann') },
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
    await eventually(streams, (open) => open === 0);
  });
});
