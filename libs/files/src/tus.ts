import { InvalidInput } from '@dealtrail/event-sourcing';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { textOf, type Said } from './file-name.js';
import type { Checksum } from './receive.js';
import { FileRefused } from './refused.js';

/** What is spoken of the tus protocol: https://tus.io/protocols/resumable-upload. */
const version = '1.0.0';
const extensions = 'creation,expiration,checksum,termination';
const algorithms = ['sha1', 'sha256'] as const;

/** Speaks one version of the protocol, and says so in every answer. */
export class TusVersion implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { method, headers } = http.getRequest<FastifyRequest>();
    void http.getResponse<FastifyReply>().header('tus-resumable', version);
    // Whoever only looks need not know the protocol.
    if (method !== 'GET' && method !== 'OPTIONS' && headers['tus-resumable'] !== version)
      throw new FileRefused('tus-version-not-supported', { supported: [version] }, { 'tus-version': version });
    return next.handle();
  }
}

/** What the server can do, as tus clients ask it. */
export const tusOptions = (longest: number): Record<string, string> => ({
  'tus-version': version,
  'tus-extension': extensions,
  'tus-max-size': String(longest),
  'tus-checksum-algorithm': algorithms.join(','),
});

export type Headers = FastifyRequest['headers'];

const malformed = (field: string, message: string): InvalidInput =>
  new InvalidInput([{ field, code: 'malformed-header', message }]);

/** Bytes in `Upload-Length` or `Upload-Offset`. */
export function bytesIn(headers: Headers, field: 'Upload-Length' | 'Upload-Offset'): number {
  const text = headers[field.toLowerCase()];
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) throw malformed(field, 'must be a number of bytes');
  const bytes = Number(text);
  if (field === 'Upload-Length' && bytes === 0) throw malformed(field, 'must be at least 1');
  return bytes;
}

/** `Upload-Metadata`: `filename` (or `name`), `filetype` (or `type`), `sha256`; other keys are left alone. */
export function saidIn(headers: Headers): Said {
  const values = new Map<string, string>();
  for (const pair of String(headers['upload-metadata'] ?? '').split(',')) {
    const [key = '', encoded = ''] = pair.trim().split(' ');
    const text = textOf(Buffer.from(encoded, 'base64'));
    if (text === undefined) throw malformed('Upload-Metadata', 'must hold UTF-8 in base64');
    values.set(key, text);
  }
  return {
    name: values.get('filename') ?? values.get('name'),
    type: values.get('filetype') ?? values.get('type'),
    sha256: values.get('sha256'),
  };
}

/** `Upload-Checksum: sha1 <base64>`; undefined when there is none. */
export function checksumIn(headers: Headers): Checksum | undefined {
  const text = headers['upload-checksum'];
  if (text === undefined) return undefined;
  const [name, digest = ''] = String(text).split(' ');
  const algorithm = algorithms.find((known) => known === name);
  if (!algorithm) throw malformed('Upload-Checksum', `must name one of ${algorithms.join(', ')}`);
  return { algorithm, digest: Buffer.from(digest, 'base64') };
}

/** `Content-Digest` (RFC 9530) as our hash; undefined when there is none. */
export function sha256In(headers: Headers): string | undefined {
  const text = headers['content-digest'];
  if (text === undefined) return undefined;
  const encoded = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]{44}):/.exec(String(text))?.[1];
  if (encoded === undefined) throw malformed('Content-Digest', 'must be sha-256=:…: in base64');
  return Buffer.from(encoded, 'base64').toString('hex');
}
