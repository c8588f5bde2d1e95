import {
  DomainError,
  InvalidInput,
  Unavailable,
  WrongExpectedRevision,
  type DomainErrorKind,
} from '@dealtrail/event-sourcing';
import type { FieldError } from '@dealtrail/event-sourcing';
import { HttpException } from '@nestjs/common';
import { TooManyRequests } from './caller-rates.js';
import { titleOf, type Language } from './problem-titles.js';
import { Unauthenticated } from './unauthenticated.js';

/** RFC 9457 problem details, as every refusal and failure is answered. */
export interface Problem {
  /** Stable, relative: `/problems/<code>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  /** Everything wrong with the input, one entry each. */
  readonly errors?: readonly FieldError[];
  /** Ids and limits behind a refusal. */
  readonly details?: unknown;
  readonly requestId: string;
}

/** What an error means at HTTP, before it is put into words. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly details?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  refused: 409,
  forbidden: 403,
  'not-found': 404,
  stale: 412,
  'key-reused': 422,
};

/** What the framework itself refuses. */
const frameworkCodes: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  403: 'not-permitted',
  404: 'no-such-route',
  405: 'method-not-allowed',
  408: 'request-time-out',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'media-type-not-supported',
  431: 'headers-too-large',
  503: 'unavailable',
};

/** Translates any error; what is not foreseen is a 500 that says nothing of the inside. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof InvalidInput) return { status: 400, code: 'invalid-input', errors: error.errors };
  if (error instanceof Unauthenticated)
    return {
      status: 401,
      code: error.code,
      headers: { 'www-authenticate': error.code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"' },
    };
  if (error instanceof DomainError) {
    const { kind, code, details } = error;
    const revision = kind === 'stale' ? details?.['revision'] : undefined;
    return {
      status: statusOf[kind],
      code,
      details,
      ...(typeof revision === 'number' && { headers: { etag: `"${revision}"` } }),
    };
  }
  if (error instanceof WrongExpectedRevision) return { status: 409, code: 'conflict' };
  if (error instanceof Unavailable)
    return { status: 503, code: error.code, headers: { 'retry-after': String(error.retryAfterSeconds) } };
  if (error instanceof TooManyRequests)
    return { status: 429, code: error.code, headers: { 'retry-after': String(error.retryAfterSeconds) } };
  if (error instanceof HttpException) return ofFramework(error.getStatus(), error.getResponse());
  if (error instanceof Error && error.name === 'FastifyError')
    return ofFramework((error as Error & { readonly statusCode?: number }).statusCode ?? 500);
  return { status: 500, code: 'internal-error' };
}

/** What the framework refuses, by status; `answer` of a 503 is the health checks' state of each part; other words of the framework are not shown. */
export function ofFramework(status: number, answer?: string | object): Refusal {
  const code = frameworkCodes[status];
  if (!code) return status >= 500 ? { status: 500, code: 'internal-error' } : { status, code: 'malformed-request' };
  if (status !== 503) return { status, code };
  return { status, code, headers: { 'retry-after': '1' }, ...(typeof answer === 'object' && { details: answer }) };
}

/** The problem document of a refusal, in the reader's language. */
export function problemOf(
  { status, code, detail, errors, details }: Refusal,
  requestId: string,
  language: Language,
): Problem {
  return {
    type: `/problems/${code}`,
    title: titleOf(code, language),
    status,
    ...(detail !== undefined && { detail }),
    code,
    ...(errors && { errors }),
    ...(details !== undefined && { details }),
    requestId,
  };
}
