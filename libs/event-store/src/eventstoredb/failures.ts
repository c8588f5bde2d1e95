/** What the client's errors have in common; it throws plain errors, errors of gRPC and errors of its own. */
interface Failure {
  readonly code?: unknown;
  readonly type?: unknown;
  readonly message?: unknown;
}

const failureOf = (error: unknown): Failure => (error ?? {}) as Failure;

/** CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL (a reset HTTP/2 stream), UNAVAILABLE. */
const awayCodes = new Set<unknown>([1, 4, 8, 10, 13, 14]);

const awayTypes = new Set<unknown>(['unavailable', 'cancelled', 'deadline-exceeded', 'timeout', 'not-leader']);

/** Said without a code: by discovery, and by a channel that was closed between two steps of one call. */
const awayWords =
  /Failed to discover|No connection established|channel has been shut ?down|closed channel|ECONN|EPIPE/i;

/** Said before anything has left this process. */
const beforeSending = /Failed to discover|No connection established|ECONNREFUSED|Name resolution failed/i;

/** The server cannot answer now, or not this node; whatever was under way may or may not have been done. */
export function isAway(error: unknown): boolean {
  const { code, type, message } = failureOf(error);
  return awayCodes.has(code) || awayTypes.has(type) || awayWords.test(String(message));
}

/** Nothing can have been stored by a call that failed so. A node that does not lead refuses before it writes. */
export function wasNotSent(error: unknown): boolean {
  const { type, message } = failureOf(error);
  return type === 'not-leader' || beforeSending.test(String(message));
}

export const isType = (error: unknown, type: string): boolean => failureOf(error).type === type;
