import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span,
} from '@opentelemetry/api';
import { TraceIdRatioBasedSampler, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { Resource } from '@opentelemetry/resources';
import { ChosenIds, traceIdOf } from './trace-ids.js';

/** One stage of what a request sets off. */
export interface Stage {
  readonly name: string;
  readonly kind?: keyof typeof SpanKind;
  /** Says which trace it belongs to. */
  readonly correlationId: string;
  /** The stage before, where that ran elsewhere; else the one under way around this one. */
  readonly parentId?: string | undefined;
  /** Where others must be able to name it. */
  readonly spanId?: string;
  /** No personal data. */
  readonly attributes?: Attributes;
}

interface Around {
  readonly traceId: string;
  readonly spanId: string;
}

/** Makes spans; whether a trace is kept is decided by its id alone, so that all of its stages agree without being told. */
export class Tracing {
  private readonly ids = new ChosenIds();
  private readonly around = new AsyncLocalStorage<Around>();
  private readonly sampler: TraceIdRatioBasedSampler;
  private readonly provider: NodeTracerProvider;

  constructor(options: { readonly resource: Resource; readonly processor: SpanProcessor; readonly share: number }) {
    this.sampler = new TraceIdRatioBasedSampler(options.share);
    this.provider = new NodeTracerProvider({
      resource: options.resource,
      sampler: this.sampler,
      idGenerator: this.ids,
      spanProcessors: [options.processor],
    });
  }

  /** A stage around some work; what the work does in its turn is below it. */
  async during<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const span = this.begin(stage);
    const { traceId, spanId } = span.spanContext();
    try {
      return await this.around.run({ traceId, spanId }, work);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** A stage that is known only once it is over; `startedAt` is of `Date.now()`. */
  note(stage: Stage, startedAt: number, error?: unknown): void {
    const span = this.begin(stage, startedAt);
    if (error !== undefined) failed(span, error);
    span.end();
  }

  /** Begins a stage that ends by `end()` and runs what comes next within it: for frameworks that call back. */
  enter(stage: Stage, startedAt: number, next: () => void): Span {
    const span = this.begin(stage, startedAt);
    const { traceId, spanId } = span.spanContext();
    this.around.run({ traceId, spanId }, next);
    return span;
  }

  stop(): Promise<void> {
    return this.provider.shutdown();
  }

  private begin(stage: Stage, startTime?: number): Span {
    const traceId = traceIdOf(stage.correlationId);
    const around = this.around.getStore();
    const parent = stage.parentId ?? (around?.traceId === traceId ? around.spanId : undefined);
    this.ids.traceId = traceId;
    this.ids.spanId = stage.spanId;
    const context =
      parent === undefined
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId,
            spanId: parent,
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          });
    return this.provider.getTracer('dealtrail').startSpan(
      stage.name,
      {
        kind: SpanKind[stage.kind ?? 'INTERNAL'],
        ...(stage.attributes && { attributes: stage.attributes }),
        ...(startTime !== undefined && { startTime }),
      },
      context,
    );
  }
}

/** The kind of failure, not its words: those may name people. */
function failed(span: Span, error: unknown): void {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const type = typeof code === 'string' ? code : error instanceof Error ? error.name : 'error';
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
