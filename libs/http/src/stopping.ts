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

/** A live answer ends when somebody says so; whoever closes the application otherwise than here waits for none either. */
export function endStreamsWhenClosing(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    fastify.streams.stop();
    done();
  });
}

/**
 * Serves on for `drainMs`, closing each connection with its next answer, so that a balancer sees it go; then takes no new
 * connections, ends live answers, lets requests under way finish while all they need still runs, and after `limit` ms cuts what is left.
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
      (app.getHttpAdapter().getInstance() as unknown as FastifyInstance).streams.stop();
      await new Promise<void>((closed) => server.close(() => closed()));
    }
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
