import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './problem-titles.js';
import { ofFramework, problemOf, refusalOf } from './problem.js';

/** Answers every error of every route as problem details; the unforeseen are logged in full and shown as nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** Sends the problem of an error, unless an answer is already under way. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error);
  if (refusal.status === 500) request.log.error({ err: error }, 'unforeseen error');
  if (request.edge) request.edge.code = refusal.code;
  if (reply.sent) return;
  const problem = problemOf(refusal, request.id, languageOf(request.headers['accept-language']));
  reply
    .code(refusal.status)
    .headers({ ...refusal.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** Answers what is not even a request, on the bare connection. */
export function answerRaw(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const body = JSON.stringify(problemOf(ofFramework(status), randomUUID(), 'en'));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
