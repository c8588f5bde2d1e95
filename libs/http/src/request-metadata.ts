import { derivedId, type Actor, type CommandMetadata, type FieldError } from '@dealtrail/event-sourcing';
import { traceParent } from '@dealtrail/telemetry';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { fault } from './hostile-input.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a message is given besides its fields. */
export interface RequestMetadata {
  readonly metadata: CommandMetadata;
  /** The id of what a command makes when the client names none: the same for a repeat with the same key. */
  readonly createdId: (type: string) => string;
}

/** Who, when and why, read from the request and never from its body; what is wrong with its headers is added to the errors. */
export function requestMetadata(
  { headers, edge, id }: Pick<FastifyRequest, 'headers' | 'edge' | 'id'>,
  actor: Actor,
  errors: FieldError[],
): RequestMetadata {
  const key = header(headers['idempotency-key']);
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    errors.push(fault('Idempotency-Key', 'malformed-header', 'must be 1 to 200 visible ASCII characters'));
  const correlation = header(headers['x-correlation-id']);
  if (correlation !== undefined && !uuid.test(correlation))
    errors.push(fault('X-Correlation-Id', 'malformed-header', 'must be a uuid'));
  const expectedRevision = revisionOf(header(headers['if-match']), errors);
  const commandId = key === undefined ? randomUUID() : derivedId('command', actor.kind, actor.id, key);
  return {
    metadata: {
      commandId,
      actor,
      correlationId: correlationOf(headers, id),
      occurredAt: edge.now,
      ...(expectedRevision !== undefined && { expectedRevision }),
    },
    createdId: (type) => derivedId('create', actor.kind, actor.id, type, key ?? commandId),
  };
}

/** What all that follows from a request has in common: what the caller says, else the trace it is part of, else its own id. */
export function correlationOf(headers: FastifyRequest['headers'], requestId: string): string {
  const correlation = header(headers['x-correlation-id']);
  if (correlation !== undefined && uuid.test(correlation)) return correlation;
  return traceParent(header(headers['traceparent']))?.correlationId ?? requestId;
}

/** `"3"` is revision 3; `*` is any revision. */
function revisionOf(tag: string | undefined, errors: FieldError[]): number | undefined {
  if (tag === undefined || tag === '*') return undefined;
  const revision = /^"(0|[1-9]\d{0,14})"$/.exec(tag)?.[1];
  if (revision === undefined)
    errors.push(fault('If-Match', 'malformed-header', 'must be a revision in quotes, e.g. "3", or *'));
  return Number(revision);
}

/** Node gives some repeated headers as a list; joined, they are malformed like any other nonsense. */
const header = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;
