import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { type Refusal } from './faults.js';

/** The append size a server allows where nothing else is configured: 1 MiB. */
export const maximumAppendSize = 1024 * 1024;

/** An error as the server's `RpcExceptions` make it: a gRPC status, and what the client reads from its trailers. */
export function refusal(code: status, details: string, trailers: Record<string, string> = {}): StatusObject {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return { code, details, metadata };
}

export const unavailable = (): StatusObject => refusal(status.UNAVAILABLE, 'Connection dropped');

export const timedOut = (what: string): StatusObject => refusal(status.ABORTED, `Operation timed out: ${what}`);

export const tooLarge = (): StatusObject =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${maximumAppendSize} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maximumAppendSize),
  });

export const invalidPosition = (position: string): StatusObject =>
  refusal(status.UNKNOWN, `Unexpected ReadAllResult: no record begins at position ${position}`);

/** A refusal with words; the other kind leaves a call as it is. */
export type Spoken = Exclude<Refusal, { kind: 'silence' }>;

/** What a call gets that a fault refuses; the words are the server's own. */
export function refused(fault: Spoken): StatusObject {
  switch (fault.kind) {
    case 'busy':
      return refusal(status.RESOURCE_EXHAUSTED, 'Too many requests');
    case 'too-busy':
      return refusal(status.UNAVAILABLE, 'Server Is Too Busy');
    case 'not-ready':
      return refusal(status.UNAVAILABLE, 'Server Is Not Ready');
    case 'not-leader':
      return refusal(status.NOT_FOUND, 'Leader info available', {
        exception: 'not-leader',
        'leader-endpoint-host': fault.host,
        'leader-endpoint-port': String(fault.port),
      });
  }
}
