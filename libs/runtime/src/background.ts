import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createLog, NestLog } from '@dealtrail/http';
import { Telemetry } from '@dealtrail/telemetry';
import type { Configuration } from './configuration.js';
import { Health } from './health.js';
import { serveHealth } from './health-server.js';
import { metricsPage } from './metrics-page.js';
import { RuntimeModule } from './runtime.module.js';

/** Runs a part that has no API as a process of its own, with its health on `HEALTH_PORT`; answers how to stop it. */
export async function startBackground(part: Type, configuration: Configuration): Promise<() => Promise<void>> {
  const imports = [await RuntimeModule.forRoot(configuration), part];
  const app = await NestFactory.createApplicationContext(
    { module: class BackgroundProcess {}, imports },
    { abortOnError: false, logger: new NestLog(createLog(configuration.logLevel)) },
  );
  const { healthPort, host } = configuration;
  const pages = { '/metrics': () => metricsPage(app.get(Telemetry)) };
  const health =
    healthPort === undefined ? undefined : await serveHealth(app.get(Health), { host, port: healthPort, pages });
  return async () => {
    await app.close();
    await health?.close();
  };
}
