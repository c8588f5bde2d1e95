import { DatabaseError } from 'pg';
import { Unavailable } from '@dealtrail/event-sourcing';

const ofDatabase = (error: unknown, states: RegExp): boolean =>
  error instanceof DatabaseError && states.test(error.code ?? '');

/** Not of the server but of the way to it: a system code, or nothing but the driver's words. */
function fromNetwork(error: unknown): boolean {
  if (error instanceof DatabaseError || error instanceof Unavailable) return false;
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return /^E[A-Z]/.test(String(code)) || /connection|not queryable|timeout/i.test(String(message));
}

/** The connection is gone, or the server ends it: what was under way may or may not have been done. */
export const isConnectionLost = (error: unknown): boolean => ofDatabase(error, /^(08|57P0)/) || fromNetwork(error);

/** The server did nothing, and the same may work later: locks, timeouts, deadlocks, resources. */
const isPassing = (error: unknown): boolean => ofDatabase(error, /^(40|53|55P03|57014)/);

/** The rows themselves were refused. */
export const isFaultOfData = (error: unknown): boolean => ofDatabase(error, /^(21|22|23|54)/);

export const unavailable = (cause: unknown): Unavailable =>
  new Unavailable('event-store-unavailable', 'the event store cannot be reached', { cause });

/** Whether it is in the log is not known; the ids of its events make a repeat harmless. */
export const outcomeUnknown = (cause: unknown): Unavailable =>
  new Unavailable('append-outcome-unknown', 'the event store went away before it answered', { cause });

/** What a caller sees of a failed statement that left nothing behind. */
export function translated(error: unknown): unknown {
  if (isPassing(error)) return new Unavailable('event-store-busy', 'the event store is busy', { cause: error });
  return isConnectionLost(error) ? unavailable(error) : error;
}
