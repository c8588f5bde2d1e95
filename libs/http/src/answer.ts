import type { FastifyInstance } from 'fastify';

/** What commands and queries answer, as it leaves: positions as decimal strings, a revision also as the `ETag`. */
export function presentAnswers(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, payload, done) => {
    if (payload === null || typeof payload !== 'object') return done(null, payload);
    const { revision, position } = payload as { readonly revision?: unknown; readonly position?: unknown };
    if (typeof revision === 'number') reply.header('etag', `"${revision}"`);
    done(null, typeof position === 'number' ? { ...payload, position: String(position) } : payload);
  });
}
