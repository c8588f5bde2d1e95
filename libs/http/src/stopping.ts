import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Once it stops, every answer asks its client to close: a connection kept alive would hold the server for its idle time. */
export function closeConnectionsWhenStopping(fastify: FastifyInstance): void {
  let stopping = false;
  fastify.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Takes no new requests, lets those under way finish, and after `limit` ms cuts what is left. */
export async function stopApi(app: NestFastifyApplication, limit = 10_000): Promise<void> {
  const server = app.getHttpServer();
  const timer = setTimeout(() => server.closeAllConnections(), limit);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
