import { NotLeaderError, UnavailableError, type AllStreamSubscription } from '@eventstore/db-client';
import { type LostAnswer } from './faults.js';
import { all, drive, endOf, event, events, failure, next, ours, untilReachable, type Driven } from './spec-driver.js';

let driven: Driven;
afterEach(() => driven.stop());

const append = (count = 1, stream = 'note-1') => driven.client.appendToStream(stream, events(count));
const subscribe = (): AllStreamSubscription => driven.client.subscribeToAll({ filter: ours() });
const stored = () => driven.double.log.stream('note-1').length;

describe.each([{ batchAppend: true }, { batchAppend: false }])('append under faults, %j', ({ batchAppend }) => {
  beforeEach(async () => {
    driven = await drive({ batchAppend });
    await append(1, 'warm-up');
  });

  it.each<[LostAnswer, string]>([
    ['unavailable', 'unavailable'],
    ['timeout', batchAppend ? 'deadline-exceeded' : 'timeout'],
    ['reset', 'unavailable'],
  ])('loses the answers it is told to (%s), once committed; a repeat gets the answer', async (how, type) => {
    driven.double.faults.loseAnswers(2, how);
    const [first, second] = [event(), event()];
    const once = (written: typeof first, expectedRevision: 'no_stream' | 0n) =>
      driven.client.appendToStream('note-1', written, { expectedRevision });
    expect((await failure(once(first, 'no_stream'))).type).toBe(type);
    expect(stored()).toBe(1);
    await untilReachable(() => all(driven.client.readStream('note-1')));
    expect((await failure(once(second, 0n))).type).toBe(type);
    expect(stored()).toBe(2);
    expect(driven.double.faults.lost).toBe(2);
    expect(await untilReachable(() => once(first, 'no_stream'))).toMatchObject({ nextExpectedRevision: 0n });
    expect(await once(second, 0n)).toMatchObject({ nextExpectedRevision: 1n });
    expect(stored()).toBe(2);
  });

  it.each([
    ['busy' as const, 8],
    ['too-busy' as const, batchAppend ? undefined : 14],
    ['not-ready' as const, batchAppend ? undefined : 14],
  ])('refuses as many calls as it is told to (%s) and stores nothing', async (kind, code) => {
    driven.double.faults.refuse(2, { kind });
    expect((await failure(append())).code).toBe(code);
    expect((await failure(append())).code).toBe(code);
    expect(stored()).toBe(0);
    expect(await append()).toMatchObject({ nextExpectedRevision: 0n });
  });

  it('sends to the leader whom it names', async () => {
    const leader = await drive({ batchAppend });
    driven.double.faults.refuse(1, { kind: 'not-leader', host: '127.0.0.1', port: leader.double.port });
    const refused = await failure(append());
    expect(refused).toBeInstanceOf(NotLeaderError);
    expect(refused).toMatchObject({ leader: { address: '127.0.0.1', port: leader.double.port } });
    await append();
    expect(stored()).toBe(0);
    expect(leader.double.log.stream('note-1')).toHaveLength(1);
    await leader.stop();
  });
});

describe('an answer that never comes', () => {
  it('leaves a batch append waiting for good, while others on the same call are answered', async () => {
    driven = await drive();
    driven.double.faults.loseAnswers(1, 'silence');
    const committed = driven.double.log.grown(AbortSignal.timeout(5_000));
    let over = false;
    void append().then(
      () => (over = true),
      () => undefined,
    );
    await committed;
    await append();
    expect([over, stored()]).toEqual([false, 2]);
  });

  it('ends at the deadline where the append has a call of its own', async () => {
    driven = await drive({ batchAppend: false });
    driven.double.faults.loseAnswers(1, 'silence');
    const late = driven.client.appendToStream('note-1', event(), { deadline: 300 });
    expect(await failure(late)).toMatchObject({ type: 'deadline-exceeded' });
    expect(stored()).toBe(1);
  });
});

it('is busy for reads and subscriptions alone, or says nothing to them, where told so', async () => {
  driven = await drive();
  await append();
  driven.double.faults.refuse(2, { kind: 'busy' }, 'read');
  await append();
  expect(await failure(all(driven.client.readStream('note-1')))).toMatchObject({ code: 8 });
  expect(await endOf(subscribe())).toMatchObject({ code: 8 });
  driven.double.faults.refuse(1, { kind: 'silence' }, 'read');
  let over = false;
  const unanswered = driven.client.readStream('note-1');
  unanswered.on('data', () => (over = true)).on('end', () => (over = true));
  expect(await all(driven.client.readStream('note-1'))).toHaveLength(2);
  expect(over).toBe(false);
});

describe('an outage', () => {
  beforeEach(async () => {
    driven = await drive();
  });

  it('ends what runs, refuses what comes, and returns with the data', async () => {
    await append(2);
    const subscription = subscribe();
    const ended = endOf(subscription);
    await next(subscription, 2);
    await driven.double.stop();
    subscription.resume();
    expect(['unavailable', 'cancelled']).toContain((await ended).type);
    expect(await failure(append())).toMatchObject({ code: 14 });
    expect(await failure(all(driven.client.readStream('note-1')))).toBeInstanceOf(UnavailableError);
    const { port } = driven.double;
    await driven.double.restart();
    expect(driven.double.port).toBe(port);
    expect(await untilReachable(() => append())).toMatchObject({ nextExpectedRevision: 2n });
    expect(await next(subscribe(), 3)).toHaveLength(3);
  });

  it('and every other fault is over when the faults are cleared', async () => {
    driven.double.faults.refuse(5, { kind: 'busy' });
    driven.double.faults.loseAnswers(5);
    driven.double.faults.clear();
    expect(await append()).toMatchObject({ nextExpectedRevision: 0n });
  });
});
