import { DefaultLogger } from '@temporalio/worker';
import { freePort } from '@dealtrail/event-sourcing/testing';
import { ProcessWorker } from './process-worker.js';
import { eventually } from './testing/post-office.js';

it('a worker waits for a Temporal that is away, says so, and stops at once when told to', async () => {
  const failures: unknown[] = [];
  const worker = new ProcessWorker({
    address: `127.0.0.1:${await freePort()}`,
    taskQueue: 'nobody',
    workflows: { path: require.resolve('./testing/parcel.workflow') },
    activities: {},
    logger: new DefaultLogger('ERROR'),
    onFailure: (error) => failures.push(error),
  });
  worker.start();
  await eventually(
    () => Promise.resolve(worker.status.failures),
    (count) => count >= 2,
  );
  expect(worker.status).toMatchObject({ state: 'connecting', error: expect.stringContaining('refused') });
  expect(failures.length).toBeGreaterThanOrEqual(2);
  const began = Date.now();
  await worker.stop();
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(worker.status.state).toBe('stopped');
}, 20_000);
