import { CommanderError } from 'commander';

/** The caller asked for something that cannot be meant: exit code 2, nothing was sent. */
export class Misuse extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'Misuse';
  }
}

/** RFC 9457 problem details as the API answers them; `errors` names every field that is wrong. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

/** The API said no, or could not be reached in time (status 0): exit code 1. */
export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly hint?: string,
  ) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.name = 'Refused';
  }
}

/** 0 done, 1 refused, 2 misuse: what scripts rely on. */
export const exitCode = { done: 0, refused: 1, misuse: 2 } as const;

/** What a person reads when something did not work: code, reason, each field, what to do. */
export function explain(error: unknown): string {
  if (error instanceof Misuse) return [error.message, error.hint].filter(Boolean).join('\n');
  if (!(error instanceof Refused)) return error instanceof Error ? error.message : String(error);
  const { status, code, title, detail, errors = [], requestId } = error.problem;
  const said = [title, detail].filter((text, index, all) => text && all.indexOf(text) === index).join(': ');
  return [
    `${status > 0 ? `${status} ` : ''}${code}${said && said !== code ? `: ${said}` : ''}`,
    ...errors.map(({ field, code, message }) => `  ${field}: ${message} (${code})`),
    requestId && `  request ${requestId}`,
    error.hint,
  ]
    .filter(Boolean)
    .join('\n');
}

/** The same for machines: one JSON value. */
export function problemOf(error: unknown): { readonly problem: object } {
  if (error instanceof Refused) return { problem: error.problem };
  const code = error instanceof Misuse || error instanceof CommanderError ? 'misuse' : 'failed';
  return { problem: { code, detail: error instanceof Error ? error.message : String(error) } };
}
