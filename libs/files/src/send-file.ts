import { ensureFound } from '@dealtrail/event-sourcing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { attachment } from './file-name.js';
import { extensionOf } from './file-types.js';
import type { FileStore } from './file-store.js';
import { rangeOf } from './range.js';
import { FileRefused } from './refused.js';

/** How whoever refers to a file calls it. */
export interface Naming {
  readonly name?: string;
  /** The type as stored when left out. */
  readonly type?: string;
}

/**
 * Answers a download, whole or in part (GET and HEAD); whether the asker may have it was decided before. The controller takes
 * `@Res()` without passthrough and uses `FileRefusedFilter`. A content that is no longer what its hash says breaks the answer
 * off before its announced length, or is a 500 when nothing was sent yet.
 */
export async function sendFile(
  store: FileStore,
  sha256: string,
  { method, headers, log }: Pick<FastifyRequest, 'method' | 'headers' | 'log'>,
  reply: FastifyReply,
  { name, type }: Naming = {},
): Promise<void> {
  const facts = await store.find(sha256);
  ensureFound(facts, 'file-not-found');
  const { size } = facts;
  const etag = `"${sha256}"`;
  // What may be kept is asked for again each time: who may have it changes.
  const validators = { etag, 'cache-control': 'private, no-cache' };
  if (matches(headers['if-none-match'], etag)) return void reply.code(304).headers(validators).send();
  const whole = method !== 'GET' || ![undefined, etag].includes(headers['if-range'] as string | undefined);
  const range = whole ? undefined : rangeOf(headers.range, size);
  if (range === 'unsatisfiable')
    throw new FileRefused('range-not-satisfiable', { size }, { 'content-range': `bytes */${size}` });
  const content = method === 'HEAD' ? Readable.from([]) : await store.read(sha256, range);
  // Once bytes are under way nobody else says why the answer broke off.
  content.once('error', (err) => log.error({ err, sha256 }, 'a file could not be sent whole'));
  return void reply
    .code(range ? 206 : 200)
    .headers({
      ...validators,
      'accept-ranges': 'bytes',
      'content-type': type ?? facts.type,
      'content-length': range ? range.end - range.start + 1 : size,
      'content-disposition': attachment(name ?? `${sha256.slice(0, 12)}.${extensionOf(type ?? facts.type)}`),
      'x-content-type-options': 'nosniff',
      ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${size}` }),
    })
    .send(content);
}

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
