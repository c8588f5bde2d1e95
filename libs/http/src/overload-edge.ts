import { randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Overload } from './overload.js';
import { languageOf } from './problem-titles.js';
import { problemOf } from './problem.js';

/** Whoever watches or repairs the process is never refused. */
const alwaysTaken = /^\/(?:health|metrics|ops)(?:[/?]|$)/;

/** A body up to this size is read away, so that the connection can go on; for a larger one the connection is closed. */
const readAway = 65_536;

/** So that those refused at the same moment do not come back at the same moment, s. */
const retryAfter = { least: 1, most: 3 };

const leaving = new WeakMap<IncomingMessage, () => void>();

/**
 * Refuses requests before anything is done for them: no route, no log line, no body. A request counts as under way from its last
 * byte to the first of its answer, so that slow lines hold nobody else up.
 */
export function shedAtTheDoor(fastify: FastifyInstance, overload: Overload): void {
  const server = fastify.server as Server;
  const [answer] = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  if (!answer) throw new Error('the server answers no requests yet');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    if (alwaysTaken.test(url)) return answer(request, response);
    if (overload.refuses(!['GET', 'HEAD', 'OPTIONS'].includes(method)))
      return refuse(request, response, !server.listening);
    const enter = (): void => {
      if (response.closed) return;
      const leave = overload.enter();
      leaving.set(request, leave);
      response.once('close', leave);
    };
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    if (hasBody) request.once('end', enter);
    else enter();
    answer(request, response);
  });
  fastify.addHook('onSend', (request, _reply: FastifyReply, payload, done) => {
    leaving.get(request.raw)?.();
    done(null, payload);
  });
}

function refuse({ headers }: IncomingMessage, response: ServerResponse, stopping: boolean): void {
  const id = randomUUID();
  const refusal = { status: 503, code: 'overloaded' };
  const body = JSON.stringify(problemOf(refusal, id, languageOf(headers['accept-language'])));
  const large = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > readAway;
  response
    .writeHead(refusal.status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'retry-after': String(randomInt(retryAfter.least, retryAfter.most + 1)),
      'x-request-id': id,
      ...((large || stopping) && { connection: 'close' }),
    })
    .end(body);
}
