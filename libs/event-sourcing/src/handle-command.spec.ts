import { commandHandler } from './handle-command.js';
import { decider } from './decider.js';
import { ensure } from './errors.js';
import { eventSchema } from './event-schema.js';
import { WrongExpectedRevision } from './errors.js';
import type { AppendResult, EventStore, EventToAppend } from './event-store.js';
import type { Command, Event, Recorded } from './message.js';
import type { Directory } from './permission.js';

type CounterEvent = Event<'CounterRaised', { by: number }>;
interface RaiseCounter extends Command {
  readonly type: 'RaiseCounter';
  readonly counterId: string;
  readonly by: number;
}

const counter = decider<RaiseCounter, CounterEvent, number>({
  events: eventSchema<CounterEvent>('counter', { CounterRaised: { version: 1 } }),
  id: ({ counterId }) => counterId,
  subject: () => ({ owners: [] }),
  initialState: 0,
  decide: {
    RaiseCounter: ({ by }, value) => {
      ensure(value + by <= 10, 'counter-full');
      return by === 0 ? [] : [{ type: 'CounterRaised', data: { by } }];
    },
  },
  evolve: { CounterRaised: (value, { data }) => value + data.by },
});

const staff: Directory = {
  rolesOf: () => ['rep'],
  within: () => new Set(),
  apiKey: () => ({ role: 'rep', secretHash: '', expiresAt: '', revoked: false }),
};

/** A store that answers only when told to, so that what is pending can be looked at. */
class HeldStore implements EventStore {
  readonly log: Recorded[] = [];
  readonly waiting: { run: () => void; fail: (error: Error) => void }[] = [];
  reads = 0;

  append(stream: string, events: readonly EventToAppend[], expected: number): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        run: () => {
          const revision = this.log.filter((event) => event.stream === stream).length - 1;
          if (revision !== expected) return reject(new WrongExpectedRevision(stream, expected, revision));
          for (const event of events) this.write(stream, event);
          const last = this.log.at(-1);
          return resolve({ revision: expected + events.length, position: last?.position ?? 0, recordedAt: '' });
        },
        fail: reject,
      });
    });
  }

  write(stream: string, event: EventToAppend): void {
    const revision = this.log.filter((other) => other.stream === stream).length;
    this.log.push({ ...event, stream, revision, position: this.log.length + 1, recordedAt: '' });
  }

  read(streams: readonly string[]): Promise<Recorded[][]> {
    this.reads++;
    return Promise.resolve(streams.map((stream) => this.log.filter((event) => event.stream === stream)));
  }

  subscribe(): AsyncIterable<never> {
    throw new Error('not needed here');
  }

  head = () => Promise.resolve(this.log.length);

  /** Lets everything that waits be answered, and what it leads to, until nothing waits any more. */
  async settle<T>(...results: Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
    let done = false;
    const all = Promise.allSettled(results).finally(() => (done = true));
    while (!done) {
      this.waiting.shift()?.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return all;
  }
}

const raise = (by: number, commandId: string, metadata: Partial<Command['metadata']> = {}): RaiseCounter => ({
  type: 'RaiseCounter',
  counterId: 'a',
  by,
  metadata: {
    commandId,
    actor: { kind: 'staff', id: 'ann' },
    correlationId: 'c',
    occurredAt: '2026-03-02T01:00:00.000Z',
    ...metadata,
  },
});

describe('handleCommand', () => {
  let store: HeldStore;
  let handle: ReturnType<typeof commandHandler<unknown>>;
  beforeEach(() => {
    store = new HeldStore();
    handle = commandHandler({
      store,
      known: () => ({ staff }),
      permissionOf: () => ({ roles: { rep: 'all' }, kinds: ['import'] }),
      digestKey: Buffer.from('key'),
    });
  });

  it('decides on what is pending, so that commands of one moment share a commit and a limit holds', async () => {
    const results = await store.settle(
      handle(counter, raise(6, '1')),
      handle(counter, raise(3, '2')),
      handle(counter, raise(3, '3')),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(store.log.map(({ data }) => data)).toEqual([{ by: 6 }, { by: 3 }]);
    expect(store.reads).toBe(2); // one to decide, one to show that the refusal is still right
  });

  it('decides anew what stood on an append that failed', async () => {
    await store.settle(handle(counter, raise(1, '0')));
    const first = handle(counter, raise(8, '1'));
    const second = handle(counter, raise(5, '2')); // too much after 8, fine without it
    await new Promise((resolve) => setImmediate(resolve));
    store.waiting.shift()?.fail(new WrongExpectedRevision('counter-a', 0, 1));
    store.write('counter-a', {
      id: 'x',
      type: 'CounterRaised',
      data: { by: 4 },
      metadata: { ...raise(4, 'x').metadata, digest: '' },
    });
    const results = await store.settle(first, second);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(store.log.map(({ data }) => data)).toEqual([{ by: 1 }, { by: 4 }, { by: 5 }]);
  });

  it('gives a repeat the first answer, also while that is pending, and refuses the key for another body', async () => {
    const [first, repeat] = await store.settle(handle(counter, raise(2, '1')), handle(counter, raise(2, '1')));
    expect(repeat).toEqual(first);
    expect(await handle(counter, raise(2, '1'))).toEqual({ streamId: 'counter-a', revision: 0, position: 1 });
    await expect(handle(counter, raise(3, '1'))).rejects.toMatchObject({
      code: 'idempotency-key-reused',
      kind: 'key-reused',
    });
    expect(store.log).toHaveLength(1);
  });

  it('does not refuse on memory that another process has made old', async () => {
    await store.settle(handle(counter, raise(9, '1')));
    store.write('counter-a', {
      id: 'x',
      type: 'CounterRaised',
      data: { by: -9 },
      metadata: { ...raise(0, 'x').metadata, digest: '' },
    });
    const [result] = await store.settle(handle(counter, raise(5, '2')));
    expect(result?.status).toBe('fulfilled');
  });

  it('does not refuse on a read that had begun before the command came', async () => {
    const theirs = (by: number, id: string) =>
      store.write('counter-a', {
        id,
        type: 'CounterRaised',
        data: { by },
        metadata: { ...raise(by, id).metadata, digest: '' },
      });
    theirs(9, 'x');
    const first = handle(counter, raise(0, '1'));
    theirs(-9, 'y'); // acknowledged by another process before the second command is sent
    const [, second] = await store.settle(first, handle(counter, raise(5, '2')));
    expect(second?.status).toBe('fulfilled');
  });

  it('answers a command that leaves nothing with where its stream stands', async () => {
    await store.settle(handle(counter, raise(2, '1')));
    expect(await handle(counter, raise(0, '2'))).toEqual({ streamId: 'counter-a', revision: 0, position: 1 });
  });

  it('compares the revision the caller has seen', async () => {
    await store.settle(handle(counter, raise(2, '1')));
    await expect(handle(counter, raise(1, '2', { expectedRevision: 4 }))).rejects.toMatchObject({ kind: 'stale' });
    const [result] = await store.settle(handle(counter, raise(1, '3', { expectedRevision: 0 })));
    expect(result?.status).toBe('fulfilled');
  });

  it.each(['staff', 'apiKey'] as const)(
    'lets imports add a past to what imports began, and to nothing that %s has worked on',
    async (kind) => {
      const past = {
        occurredAt: '2026-03-01T01:00:00.000Z',
        history: true,
        actor: { kind: 'import', id: 'crm' },
      } as const;
      await store.settle(handle(counter, raise(2, '1', past)), handle(counter, raise(3, '2', past)));
      expect(store.log).toHaveLength(2);
      await store.settle(handle(counter, raise(1, '3', { actor: { kind, id: 'ann' } })));
      const now = { ...past, occurredAt: '2026-03-02T02:00:00.000Z' };
      await expect(handle(counter, raise(1, '4', now))).rejects.toMatchObject({ code: 'record-is-live' });
      expect(await handle(counter, raise(3, '2', past))).toMatchObject({ revision: 1 });
    },
  );

  it('refuses history dated before the last fact, unless it is a correction', async () => {
    const past = { history: true, actor: { kind: 'import', id: 'crm' } } as const;
    await store.settle(handle(counter, raise(2, '1', past)));
    const earlier = { ...past, occurredAt: '2026-03-01T01:00:00.000Z' };
    await expect(handle(counter, raise(1, '2', earlier))).rejects.toMatchObject({ code: 'earlier-than-last-fact' });
    const [result] = await store.settle(handle(counter, raise(1, '3', { ...earlier, correction: true })));
    expect(result?.status).toBe('fulfilled');
  });
});
