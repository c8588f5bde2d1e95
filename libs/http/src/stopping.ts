import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Servers that are being stopped. */
const stopping = new WeakSet<object>();

/** Once it stops, every answer asks its client to close: a connection kept alive would hold the server for its idle time. */
export function closeConnectionsWhenStopping(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping.has(fastify.server)) reply.header('connection', 'close');
    done(null, payload);
  });
}

/**
 * Serves on for `drainMs`, closing each connection with its next answer, so that a balancer sees it go; then takes no new
 * connections, lets requests under way finish while all they need still runs, and after `limit` ms cuts what is left.
 */
export async function stopApi(
  app: NestFastifyApplication,
  { drainMs = 0, limit = 8_000 }: { readonly drainMs?: number | undefined; readonly limit?: number } = {},
): Promise<void> {
  const server = app.getHttpServer();
  stopping.add(server);
  const timer = setTimeout(() => server.closeAllConnections(), limit);
  try {
    if (server.listening) {
      await delay(drainMs);
      await new Promise<void>((closed) => server.close(() => closed()));
    }
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
