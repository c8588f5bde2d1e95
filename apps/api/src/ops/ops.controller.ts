import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FromRequest, Public } from '@dealtrail/http';
import { metricsPage } from '@dealtrail/runtime';
import { Telemetry } from '@dealtrail/telemetry';
import { OperatorPage } from './operator-page.queries.js';
import { OperatorView } from './operator-view.js';
import { opsHtml } from './ops-html.js';

/** For operators and for what watches in their place. */
@Controller()
export class OpsController {
  constructor(
    private readonly view: OperatorView,
    private readonly telemetry: Telemetry,
  ) {}

  @Get('ops')
  async ops(
    @FromRequest() _: OperatorPage,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.view.look();
    if (!accept?.includes('text/html')) return page;
    reply.type('text/html; charset=utf-8');
    return opsHtml(page);
  }

  /** Names and numbers of the machinery, nothing of people or business: scrapers carry no token. `METRICS=off` takes it away. */
  @Public()
  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { status = 200, type = 'text/plain', body } = await metricsPage(this.telemetry);
    reply.status(status).type(`${type}; charset=utf-8`);
    return body;
  }
}
