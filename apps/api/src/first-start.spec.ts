import { DomainError, Unavailable, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { FirstStart } from './first-start.js';

describe('the first commands of an installation', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  /** Answers what was sent, each command as its type; `failing`: what the nth dispatch fails with. */
  function started(failing: (n: number) => Error | undefined) {
    const sent: string[] = [];
    let n = 0;
    const dispatcher = {
      dispatch: (command: object) => {
        const failure = failing(n++);
        if (failure) return Promise.reject(failure);
        sent.push((command as { metadata: CommandMetadata }).metadata.commandId);
        return Promise.resolve(undefined as never);
      },
    };
    const registry = {
      create: (intention: Intention, metadata: CommandMetadata) => ({ ...intention, metadata }) as never,
    };
    const clock = { now: () => '2026-03-02T02:00:00.000Z' };
    const done = new FirstStart(dispatcher as never, registry as never, { clock } as never).onApplicationBootstrap();
    return { sent, done, asked: () => n };
  }
  const away = new Unavailable('event-store-unavailable', 'away');
  const tick = async (ms: number) => {
    await new Promise(setImmediate);
    await jest.advanceTimersByTimeAsync(ms);
  };

  it('wait for a store that is reached a moment later, and are sent once each', async () => {
    const whole = started(() => undefined);
    await whole.done;
    const late = started((n) => (n < 2 ? away : undefined));
    for (let n = 0; n < 3; n++) await tick(250);
    await late.done;
    expect(late.sent).toEqual(whole.sent);
    expect(new Set(late.sent).size).toBe(late.sent.length);
    expect(late.asked()).toBe(whole.asked() + 2);
  });
  it('give up on a store that stays away', async () => {
    const never = started(() => away);
    const outcome = never.done.catch((error: unknown) => error);
    for (let n = 0; n < 130; n++) await tick(250);
    expect(await outcome).toBe(away);
  });
  it('are not repeated when they are refused', async () => {
    const refusal = new DomainError('case-not-found');
    const refused = started(() => refusal);
    await expect(refused.done).rejects.toBe(refusal);
    expect(refused.asked()).toBe(1);
  });
});
