import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Telemetry } from './telemetry.js';

/** What every Node process says of itself, under the names of the semantic conventions. Returns what stops it. */
export function observeProcess(telemetry: Telemetry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let before = performance.eventLoopUtilization();
  const one = (value: number) => [{ value }];
  const loop = { unit: 's', description: 'Delay of the event loop since it was last asked' };
  telemetry.observe('nodejs.eventloop.delay.p50', loop, () => one(delay.percentile(50) / 1e9));
  telemetry.observe('nodejs.eventloop.delay.p99', loop, () => one(delay.percentile(99) / 1e9));
  telemetry.observe('nodejs.eventloop.delay.max', loop, () => {
    const { max } = delay;
    delay.reset(); // the last of the three
    return one(max / 1e9);
  });
  telemetry.observe(
    'nodejs.eventloop.utilization',
    { unit: '1', description: 'Share of time the event loop was busy' },
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return one(utilization);
    },
  );
  telemetry.observe('process.memory.usage', { unit: 'By', description: 'Resident memory' }, () =>
    one(process.memoryUsage.rss()),
  );
  telemetry.observe('v8js.memory.heap.used', { unit: 'By', description: 'Heap in use' }, () =>
    one(process.memoryUsage().heapUsed),
  );
  telemetry.observe('process.uptime', { unit: 's', description: 'Since the start of the process' }, () =>
    one(process.uptime()),
  );
  telemetry.observe('process.cpu.time', { unit: 's', description: 'Processor time used', counter: true }, () => {
    const { user, system } = process.cpuUsage();
    return [
      { value: user / 1e6, attributes: { 'cpu.mode': 'user' } },
      { value: system / 1e6, attributes: { 'cpu.mode': 'system' } },
    ];
  });
  return () => delay.disable();
}
