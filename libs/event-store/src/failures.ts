import { DatabaseError } from 'pg';
import { Unavailable } from '@dealtrail/event-sourcing';

const ofDatabase = (error: unknown, states: RegExp): boolean =>
  error instanceof DatabaseError && states.test(error.code ?? '');

/** The driver's own failures are plain errors: a system code, or nothing but their words. */
const fromNetwork = (error: unknown): boolean =>
  error instanceof Error &&
  !(error instanceof DatabaseError) &&
  !(error instanceof Unavailable) &&
  (('code' in error && typeof error.code === 'string' && /^E[A-Z]/.test(error.code)) ||
    /connection|not queryable|timeout/i.test(error.message));

/** The connection is gone, or the server ends it: what was under way may or may not have been done. */
export const isConnectionLost = (error: unknown): boolean => ofDatabase(error, /^(08|57P0)/) || fromNetwork(error);

/** The server did nothing, and the same may work later: locks, timeouts, deadlocks, resources. */
const isPassing = (error: unknown): boolean => ofDatabase(error, /^(40|53|55P03|57014)/);

/** The rows themselves were refused. */
export const isFaultOfData = (error: unknown): boolean => ofDatabase(error, /^(21|22|23|54)/);

export const unavailable = (cause: unknown): Unavailable =>
  new Unavailable('event-store-unavailable', 'the event store cannot be reached', { cause });

/** What a caller sees of a failed statement that left nothing behind. */
export function translated(error: unknown): unknown {
  if (isPassing(error)) return new Unavailable('event-store-busy', 'the event store is busy', { cause: error });
  return isConnectionLost(error) ? unavailable(error) : error;
}
