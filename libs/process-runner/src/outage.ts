import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { Unavailable } from '@dealtrail/event-sourcing';

/** gRPC codes of a server that is away or too busy: cancelled, deadline, exhausted, aborted, internal, unavailable. */
const awayCodes: readonly number[] = [1, 4, 8, 10, 13, 14];

/** SQLSTATE classes of a database that is away or shutting down, and Node's names of a broken connection. */
const awayStates = /^(?:08|53|57P|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/;

/** Whether this failure is nobody's fault and passes: then the same step is tried again, for as long as it takes. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  if (error instanceof ServiceError) return !isGrpcServiceError(error.cause) || awayCodes.includes(error.cause.code);
  if (isGrpcServiceError(error)) return awayCodes.includes(error.code);
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code === 'string' && awayStates.test(code)) return true;
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}

/** What went wrong in one line, for operators. */
export const causeOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
