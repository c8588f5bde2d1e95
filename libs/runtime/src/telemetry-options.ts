import type { TelemetryOptions } from '@dealtrail/telemetry';

/** What the environment says of metrics and traces; the exporters read the rest of OpenTelemetry's own variables themselves. */
export function telemetryOptions(env: NodeJS.ProcessEnv, wrong: string[]): TelemetryOptions {
  const metrics = env['METRICS'] ?? 'on';
  if (!['on', 'off'].includes(metrics)) wrong.push(`METRICS is neither on nor off: ${metrics}`);
  const traceShare = Number(env['OTEL_TRACES_SAMPLER_ARG'] ?? 1);
  if (!(traceShare >= 0 && traceShare <= 1))
    wrong.push(`OTEL_TRACES_SAMPLER_ARG is not 0 to 1: ${env['OTEL_TRACES_SAMPLER_ARG']}`);
  return {
    metrics: metrics === 'on',
    otlpEndpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT']?.replace(/\/$/, '') || undefined,
    traceShare,
    serviceName: env['OTEL_SERVICE_NAME'] ?? 'dealtrail',
  };
}
