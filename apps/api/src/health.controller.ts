import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '@dealtrail/http';
import { Configuration, Health } from '@dealtrail/runtime';

/** For those who watch the process: alive, ready, and where everything is. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly configuration: Configuration,
  ) {}

  @Public()
  @Get('health/live')
  live() {
    return { status: 'up' };
  }

  @Public()
  @Get('health/ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = this.health.report();
    reply.status(report.ready ? 200 : 503);
    return report;
  }

  @Public()
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  root(): string {
    const ui = this.configuration.temporalUiUrl;
    const links: readonly (readonly [href: string, text: string])[] = [
      ['/docs', 'API documentation · 接口文檔'],
      ['/openapi.json', 'OpenAPI document'],
      ['/health/ready', 'Health of every part · 運行狀況'],
      ...(ui ? [[ui, 'Running processes (Temporal UI) · 運行中的流程'] as const] : []),
    ];
    const items = links.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('');
    return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Dealtrail</title><h1>Dealtrail</h1><ul>${items}</ul></html>`;
  }
}
