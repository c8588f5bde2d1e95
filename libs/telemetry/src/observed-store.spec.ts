import { EventStore, type AppendResult, type EventToAppend } from '@dealtrail/event-sourcing';
import { ObservedStore } from './observed-store.js';
import { Telemetry } from './telemetry.js';

const dueAt = '2026-04-07T01:00:00.000Z';
const event = (actor: 'process' | 'staff', occurredAt: string): EventToAppend => ({
  id: 'e',
  type: 'ContractReviewOverdue',
  data: { dueAt },
  metadata: { commandId: 'c', actor: { kind: actor, id: 'a' }, correlationId: 'c', occurredAt, digest: '' },
});

/** A store that records at 01:00:02.5 whatever it is given, or nothing. */
class Recording extends EventStore {
  constructor(private readonly failure?: Error) {
    super();
  }
  append(): Promise<AppendResult> {
    const result = { revision: 0, position: 1, recordedAt: '2026-04-07T01:00:02.500Z' };
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(result);
  }
  read = () => Promise.resolve([]);
  subscribe = (): never => {
    throw new Error('not followed');
  };
  head = () => Promise.resolve(1);
}

describe('an append', () => {
  const late = /^dealtrail_timer_lateness_sum\{dealtrail_event="ContractReviewOverdue"\} ([\d.]+)/m;

  it('tells how late a process recorded a breach, and nothing of other facts', async () => {
    const telemetry = new Telemetry();
    const store = new ObservedStore(new Recording(), telemetry);
    await store.append('contract-c', [event('process', '2026-04-07T01:00:02.000Z')], -1);
    await store.append('contract-c', [event('staff', dueAt)], -1);
    expect(late.exec((await telemetry.text()) ?? '')).toBeNull();
    await store.append('contract-c', [event('process', dueAt)], -1);
    expect(late.exec((await telemetry.text()) ?? '')?.[1]).toBe('2.5');
  });

  it('is timed, and fails as it would', async () => {
    const telemetry = new Telemetry();
    await new ObservedStore(new Recording(), telemetry).append('contract-c', [], -1);
    expect(await telemetry.text()).toMatch(/^dealtrail_append_duration_count 1$/m);
    const failing = new ObservedStore(new Recording(new Error('away')), telemetry);
    await expect(failing.append('contract-c', [event('process', dueAt)], -1)).rejects.toThrow('away');
    expect(await telemetry.text()).toMatch(/^dealtrail_append_duration_count 1$/m);
  });
});
