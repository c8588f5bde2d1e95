/** How a refusal is shown: 409, 403, 404, 412 or 422 at HTTP; never retried. */
export type DomainErrorKind = 'refused' | 'forbidden' | 'not-found' | 'stale' | 'key-reused';

/** A rule says no. `code` is kebab and states the fact; `details` are ids and limits for the caller, no secrets. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly kind: DomainErrorKind = 'refused',
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(code);
    this.name = 'DomainError';
  }
}

/** Narrows the state, so that guards read like the rule book. */
export function ensure(
  condition: unknown,
  code: string,
  details?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new DomainError(code, 'refused', details);
}

/** Throws unless the thing exists; a refusal of kind `not-found`. */
export function ensureFound(condition: unknown, code: string): asserts condition {
  if (!condition) throw new DomainError(code, 'not-found');
}

/** Throws unless allowed; a refusal of kind `forbidden`. */
export function ensureAllowed(condition: unknown, code: string): asserts condition {
  if (!condition) throw new DomainError(code, 'forbidden');
}

/** The stream moved on since it was read; decided again by the runner, shown as 409 only when that does not help. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number | undefined,
  ) {
    super(`stream ${stream} is not at revision ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** Something this needs is away or behind; retryable, shown as 503 with `Retry-After`. */
export class Unavailable extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterSeconds?: number },
  ) {
    super(message, { cause: options?.cause });
    this.name = 'Unavailable';
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 1;
  }
  readonly retryAfterSeconds: number;
}

/** The log is not what it must be (a hole, an unknown newer version): stop loudly, never skip. */
export class LogCorrupted extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LogCorrupted';
  }
}

/** One thing wrong with one field; `field` is a path like `items[2].amount`. */
export interface FieldError {
  readonly field: string;
  /** Kebab, e.g. `not-a-uuid`. */
  readonly code: string;
  readonly message: string;
}

/** The input has a shape or value nothing can be decided on; shown as 400 with every field. */
export class InvalidInput extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field}: ${message}`).join('; '));
    this.name = 'InvalidInput';
  }
}
