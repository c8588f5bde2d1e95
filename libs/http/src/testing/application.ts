import { type Clock } from '@dealtrail/event-sourcing';
import { type Type } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiApplication, type ApiOptions } from '../api-application.js';
import { embeddedIssuer, signToken } from '../token.js';
import { loadTokenKey, type TokenKey } from '../token-key.js';
import { staff } from './parcels.js';

/** The instant every spec of the edge runs at. */
export const now = '2026-11-23T05:40:00.000Z';
export const clock: Clock = { now: () => now };

/** A key pair of its own, nothing left on disk. */
export async function freshKey(): Promise<TokenKey> {
  const directory = await mkdtemp(join(tmpdir(), 'dealtrail-http-'));
  try {
    return await loadTokenKey(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** What a spec sends; the payload is JSON unless it says otherwise. */
export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly as?: string;
  readonly payload?: object | string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Served {
  readonly app: NestFastifyApplication;
  readonly key: TokenKey;
  /** Everything logged. */
  readonly lines: string[];
  /** Sends as `ann` unless told otherwise; an empty `as` sends no token. */
  readonly send: (sent: Sent) => Promise<Answer>;
  /** What `authorization` says for a person. */
  readonly bearer: (staffId: string) => Promise<string>;
}

/** A module behind the whole edge, without a port. */
export async function serve(module: Type, options: Partial<ApiOptions> = {}): Promise<Served> {
  const key = await freshKey();
  const lines: string[] = [];
  const app = await createApiApplication(module, {
    issuer: embeddedIssuer(key),
    directory: () => staff,
    clock,
    logTo: { write: (line) => void lines.push(line) },
    ...options,
  });
  await app.init();
  const bearer = async (staffId: string) => `Bearer ${await signToken(key, staffId, 60, clock)}`;
  const send = async ({ method = 'POST', url, as = 'ann', payload, headers }: Sent): Promise<Answer> => {
    const token = as && (await bearer(as));
    const json = typeof payload === 'string' || Buffer.isBuffer(payload) ? { 'content-type': 'application/json' } : {};
    const reply = await app.inject({
      method,
      url,
      ...(payload !== undefined && { payload }),
      headers: { ...json, ...(token && { authorization: token }), ...headers },
    });
    const isJson = String(reply.headers['content-type']).includes('json');
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: isJson ? reply.json<Record<string, unknown>>() : {},
    };
  };
  return { app, key, lines, send, bearer };
}

/** The field errors of a problem as `field code` lines, sorted. */
export const faults = ({ body }: Answer): string[] =>
  ((body['errors'] ?? []) as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`).sort();
