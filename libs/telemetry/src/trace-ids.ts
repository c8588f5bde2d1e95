import { createHash } from 'node:crypto';
import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace-node';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const none = /^[0-]+$/;

/**
 * The trace of a correlation: the correlation id itself, its dashes left out, so that every stage that has the event has the
 * trace, however late it comes and in whichever process. What is no uuid is digested into one.
 */
export const traceIdOf = (correlationId: string): string =>
  uuid.test(correlationId) && !none.test(correlationId)
    ? correlationId.replaceAll('-', '').toLowerCase()
    : digest(correlationId, 32);

/** A span id that another stage can work out too, from what both of them know. */
export const spanIdOf = (...parts: readonly string[]): string => digest(parts.join('|'), 16);

/** The span of the append of a command; what follows from its events names it as the parent. */
export const appendSpanOf = (commandId: string): string => spanIdOf('append', commandId);

/** The span that told a run an event, or started it for one. */
export const toldSpanOf = (workflowId: string, causationId: string): string =>
  spanIdOf('told', workflowId, causationId);

/** What a W3C `traceparent` header says, when it is one. */
export function traceParent(
  header: string | undefined,
): { readonly correlationId: string; readonly spanId: string } | undefined {
  const [, trace, spanId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(header ?? '') ?? [];
  if (!trace || !spanId || none.test(trace) || none.test(spanId)) return undefined;
  return { correlationId: trace.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), spanId };
}

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

/** Gives the ids that the next span was told to have, random ones else; spans are made in one turn, so nobody comes between. */
export class ChosenIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  traceId: string | undefined;
  spanId: string | undefined;

  readonly generateTraceId = (): string => this.traceId ?? this.random.generateTraceId();

  readonly generateSpanId = (): string => {
    const chosen = this.spanId ?? this.random.generateSpanId();
    this.spanId = undefined;
    return chosen;
  };
}
