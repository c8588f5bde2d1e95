import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from '@dealtrail/http';
import { linkHeaders, linkHtml } from './link-html.js';
import { languageAsked } from './link-language.js';

/** Whoever holds a link reads pages, not problem details; nothing is said of the inside. */
@Catch()
export class LinkPageFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { status, code, headers } = refusalOf(error);
    if (status === 500) request.log.error({ err: error }, 'unforeseen error');
    request.edge.code = code;
    const note = status === 429 ? 'often' : 'later';
    void reply
      .code(status)
      .headers({ ...headers, ...linkHeaders })
      .send(linkHtml({ language: languageAsked(request), note }));
  }
}
