import { noStream, Unavailable } from '@dealtrail/event-sourcing';
import { AppendQueue } from './append-queue.js';
import { PendingAppend } from './append.js';

const oneEvent = [{ id: '', type: 'NoteWritten', version: 1, metadata: '', data: '' }];

it('takes for baseless what was decided just before its decider could hear that its base has failed', async () => {
  const queue = new AppendQueue((batch) => {
    for (const append of batch) append.refuse(append.baseless ? undefined : 7);
    return Promise.resolve([]);
  }, 10);
  const baseless: boolean[] = [];
  await new Promise<void>((done) => {
    const behind = new PendingAppend('note-1', 0, oneEvent, { resolve: () => done(), reject: () => done() });
    const first = new PendingAppend('note-1', noStream, oneEvent, {
      resolve: () => done(),
      reject: () => {
        queue.push(behind);
        baseless.push(behind.baseless);
      },
    });
    queue.push(first);
  });
  expect(baseless).toEqual([true]);
});

describe('a queue whose server is slow', () => {
  /** Commits that the spec lets go. */
  const under: (() => void)[] = [];
  const sent: string[] = [];
  const slow = new AppendQueue(
    async (batch) => {
      sent.push(...batch.map(({ stream }) => stream));
      await new Promise<void>((resolve) => under.push(resolve));
      for (const append of batch) append.resolve({ revision: 0, position: 1, recordedAt: '' });
      return [];
    },
    1_000,
    30,
  );
  const append = (stream: string): Promise<unknown> =>
    new Promise((resolve, reject) => slow.push(new PendingAppend(stream, noStream, oneEvent, { resolve, reject })));
  const turn = () => new Promise(setImmediate);

  it('refuses unsent what has waited too long, and nothing that it has sent', async () => {
    const first = append('note-1');
    await turn();
    const second = append('note-2'); // on the other lane
    await turn();
    const third = append('note-3');
    expect(slow.length).toBe(1);
    await expect(third).rejects.toMatchObject({ code: 'overloaded' });
    await expect(third).rejects.toBeInstanceOf(Unavailable);
    expect([slow.length, slow.waited]).toEqual([0, 0]);
    for (const letGo of under) letGo();
    await Promise.all([first, second]);
    expect(sent).toEqual(['note-1', 'note-2']);
  });
});
