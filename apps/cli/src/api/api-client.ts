import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as wait } from 'node:timers/promises';
import { Refused, type Problem } from '../failure.js';

/** One request; `query` values that are lists are repeated, undefined ones left out. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** A file in place of a body. */
  readonly content?: { readonly bytes: Uint8Array; readonly type: string; readonly name: string };
  readonly key?: string;
  readonly ifMatch?: string;
}

export interface ApiClientOptions {
  readonly url: string;
  readonly token?: string;
  /** Tries in all, default 8. */
  readonly attempts?: number;
  /** First pause between tries in ms, doubled each time up to 5 s; default 250. */
  readonly pauseMs?: number;
  readonly onRetry?: (reason: string, waitMs: number) => void;
}

/** Answers that say "not now": the same request may be sent again, since its key makes it one command. */
const notNow = new Set([429, 502, 503, 504]);
const longestPause = 5_000;
const longestRetryAfter = 30_000;
const requestTimeout = 180_000;
const downloadTimeout = 3_600_000;

/** What is asked for, how long it may take, and how it is read. */
interface Reading<T> {
  readonly accept: string;
  readonly timeout: number;
  readonly read: (response: Response) => Promise<T>;
}

const asJson: Reading<unknown> = {
  accept: 'application/json, application/problem+json',
  timeout: requestTimeout,
  read: async (response) => parsed(await response.text()),
};

const asCsv: Reading<Readable> = {
  accept: 'text/csv, application/problem+json',
  timeout: downloadTimeout,
  read: ({ body }) => Promise.resolve(body ? Readable.fromWeb(body as ReadableStream) : Readable.from([])),
};

/** A client of the HTTP API that survives restarts and back-pressure without ever doubling a command. */
export class ApiClient {
  constructor(private readonly options: ApiClientOptions) {}

  /** Sends and answers the JSON body; throws `Refused` with the problem details. */
  call<T = unknown>(request: ApiRequest): Promise<T> {
    return this.again(request, asJson) as Promise<T>;
  }

  /** A list as CSV, as it comes; breaks off with an error when the API does. Throws `Refused` as long as nothing has come. */
  download(request: ApiRequest): Promise<Readable> {
    return this.again(request, asCsv);
  }

  private async again<T>(request: ApiRequest, reading: Reading<T>): Promise<T> {
    const { attempts = 8, pauseMs = 250 } = this.options;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.attempt(request, reading);
      if ('answer' in outcome) return outcome.answer;
      if (!outcome.again || attempt >= attempts) throw outcome.refused;
      const pause = outcome.retryAfterMs ?? Math.min(pauseMs * 2 ** (attempt - 1), longestPause);
      this.options.onRetry?.(outcome.refused.problem.code, pause);
      await wait(pause);
    }
  }

  private async attempt<T>(request: ApiRequest, { accept, timeout, read }: Reading<T>): Promise<Outcome<T>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.address(request), {
        method: request.method,
        headers: this.headers(request, accept),
        body: request.content?.bytes ?? (request.body === undefined ? undefined : JSON.stringify(request.body)),
        signal: AbortSignal.timeout(timeout),
      });
      if (response.ok) return { answer: await read(response) };
      text = await response.text();
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { again: true, refused: unreachable(this.options.url, error) };
    }
    return {
      again: notNow.has(response.status),
      retryAfterMs: retryAfter(response.headers.get('retry-after')),
      refused: new Refused(problemIn(response, text)),
    };
  }

  private address({ path, query = {} }: ApiRequest): URL {
    const address = new URL(this.options.url.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query))
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
        if (one !== undefined) address.searchParams.append(name, String(one));
    return address;
  }

  private headers({ body, content, key, ifMatch }: ApiRequest, accept: string): Record<string, string> {
    return {
      accept,
      ...(this.options.token && { authorization: `Bearer ${this.options.token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(content && {
        'content-type': content.type,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(content.name)}`,
      }),
      ...(key && { 'idempotency-key': key }),
      ...(ifMatch && { 'if-match': /^(".*"|\*)$/.test(ifMatch) ? ifMatch : `"${ifMatch}"` }),
    };
  }
}

type Outcome<T> =
  { readonly answer: T } | { readonly again: boolean; readonly refused: Refused; readonly retryAfterMs?: number };

/** Seconds or an HTTP date; never longer than 30 s. */
function retryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestRetryAfter);
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused({ status: 0, code: 'not-a-dealtrail-api', detail: 'the answer is not JSON' });
  }
}

function problemIn(response: Response, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return { ...problem, status: response.status, code: problem.code ?? `http-${response.status}` };
  } catch {
    return { status: response.status, code: `http-${response.status}`, detail: response.statusText };
  }
}

function unreachable(url: string, error: unknown): Refused {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const detail = `no answer from ${url} (${cause instanceof Error ? cause.message || cause.name : String(cause)})`;
  return new Refused(
    { status: 0, code: 'unreachable', detail },
    'Is Dealtrail running? Start it with npm start, or name the address with --url.',
  );
}
