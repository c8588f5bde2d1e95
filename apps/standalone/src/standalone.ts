import { ApiModule, serve } from '@dealtrail/api';
import { stopApi } from '@dealtrail/http';
import { ProjectorModule } from '@dealtrail/projector';
import { RuntimeModule, type Configuration } from '@dealtrail/runtime';
import { WorkerModule } from '@dealtrail/worker';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A running Dealtrail, all parts in this process. */
export interface Standalone {
  readonly app: NestFastifyApplication;
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts api, projector and worker in this process; resolves when it serves. */
export async function startStandalone(configuration: Configuration): Promise<Standalone> {
  const runtime = await RuntimeModule.forRoot(configuration);
  const imports = [runtime, ProjectorModule, WorkerModule, ApiModule];
  const app = await serve({ module: class StandaloneProcess {}, imports }, configuration);
  const address = app.getHttpServer().address() as { readonly port: number };
  return { app, url: `http://127.0.0.1:${address.port}`, stop: () => stopApi(app) };
}
