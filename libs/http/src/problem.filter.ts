import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './problem-titles.js';
import { problemOf, refusalOf } from './problem.js';

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
