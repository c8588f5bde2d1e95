import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { Telemetry } from './telemetry.js';
import { spanIdOf, traceIdOf } from './trace-ids.js';

const correlationId = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('tracing', () => {
  const spanExporter = new InMemorySpanExporter();
  const { tracing } = new Telemetry({ spanExporter });
  beforeEach(() => spanExporter.reset());

  it('puts what work does below it, in the trace of its correlation', async () => {
    const inner = () => tracing?.during({ name: 'inner', correlationId }, () => Promise.resolve(1));
    await tracing?.during({ name: 'outer', correlationId }, async () => void (await inner()));
    const [first, second] = spanExporter.getFinishedSpans();
    expect([first?.name, second?.name]).toEqual(['inner', 'outer']);
    expect(new Set([first, second].map((span) => span?.spanContext().traceId))).toEqual(
      new Set([traceIdOf(correlationId)]),
    );
    expect(first?.parentSpanContext?.spanId).toBe(second?.spanContext().spanId);
    expect(second?.parentSpanContext).toBeUndefined();
  });

  it('leaves work of another correlation in its own trace', async () => {
    const other = { name: 'other', correlationId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' };
    await tracing?.during({ name: 'outer', correlationId }, async () => {
      await tracing.during(other, () => Promise.resolve());
    });
    const [first] = spanExporter.getFinishedSpans();
    expect(first?.spanContext().traceId).toBe('7c9e6679742540de944be07fc1f90ae7');
    expect(first?.parentSpanContext).toBeUndefined();
  });

  it('lets two stages that never met agree on the span between them', () => {
    const spanId = spanIdOf('told', 'dealFollowUp/d', 'e');
    tracing?.note({ name: 'told', correlationId, spanId }, Date.now());
    tracing?.note({ name: 'did', correlationId, parentId: spanId }, Date.now());
    const [told, did] = spanExporter.getFinishedSpans();
    expect(told?.spanContext().spanId).toBe(spanId);
    expect(did?.parentSpanContext?.spanId).toBe(spanId);
  });

  it('says what kind of failure it was, never its words', async () => {
    const failing = tracing?.during({ name: 'failing', correlationId }, () =>
      Promise.reject(new TypeError('li.na is not a number')),
    );
    await expect(failing).rejects.toThrow(TypeError);
    const [span] = spanExporter.getFinishedSpans();
    expect(span?.attributes['error.type']).toBe('TypeError');
    expect(JSON.stringify([span?.attributes, span?.status, span?.events])).not.toContain('li.na');
  });

  it('keeps all stages of a trace or none', async () => {
    const spans = new InMemorySpanExporter();
    const half = new Telemetry({ spanExporter: spans, traceShare: 0.5 }).tracing;
    const ids = Array.from(
      { length: 64 },
      (_, i) => `${(i * 67_108_864).toString(16).padStart(8, '0')}-d9cb-469f-a165-70867728950e`,
    );
    for (const id of ids)
      for (const name of ['a', 'b']) await half?.during({ name, correlationId: id }, () => Promise.resolve());
    const kept = spans.getFinishedSpans().map((span) => span.spanContext().traceId);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(128);
    expect(kept.filter((id) => kept.filter((other) => other === id).length !== 2)).toEqual([]);
  });

  it('is not there where nobody takes spans', () => expect(new Telemetry().tracing).toBeUndefined());
});
