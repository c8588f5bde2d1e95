import { eventHash, genesis, verifyStream } from './chain.js';

const event = {
  stream: 'deal-1',
  revision: 0,
  id: '7c9e6679-7425-50de-944b-e07fc1f90ae7',
  type: 'DealRegistered',
  version: 1,
  recordedAt: '2026-03-02T01:00:00.000Z',
  metadata: '{}',
  data: '{"name":"商机"}',
};

it('hashes as it always has', () => {
  expect(eventHash(genesis('deal-1'), event)).toMatchInlineSnapshot(
    `"e7e732236b8b0ff96c44ff0b8b211846c146307df854890e7e30e633eef17b41"`,
  );
});

it('tells fields apart wherever the border between them lies', () => {
  const moved = { ...event, metadata: '{}{', data: '"name":"商机"}' };
  expect(eventHash(genesis('deal-1'), moved)).not.toEqual(eventHash(genesis('deal-1'), event));
});

it('finds a missing event', () => {
  const first = { ...event, hash: eventHash(genesis('deal-1'), event) };
  const second = { ...event, revision: 1 };
  const chained = { ...second, hash: eventHash(first.hash, second) };
  expect(verifyStream('deal-1', [first, chained])).toBeUndefined();
  expect(verifyStream('deal-1', [chained])).toBe(0);
  expect(verifyStream('deal-2', [first])).toBe(0);
});
