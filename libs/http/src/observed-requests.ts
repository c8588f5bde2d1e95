import type { Span } from '@opentelemetry/api';
import { eventStream } from '@dealtrail/event-sourcing';
import { traceParent, type Telemetry } from '@dealtrail/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { correlationOf } from './request-metadata.js';

/** Those who only watch are not traced: they would fill every screen. */
const watchers = /^\/(?:health|metrics|ops)\b/;

/** How long somebody listened is no time that an answer took. */
const isLive = (reply: FastifyReply): boolean => String(reply.getHeader('content-type')).startsWith(eventStream);

/** Times every request by route and status, and begins its trace; addresses appear as patterns, for queries may name people. */
export function observeRequests(app: NestFastifyApplication, { instruments, tracing }: Telemetry): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const spans = new WeakMap<FastifyRequest, Span>();
  if (tracing)
    fastify.addHook('onRequest', (request, _reply, done) => {
      if (watchers.test(request.url)) return done();
      const { headers, method, id } = request;
      const stage = {
        name: `${method} ${request.routeOptions.url ?? ''}`.trim(),
        kind: 'SERVER',
        correlationId: correlationOf(headers, id),
        parentId: traceParent(headers.traceparent as string | undefined)?.spanId,
        attributes: { 'http.request.method': method, 'http.route': request.routeOptions.url ?? '' },
      } as const;
      spans.set(request, tracing.enter(stage, Date.now(), done));
    });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (isLive(reply)) {
      spans.get(request)?.end();
      spans.delete(request);
    }
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode;
    if (!isLive(reply))
      instruments.requestDuration.record(reply.elapsedTime / 1_000, {
        'http.request.method': request.method,
        'http.route': request.routeOptions.url ?? '',
        'http.response.status_code': status,
      });
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', status);
    span?.end();
    done();
  });
}
