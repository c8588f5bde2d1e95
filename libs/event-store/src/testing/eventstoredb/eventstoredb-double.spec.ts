import { randomUUID } from 'node:crypto';
import {
  binaryEvent,
  DeadlineExceededError,
  jsonEvent,
  MaxAppendSizeExceededError,
  type AppendExpectedRevision,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { all, drive, event, events, failure, idsOf, type Driven, untilReachable } from './spec-driver.js';

let driven: Driven;
afterEach(() => driven.stop());

describe.each([{ batchAppend: true }, { batchAppend: false }])('append, %j', ({ batchAppend }) => {
  beforeEach(async () => {
    driven = await drive({ batchAppend });
  });

  const append = (count: number, expectedRevision: AppendExpectedRevision) =>
    driven.client.appendToStream('note-1', events(count), { expectedRevision });

  it('appends at every expected revision and answers the revision and position of the last event', async () => {
    const answers = [
      await append(1, 'no_stream'),
      await append(2, 0n),
      await append(1, 'stream_exists'),
      await append(1, 'any'),
    ];
    expect(answers.map((answer) => answer.nextExpectedRevision)).toEqual([0n, 2n, 3n, 4n]);
    const stored = await all(driven.client.readStream('note-1'));
    expect(answers.map((answer) => answer.position)).toEqual([0, 2, 3, 4].map((at) => stored[at]?.event?.position));
  });

  it('gives positions that grow by the size of what is stored', async () => {
    await append(3, 'any');
    const positions = (await all(driven.client.readStream('note-1'))).map((item) => item.event?.position?.commit ?? 0n);
    expect(positions.slice(1).every((position, at) => position - (positions[at] ?? 0n) > 100n)).toBe(true);
  });

  it.each<[AppendExpectedRevision, bigint | 'no_stream', number]>([
    ['no_stream', 1n, 2],
    [0n, 1n, 2],
    [5n, 1n, 2],
    [0n, 'no_stream', 0],
    ['stream_exists', 'no_stream', 0],
  ])('refuses an append that expects %p where the stream is at %p', async (expected, actual, before) => {
    if (before > 0) await append(before, 'no_stream');
    const refused = await failure(append(1, expected));
    expect(refused).toBeInstanceOf(WrongExpectedVersionError);
    expect(refused).toMatchObject({ streamName: 'note-1', expectedVersion: expected, actualVersion: actual });
    expect(driven.double.log.stream('note-1')).toHaveLength(before);
  });

  it.each<[AppendExpectedRevision, number]>([
    ['no_stream', 0],
    ['any', 0],
    ['stream_exists', 1],
    [0n, 1],
  ])('answers a repeat that expects %p as the first time, whatever was appended since', async (expected, before) => {
    if (before > 0) await append(before, 'no_stream');
    const same = events(2);
    const first = await driven.client.appendToStream('note-1', same, { expectedRevision: expected });
    await append(3, 'any');
    expect(await driven.client.appendToStream('note-1', same, { expectedRevision: expected })).toEqual(first);
    expect(driven.double.log.stream('note-1')).toHaveLength(before + 5);
  });

  it('refuses a repeat that holds more, or something else, than the first time', async () => {
    const [first, second, third] = [event(), event(), event()];
    await driven.client.appendToStream('note-1', [first, second], { expectedRevision: 'no_stream' });
    for (const repeat of [[first, third], [first, second, third], [third]]) {
      const again = driven.client.appendToStream('note-1', repeat, { expectedRevision: 'no_stream' });
      expect(await failure(again)).toBeInstanceOf(WrongExpectedVersionError);
    }
  });

  it('refuses a repeat by the ids alone that is not whole', async () => {
    const [first, second] = events(2);
    await driven.client.appendToStream('note-1', event('Tested', first?.id), { expectedRevision: 'any' });
    const mixed = [first, second].map((each) => event('Tested', each?.id));
    const again = driven.client.appendToStream('note-1', mixed, { expectedRevision: 'any' });
    expect(await failure(again)).toBeInstanceOf(WrongExpectedVersionError);
    expect(driven.double.log.stream('note-1')).toHaveLength(1);
  });

  it('knows a repeat by its revision after a restart, by the ids alone no longer', async () => {
    const same = event();
    const again = (expectedRevision: AppendExpectedRevision) =>
      untilReachable(() => driven.client.appendToStream('note-1', same, { expectedRevision }));
    await again('no_stream');
    await driven.double.restart();
    await again('no_stream');
    expect(driven.double.log.stream('note-1')).toHaveLength(1);
    await again('any');
    expect(driven.double.log.stream('note-1')).toHaveLength(2);
  });

  it('refuses more than 1 MiB at once and stores none of it', async () => {
    const half = () => event('Large', randomUUID(), { text: 'x'.repeat(600_000) });
    await driven.client.appendToStream('note-1', half());
    const refused = await failure(driven.client.appendToStream('note-1', [half(), half()]));
    expect(refused).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(refused).toMatchObject({ maxAppendSize: 1024 * 1024 });
    expect(driven.double.log.stream('note-1')).toHaveLength(1);
  });

  it('refuses event ids that are no UUIDs', async () => {
    expect((await failure(driven.client.appendToStream('note-1', event('Tested', 'note-1/1')))).message).not.toBe('');
    expect(driven.double.log.stream('note-1')).toHaveLength(0);
  });

  it('refuses an append whose deadline has passed', async () => {
    const late = driven.client.appendToStream('note-1', event(), { deadline: -1000 });
    expect(await failure(late)).toBeInstanceOf(DeadlineExceededError);
    expect(driven.double.log.stream('note-1')).toHaveLength(0);
  });

  it('keeps data, metadata, type and time as they were given', async () => {
    const json = jsonEvent({ type: '签约', data: { 金额: '1.00' }, metadata: { actor: '王' } });
    const binary = binaryEvent({ type: 'Sealed', data: Uint8Array.of(0, 255, 1) });
    await driven.client.appendToStream('客户-1', [json, binary]);
    const [first, second] = await all(driven.client.readStream('客户-1'));
    const { id, type, data, metadata } = json;
    expect(first?.event).toMatchObject({ id, type, data, metadata, streamId: '客户-1', revision: 0n, isJson: true });
    expect(Math.abs(Number(first?.event?.created) - Date.now())).toBeLessThan(10_000);
    expect(second?.event).toMatchObject({ isJson: false, metadata: undefined });
    expect(Buffer.from(second?.event?.data as Uint8Array)).toEqual(Buffer.of(0, 255, 1));
  });

  it('serves many appends at once, each with its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        driven.client.appendToStream(`note-${at}`, event(), { expectedRevision: 'no_stream' }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.position?.commit)).size).toBe(200);
    expect(idsOf(await all(driven.client.readStream('note-7')))).toHaveLength(1);
  });
});
