import { resolve } from 'node:path';
import { systemClock, type Clock } from '@dealtrail/event-sourcing';

/** What a process is told by its environment; read once, at its start. */
export class Configuration {
  constructor(
    readonly databaseUrl: string,
    /** Keys and what the embedded servers keep; absolute. */
    readonly dataDir: string,
    readonly host: string,
    readonly port: number,
    readonly temporalAddress: string,
    readonly temporalNamespace: string,
    /** Shown to people; undefined when there is none. */
    readonly temporalUiUrl: string | undefined,
    readonly logLevel: string,
    /** Whether a proxy in front names the caller's address. */
    readonly trustProxy = false,
    /** The one clock of the process. */
    readonly clock: Clock = systemClock,
  ) {}
}

/** Every variable a process reads, with what is wrong with it all at once. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const wrong: string[] = [];
  const required = (name: string, what: string): string => {
    const value = env[name] ?? '';
    if (value === '') wrong.push(`${name} is not set: ${what}`);
    return value;
  };
  const port = Number(env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) wrong.push(`PORT is not a port: ${env['PORT']}`);
  const offset = Number(env['CLOCK_OFFSET_MS'] ?? 0);
  if (!Number.isSafeInteger(offset)) wrong.push(`CLOCK_OFFSET_MS is not a whole number: ${env['CLOCK_OFFSET_MS']}`);
  const configuration = new Configuration(
    required('DATABASE_URL', 'postgres://user:password@host:port/database'),
    resolve(env['DATA_DIR'] ?? '.data'),
    env['HOST'] ?? '127.0.0.1',
    port,
    required('TEMPORAL_ADDRESS', 'host:port of the Temporal front end'),
    env['TEMPORAL_NAMESPACE'] ?? 'default',
    env['TEMPORAL_UI_URL'],
    env['LOG_LEVEL'] ?? 'info',
    env['TRUST_PROXY'] === 'true',
    clockBeside(offset),
  );
  if (wrong.length > 0) throw new Error(`the configuration is not complete\n  ${wrong.join('\n  ')}`);
  return configuration;
}

/** The machine's clock, or one beside it by so many ms: trials and demonstrations of what takes days. */
export const clockBeside = (offsetMs: number): Clock =>
  offsetMs === 0 ? systemClock : { now: () => new Date(Date.now() + offsetMs).toISOString() };
