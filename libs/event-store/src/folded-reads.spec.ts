import { FoldedReads } from './folded-reads.js';

it('refuses questions beyond what may wait, and takes them again when it has answered', async () => {
  const held: (() => void)[] = [];
  const reads = new FoldedReads<string>(
    async (keys) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return new Map(keys.map((key) => [key, `of ${key}`]));
    },
    'nothing',
    1,
    500,
    2,
  );
  const answered = reads.ask(['a']);
  await new Promise(setImmediate);
  const waiting = [reads.ask(['b']), reads.ask(['c'])];
  await expect(reads.ask(['d'])).rejects.toMatchObject({ code: 'overloaded' });
  held[0]?.();
  expect(await answered).toEqual(['of a']);
  await new Promise(setImmediate);
  const again = reads.ask(['e']);
  held[1]?.();
  expect(await Promise.all(waiting)).toEqual([['of b'], ['of c']]);
  await new Promise(setImmediate);
  held[2]?.();
  expect(await again).toEqual(['of e']);
});

it('refuses a question that no query has begun for in time', async () => {
  let letGo = (): void => undefined;
  const reads = new FoldedReads<string>(
    async (keys) => {
      await new Promise<void>((resolve) => (letGo = resolve));
      return new Map(keys.map((key) => [key, key]));
    },
    'nothing',
    1,
    500,
    10,
    20,
  );
  const answered = reads.ask(['a']);
  await new Promise(setImmediate);
  await expect(reads.ask(['b'])).rejects.toMatchObject({ code: 'overloaded' });
  letGo();
  expect(await answered).toEqual(['a']);
});
