import {
  DomainError,
  InvalidInput,
  Unavailable,
  WrongExpectedRevision,
  type HandleCommand,
} from '@dealtrail/event-sourcing';
import { observedCommands, outcomeOf } from './observed-commands.js';
import { observeProcess } from './process-metrics.js';
import { Telemetry } from './telemetry.js';

describe('metrics', () => {
  it('are text for Prometheus, under the names of the conventions', async () => {
    const telemetry = new Telemetry();
    const stop = observeProcess(telemetry);
    telemetry.instruments.requestDuration.record(0.02, { 'http.route': '/deals' });
    const text = await telemetry.text();
    stop();
    expect(text).toContain('http_server_request_duration_bucket{http_route="/deals",le="0.025"} 1');
    expect(text).toMatch(/^nodejs_eventloop_delay_p99 \d/m);
    expect(text).toMatch(/^process_memory_usage [1-9]\d+/m);
    expect(text).toMatch(/^process_cpu_time_total\{cpu_mode="user"\} \d/m);
  });

  it('are none when they are switched off', async () => {
    const telemetry = new Telemetry({ metrics: false });
    telemetry.instruments.commands.add(1);
    expect(await telemetry.text()).toBeUndefined();
  });

  it('leave out what cannot be looked at, and nothing else', async () => {
    const telemetry = new Telemetry();
    const about = { description: '', unit: '1' };
    telemetry.observe('away', about, () => Promise.reject(new Error('away')));
    telemetry.observe('there', about, () => [{ value: 7, attributes: { of: 'x' } }]);
    const text = await telemetry.text();
    expect(text).toContain('there{of="x"} 7');
    expect(text).not.toContain('\naway');
  });
});

describe('a command', () => {
  it.each([
    [new DomainError('deal-not-open'), 'refused'],
    [new DomainError('deal-not-found', 'not-found'), 'refused'],
    [new InvalidInput([]), 'refused'],
    [new DomainError('out-of-reach', 'forbidden'), 'forbidden'],
    [new DomainError('stale-revision', 'stale'), 'stale'],
    [new WrongExpectedRevision('deal-d', 1, 2), 'stale'],
    [new Unavailable('away', ''), 'unavailable'],
    [new TypeError(), 'failed'],
  ])('that meets %p is %s', (error, outcome) => expect(outcomeOf(error)).toBe(outcome));

  it('is counted once by name and outcome, and answers as before', async () => {
    const telemetry = new Telemetry();
    const answers = [Promise.resolve({ streamId: 's', revision: 0, position: 1 }), Promise.reject(new Error('bug'))];
    const handle = observedCommands((() => answers.shift()) as unknown as HandleCommand<object>, telemetry);
    const command = { type: 'WinDeal', metadata: {} } as never;
    await expect(handle({} as never, command)).resolves.toMatchObject({ position: 1 });
    await expect(handle({} as never, command)).rejects.toThrow('bug');
    const text = await telemetry.text();
    for (const outcome of ['done', 'failed'])
      expect(text).toContain(`dealtrail_commands_total{dealtrail_command="WinDeal",dealtrail_outcome="${outcome}"} 1`);
    expect(text).toContain(`dealtrail_command_duration_count{dealtrail_command="WinDeal",`);
  });
});
