import { InvalidInput } from '@dealtrail/event-sourcing';
import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bodies are uncompressed UTF-8 JSON and nothing else; an empty one is no fields. */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return done(new HttpException('compressed body', 415));
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, JSON.parse(utf8.decode(body as Buffer)));
    } catch {
      done(new InvalidInput([{ field: '', code: 'not-json', message: 'the body must be JSON in UTF-8' }]));
    }
  });
}
