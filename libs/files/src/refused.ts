import { languageOf, problemOf } from '@dealtrail/http';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the protocols of files answer with a status of their own; the other refusals are as everywhere. */
const statusOf = {
  'tus-version-not-supported': 412,
  'file-too-large': 413,
  'type-not-allowed': 415,
  'content-not-of-type': 415,
  'range-not-satisfiable': 416,
  'checksum-differs': 460,
} as const;

/** A request about a file is refused by a status that its protocol prescribes. */
export class FileRefused extends Error {
  constructor(
    readonly code: keyof typeof statusOf,
    readonly details?: Readonly<Record<string, unknown>>,
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(code);
    this.name = 'FileRefused';
  }
}

/** Answers `FileRefused` as problem details; every controller that sends or takes files uses it. */
@Catch(FileRefused)
export class FileRefusedFilter implements ExceptionFilter<FileRefused> {
  catch({ code, details, headers }: FileRefused, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest & { edge?: { code?: string } }>();
    if (request.edge) request.edge.code = code;
    const refusal = { status: statusOf[code], code, ...(details && { details }) };
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .code(refusal.status)
      .headers({ ...headers })
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(refusal, request.id, languageOf(request.headers['accept-language']))));
  }
}
