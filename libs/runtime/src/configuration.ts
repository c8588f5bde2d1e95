import { resolve } from 'node:path';
import { systemClock, type Clock } from '@dealtrail/event-sourcing';
import type { TelemetryOptions } from '@dealtrail/telemetry';
import { edgeLimits, type EdgeLimits } from './edge-limits.js';
import type { Oidc } from '@dealtrail/http';
import { readOidc } from './oidc.js';
import { takeSecretFiles } from './secrets.js';
import { telemetryOptions } from './telemetry-options.js';

/** What a process is told by its environment; read once, at its start. A class, so that it is its own injection token. */
export abstract class Configuration {
  abstract readonly databaseUrl: string;
  /** EventStoreDB, where the log is kept there; else PostgreSQL keeps it. */
  abstract readonly eventstoreUrl?: string | undefined;
  /** Keys and what the embedded servers keep; absolute. */
  abstract readonly dataDir: string;
  abstract readonly host: string;
  abstract readonly port: number;
  /** Where a process without an API shows its health; nowhere when undefined. */
  abstract readonly healthPort?: number | undefined;
  /** How long an API that stops serves on, not ready any more, so that balancers notice; ms. */
  abstract readonly drainMs?: number | undefined;
  abstract readonly temporalAddress: string;
  abstract readonly temporalNamespace: string;
  /** Shown to people; undefined when there is none. */
  abstract readonly temporalUiUrl?: string | undefined;
  abstract readonly logLevel: string;
  /** Whether a proxy in front names the caller's address. */
  abstract readonly trustProxy: boolean;
  /** Whose tokens count; without it those signed with the key under the data directory. */
  abstract readonly oidc?: Oidc | undefined;
  /** When requests are refused for load, and how often one caller may ask; without it never and as often as they like. */
  abstract readonly limits?: EdgeLimits | undefined;
  /** What the process tells of itself, and to whom. */
  abstract readonly telemetry?: TelemetryOptions | undefined;
  /** The one clock of the process. */
  abstract readonly clock: Clock;
}

/** Every variable a process reads, with what is wrong with it all at once. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const wrong: string[] = [...takeSecretFiles(env)];
  const required = (name: string, what: string): string => {
    const value = env[name] ?? '';
    if (value === '') wrong.push(`${name} is not set: ${what}`);
    return value;
  };
  const portOf = (name: string, value: string): number => {
    const port = Number(value);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) wrong.push(`${name} is not a port: ${value}`);
    return port;
  };
  const drainMs = Number(env['DRAIN_MS'] ?? 1_000);
  if (!(drainMs >= 0 && drainMs <= 5_000)) wrong.push(`DRAIN_MS is not 0 to 5000: ${env['DRAIN_MS']}`);
  const offset = Number(env['CLOCK_OFFSET_MS'] ?? 0);
  if (!Number.isSafeInteger(offset)) wrong.push(`CLOCK_OFFSET_MS is not a whole number: ${env['CLOCK_OFFSET_MS']}`);
  const configuration: Configuration = {
    databaseUrl: required('DATABASE_URL', 'postgres://user:password@host:port/database'),
    eventstoreUrl: env['EVENTSTORE_URL'] || undefined,
    dataDir: resolve(env['DATA_DIR'] ?? '.data'),
    host: env['HOST'] ?? '127.0.0.1',
    port: portOf('PORT', env['PORT'] ?? '3000'),
    healthPort: env['HEALTH_PORT'] ? portOf('HEALTH_PORT', env['HEALTH_PORT']) : undefined,
    drainMs,
    temporalAddress: required('TEMPORAL_ADDRESS', 'host:port of the Temporal front end'),
    temporalNamespace: env['TEMPORAL_NAMESPACE'] ?? 'default',
    temporalUiUrl: env['TEMPORAL_UI_URL'],
    logLevel: env['LOG_LEVEL'] ?? 'info',
    trustProxy: env['TRUST_PROXY'] === 'true',
    oidc: readOidc(env, wrong),
    limits: edgeLimits(env, wrong),
    telemetry: telemetryOptions(env, wrong),
    clock: clockBeside(offset),
  };
  if (wrong.length > 0) throw new Error(`the configuration is not complete\n  ${wrong.join('\n  ')}`);
  return configuration;
}

/** The machine's clock, or one beside it by so many ms: trials and demonstrations of what takes days. */
export const clockBeside = (offsetMs: number): Clock =>
  offsetMs === 0 ? systemClock : { now: () => new Date(Date.now() + offsetMs).toISOString() };
