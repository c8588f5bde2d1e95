import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health.js';

/** What a page answers. */
export interface Page {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/health/live` and `/health/ready` of a process that has no API, and further pages by path; to those who watch it, not to users. */
export async function serveHealth(
  health: Health,
  { host, port, pages = {} }: { host: string; port: number; pages?: Readonly<Record<string, () => Promise<Page>>> },
): Promise<HealthServer> {
  const all: Readonly<Record<string, () => Page | Promise<Page>>> = {
    ...pages,
    '/health/live': () => ({ body: JSON.stringify({ status: 'up' }) }),
    '/health/ready': () => {
      const report = health.report();
      return { status: report.ready ? 200 : 503, body: JSON.stringify(report) };
    },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const page = all[request.url?.split('?')[0] ?? ''];
      const { status = 200, type = 'application/json', body } = (await page?.()) ?? { status: 404, body: '{}' };
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
