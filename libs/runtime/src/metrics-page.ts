import type { Telemetry } from '@dealtrail/telemetry';
import type { Page } from './health-server.js';

/** `/metrics` as Prometheus reads it: names of commands, processes and parts, nothing of people or business. */
export async function metricsPage(telemetry: Telemetry): Promise<Page> {
  const text = await telemetry.text();
  return text === undefined
    ? { status: 404, type: 'text/plain', body: 'metrics are switched off\n' }
    : { type: 'text/plain; version=0.0.4', body: text };
}
