import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { randomUUID } from 'node:crypto';
import { eventually } from '@dealtrail/event-sourcing/testing';
import { ReadPool } from '@dealtrail/read-store';
import { TestSystem } from './testing/system.js';

describe('what the product tells of itself', () => {
  const spanExporter = new InMemorySpanExporter();
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.open({ telemetry: { spanExporter } });
    await system.done('/units', 'admin', { unitId: 'east', kind: 'team', name: '華東' });
    await system.done('/staff', 'admin', { staffId: 'li.na', name: '李娜', roles: ['rep'], unitId: 'east' });
    await system.done('/staff', 'admin', { staffId: 'zhao.min', name: '趙敏', roles: ['supervisor'], unitId: 'east' });
    await system.done('/units/east/head', 'admin', { head: 'zhao.min' });
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  const metrics = async (): Promise<string> => String((await system.get('/metrics')).body['text']);
  const value = async (pattern: RegExp): Promise<number> => Number(pattern.exec(await metrics())?.[1] ?? 0);
  const deal = async (as: string): Promise<string> =>
    String((await system.done('/deals', as, { title: 'a deal' })).body['streamId']).slice('deal-'.length);

  it('is one trace from the request through its run to the facts its activity leaves', async () => {
    await deal('li.na');
    // Registered long before: else the deal is handed over at once, by the reaction to it.
    const heard = () => spanExporter.getFinishedSpans().filter(({ name }) => name === 'react reassignment').length;
    await eventually(
      () => Promise.resolve(heard()),
      (count) => count > 0,
      30,
    );
    const trace = randomUUID().replaceAll('-', '');
    const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };
    // Whoever leaves is followed by a run that hands the deals over by commands of its own.
    const left = await system.post('/staff/li.na/deactivate', { as: 'admin', body: { reason: '離職' }, headers });
    expect(left.status).toBeLessThan(300);
    const spans = () => spanExporter.getFinishedSpans().filter((span) => span.spanContext().traceId === trace);
    const wanted = [
      /^POST \/staff\/:staffId\/deactivate$/,
      /^command DeactivatePerson$/,
      /^append staff$/,
      /^project$/,
      /^react /,
      /^start reassignment$/,
      /^activity OpenDealIdsOf$/,
      /^activity ReassignDeal$/,
      /^command ReassignDeal$/,
      /^append deal$/,
    ];
    const missing = () => wanted.filter((name) => !spans().some((span) => name.test(span.name))).map(String);
    expect(
      await eventually(
        () => Promise.resolve(missing()),
        (left) => left.length === 0,
        60,
      ),
    ).toEqual([]);

    // A span ends before the one it belongs to, which is not among them until it has ended too.
    const rootsOf = (all: ReturnType<typeof spans>) => {
      const ids = new Set(all.map((span) => span.spanContext().spanId));
      return all.filter(({ parentSpanContext }) => !ids.has(parentSpanContext?.spanId ?? ''));
    };
    const roots = await eventually(
      () => Promise.resolve(rootsOf(spans())),
      ({ length }) => length === 1,
      30,
    );
    expect(roots.map(({ name }) => name)).toEqual(['POST /staff/:staffId/deactivate']);
    expect(roots[0]?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
    expect(JSON.stringify(spans().map(({ attributes, name }) => [name, attributes]))).not.toMatch(/li\.na|離職/);
  }, 120_000);

  it('counts commands by outcome, requests, appends and batches, and says how the process is', async () => {
    const dealId = await deal('zhao.min');
    const edit = (body: object, headers = {}) => system.post(`/deals/${dealId}/edit`, { as: 'admin', body, headers });
    await edit({ title: 'anew' });
    await edit({ title: 'stale' }, { 'if-match': '"0"' });
    const of = (outcome: string) =>
      value(
        new RegExp(
          `^dealtrail_commands_total\\{dealtrail_command="EditDeal",dealtrail_outcome="${outcome}"\\} (\\d+)`,
          'm',
        ),
      );
    expect([await of('done'), await of('stale')]).toEqual([1, 1]);
    const text = await metrics();
    for (const figure of [
      /^http_server_request_duration_count\{[^}]*http_route="\/deals\/:dealId\/edit",http_response_status_code="412"\} 1$/m,
      /^dealtrail_command_duration_count\{[^}]*\} [1-9]/m,
      /^dealtrail_append_duration_count [1-9]/m,
      /^dealtrail_append_batch_size_count [1-9]/m,
      /^dealtrail_append_queue_length \d/m,
      /^dealtrail_projection_lag_events\{dealtrail_projection="dealRegister"\} \d/m,
      /^dealtrail_projection_lag_time\{dealtrail_projection="dealRegister"\} \d/m,
      /^dealtrail_reaction_lag_events\{[^}]*\} \d/m,
      /^dealtrail_workflows_open\{dealtrail_process="dealFollowUp"\} \d/m,
      /^db_client_connection_count\{[^}]*\} \d/m,
      /^nodejs_eventloop_delay_p99 \d/m,
      /^nodejs_eventloop_utilization \d/m,
    ])
      expect(text).toMatch(figure);
  });

  it('shows how far readers are behind while they cannot read', async () => {
    const lag = () => value(/^dealtrail_projection_lag_events\{dealtrail_projection="dealRegister"\} (\d+)/m);
    const seconds = () => value(/^dealtrail_projection_lag_time\{dealtrail_projection="dealRegister"\} ([\d.]+)/m);
    const pool = new ReadPool(system.configuration.databaseUrl);
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('select from read.checkpoints for update');
    await deal('zhao.min');
    await deal('zhao.min');
    expect(await eventually(lag, (behind) => behind >= 2, 20)).toBeGreaterThanOrEqual(2);
    expect(await eventually(seconds, (late) => late > 0, 20)).toBeGreaterThan(0);
    await holder.query('rollback');
    holder.release();
    await pool.end();
    expect(await eventually(lag, (behind) => behind === 0, 20)).toBe(0);
  });
});
