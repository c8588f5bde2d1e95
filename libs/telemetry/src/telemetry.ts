import { randomUUID } from 'node:crypto';
import { createNoopMeter, type Attributes, type Meter } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { instrumentsOn, type Instruments } from './instruments.js';
import { Tracing } from './tracing.js';

export interface TelemetryOptions {
  /** Whether `/metrics` is served; default yes. */
  readonly metrics?: boolean;
  /** Where traces and metrics go by OTLP over HTTP, e.g. `http://collector:4318`; nowhere when it is not given. */
  readonly otlpEndpoint?: string | undefined;
  /** How many of the traces are kept, 0 to 1; default all. */
  readonly traceShare?: number;
  readonly serviceName?: string;
  readonly version?: string;
  /** Spans go here rather than to the endpoint, each at once. */
  readonly spanExporter?: SpanExporter;
}

/** One value of something that is looked at when it is asked for. */
export interface Observation {
  readonly value: number;
  readonly attributes?: Attributes;
}

/** What one process tells of itself by OpenTelemetry; without an exporter nothing is traced, and tracing costs nothing. */
export class Telemetry {
  readonly instruments: Instruments;
  /** Undefined where nobody takes spans. */
  readonly tracing: Tracing | undefined;
  private readonly prometheus: PrometheusExporter | undefined;
  private readonly provider: MeterProvider | undefined;
  private readonly meter: Meter;
  private readonly serializer = new PrometheusSerializer(undefined, false, undefined, false, true);

  constructor(options: TelemetryOptions = {}) {
    const { metrics = true, otlpEndpoint, traceShare = 1, serviceName = 'dealtrail', version } = options;
    const resource = resourceFromAttributes({
      'service.name': serviceName,
      'service.instance.id': randomUUID(),
      ...(version !== undefined && { 'service.version': version }),
    });
    if (metrics) this.prometheus = new PrometheusExporter({ preventServerStart: true });
    const readers = [
      ...(this.prometheus ? [this.prometheus] : []),
      ...(otlpEndpoint === undefined
        ? []
        : [
            new PeriodicExportingMetricReader({
              exporter: new OTLPMetricExporter({ url: `${otlpEndpoint}/v1/metrics` }),
            }),
          ]),
    ];
    if (readers.length > 0) this.provider = new MeterProvider({ resource, readers });
    this.meter = this.provider?.getMeter('dealtrail') ?? createNoopMeter();
    this.instruments = instrumentsOn(this.meter);
    const processor = processorOf(options);
    if (processor) this.tracing = new Tracing({ resource, processor, share: traceShare });
  }

  /** Something looked at whenever metrics are read; what fails is left out and never fails the others. */
  observe(
    name: string,
    about: { readonly description: string; readonly unit: string; readonly counter?: boolean },
    look: () => readonly Observation[] | Promise<readonly Observation[]>,
  ): void {
    const { description, unit, counter } = about;
    const instrument = counter
      ? this.meter.createObservableCounter(name, { description, unit })
      : this.meter.createObservableGauge(name, { description, unit });
    instrument.addCallback(async (result) => {
      const found = await Promise.resolve()
        .then(look)
        .catch(() => []);
      for (const { value, attributes } of found) result.observe(value, attributes);
    });
  }

  /** In Prometheus' text form; undefined when metrics are switched off. */
  async text(): Promise<string | undefined> {
    if (!this.prometheus) return undefined;
    const { resourceMetrics } = await this.prometheus.collect({ timeoutMillis: 5_000 });
    return this.serializer.serialize(resourceMetrics);
  }

  /** Sends what is left; a collector that is away holds nobody up for long. */
  async stop(): Promise<void> {
    await Promise.allSettled([this.tracing?.stop(), this.provider?.shutdown({ timeoutMillis: 2_000 })]);
  }
}

function processorOf({ otlpEndpoint, spanExporter }: TelemetryOptions) {
  if (spanExporter) return new SimpleSpanProcessor(spanExporter);
  if (otlpEndpoint === undefined) return undefined;
  return new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces`, timeoutMillis: 2_000 }));
}
