import { InvalidInput } from '@dealtrail/event-sourcing';
import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A page's form is short. */
const formLimit = 65_536;

/** Route option of what takes the form of a page: its body is `URLSearchParams`. */
export const takesForm = { form: true } as const;

/** Bodies are uncompressed UTF-8 JSON and nothing else, but for routes that take a form; an empty one is no fields. */
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
  const options = { parseAs: 'buffer', bodyLimit: formLimit } as const;
  fastify.addContentTypeParser<Buffer>('application/x-www-form-urlencoded', options, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    const { form } = request.routeOptions.config as { readonly form?: boolean };
    if (form !== true || (encoding !== undefined && encoding !== 'identity'))
      return done(new HttpException('no form', 415));
    try {
      done(null, new URLSearchParams(utf8.decode(body)));
    } catch {
      done(new InvalidInput([{ field: '', code: 'not-utf-8', message: 'the form must be UTF-8' }]));
    }
  });
}
