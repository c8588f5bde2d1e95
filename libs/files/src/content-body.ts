import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Marks a route whose body is a file's content, to be read by its handler once it is known who sends it. */
export const takesContent = { takesContent: true };

/** Lets bodies of any type through to marked routes, unread; everywhere else they are refused as before. */
export function acceptContent(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('*', (request, _body, done) => {
    const { takesContent: marked } = request.routeOptions.config as { readonly takesContent?: boolean };
    const encoding = request.headers['content-encoding'];
    const plain = encoding === undefined || encoding === 'identity';
    done(marked && plain ? null : new HttpException('media type not supported', 415), undefined);
  });
}
