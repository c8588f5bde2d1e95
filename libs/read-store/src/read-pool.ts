import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { Unavailable } from '@dealtrail/event-sourcing';

const int8 = 20;

/** Positions and amounts are numbers inside; what a number cannot hold exactly is an error, not a rounding. */
function exactInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} does not fit a number`);
  return value;
}

/** Most who wait for a connection; beyond that nobody would be served within `connectionTimeoutMillis` anyway. */
const mostWaiting = 500;

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: (broken?: unknown) => void,
) => void;

/**
 * The connections of the read side. 64-bit integers arrive as numbers; `numeric` (a sum over amounts) arrives as text,
 * so cast such a sum to bigint. A server that goes away never ends the process.
 */
export class ReadPool extends Pool {
  /** Told apart from any other pool by type: only this one reads integers exactly. */
  declare private readonly exact: true;

  constructor(connection: string | PoolConfig, onFailure: (error: unknown) => void = () => undefined) {
    super({
      max: 10,
      application_name: 'dealtrail read store',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      lock_timeout: 5_000,
      statement_timeout: 30_000,
      query_timeout: 35_000,
      idle_in_transaction_session_timeout: 10_000, // a frozen projector must not hold up who takes over
      types: { getTypeParser: (oid, format) => (oid === int8 ? exactInteger : types.getTypeParser(oid, format)) },
      ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    });
    this.on('error', onFailure);
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  /** As any pool's, but refuses with `Unavailable` when too many wait: a pool's own queue has no bound. */
  override connect(callback?: Connected): Promise<PoolClient> | void {
    if (this.waitingCount < mostWaiting) return callback ? super.connect(callback) : super.connect();
    const error = new Unavailable('overloaded', `${mostWaiting} wait for a connection already`);
    if (!callback) return Promise.reject(error);
    callback(error, undefined, () => undefined);
  }
}

const textOf = (error: unknown, member: 'code' | 'message'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, member) : undefined;
  return typeof value === 'string' ? value : '';
};

/** The database refuses the values themselves (encoding, range, constraint, index row size): waiting would not help. */
export const isDataError = (error: unknown): boolean => /^(22|23|54)...$/.test(textOf(error, 'code'));

/** A table that nobody has made yet. */
export const isMissingTable = (error: unknown): boolean => ['42P01', '3F000'].includes(textOf(error, 'code'));

/** What `pg` says of a connection that broke or never was, in words only. */
const brokenConnection =
  /^(Connection terminated|timeout exceeded|timeout expired|Query read timeout|Client (has encountered|was closed)|Cannot use a pool)/;

/** Passes by itself: the server is away, starting, stopping or full, or a lock was in the way. */
export const isPassing = (error: unknown): boolean => {
  const code = textOf(error, 'code');
  return (
    /^((08|40|53|55|57)...|E[A-Z]+)$/.test(code) || (code === '' && brokenConnection.test(textOf(error, 'message')))
  );
};

/** Runs `work` in one transaction of its own; `begin` and `end` are the statements around it. */
export async function transaction<T>(
  pool: ReadPool,
  work: (client: PoolClient) => Promise<T>,
  { begin = 'begin', end = 'commit' } = {},
): Promise<T> {
  const client = await pool.connect();
  // Between two queries nobody else listens; without it a lost connection would end the process.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query(end);
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** What a caller is told when the server is the reason; throws everything else as it is. */
export function refuseWhenAway(error: unknown): never {
  if (isMissingTable(error))
    throw new Unavailable('read-model-missing', 'this read model has not been built yet', { cause: error });
  if (isPassing(error)) throw new Unavailable('read-store-away', 'the read store does not answer', { cause: error });
  throw error;
}
