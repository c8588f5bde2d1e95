import { noStream } from '@dealtrail/event-sourcing';
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
