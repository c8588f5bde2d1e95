import { Turns } from './turns.js';

/** Work that goes on until the spec lets it go. */
function work(): { readonly run: () => Promise<string>; readonly begun: Promise<void>; readonly end: () => void } {
  let begin = (): void => undefined;
  let end = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    begin();
    await ended;
    return 'done';
  };
  return { run, begun, end };
}

describe('turns', () => {
  it('are given in order, one after another', async () => {
    const turns = new Turns({ atOnce: 1, mostWaiting: 2, longestWait: 60_000 });
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((n) => turns.take(() => Promise.resolve(order.push(n)))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('are refused to more than may wait, and are free again after a failure', async () => {
    const turns = new Turns({ atOnce: 1, mostWaiting: 1, longestWait: 60_000 });
    const [first, second] = [work(), work()];
    const one = turns.take(first.run);
    await first.begun;
    const two = turns.take(second.run);
    await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject({ code: 'overloaded' });
    first.end();
    await second.begun;
    second.end();
    expect(await Promise.all([one, two])).toEqual(['done', 'done']);
    await expect(turns.take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turns.take(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('are refused to who has waited too long, and given to who comes behind', async () => {
    const turns = new Turns({ atOnce: 1, mostWaiting: 5, longestWait: 20 });
    const first = work();
    const one = turns.take(first.run);
    await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject({ code: 'overloaded' });
    const behind = turns.take(() => Promise.resolve('behind'));
    first.end();
    expect(await Promise.all([one, behind])).toEqual(['done', 'behind']);
  });
});
