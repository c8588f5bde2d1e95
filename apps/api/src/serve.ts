import { readFileSync } from 'node:fs';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KnownKeeper } from '@dealtrail/event-sourcing';
import { createApiApplication, observeRequests, stopApi } from '@dealtrail/http';
import type { Known } from '@dealtrail/known';
import { Health, type Configuration } from '@dealtrail/runtime';
import { Telemetry } from '@dealtrail/telemetry';
import { identityOf } from './identity.js';
import { appendWaitIn, watchLoad } from './load.js';

const { version } = JSON.parse(readFileSync(require.resolve('@dealtrail/api/package.json'), 'utf8')) as {
  version: string;
};

/** Connections that may wait to be accepted: one that finds no place is tried again after a second at the earliest. */
const backlog = 4_096;

/** Builds the application of a root module and listens. */
export async function serve(root: DynamicModule, configuration: Configuration): Promise<NestFastifyApplication> {
  const identity = await identityOf(configuration);
  const { limits } = configuration;
  const load = limits && watchLoad(limits, () => appendWaitIn(app));
  const app: NestFastifyApplication = await createApiApplication(root, {
    issuer: identity.issuer,
    clock: configuration.clock,
    directory: () => app.get<KnownKeeper<Known>>(KnownKeeper).now().staff,
    lastKnown: () => app.get<KnownKeeper<Known>>(KnownKeeper).lastKnown().staff,
    logLevel: configuration.logLevel,
    trustProxy: configuration.trustProxy,
    overload: load?.overload,
    callers: limits,
    streams: limits,
    version,
  });
  observeRequests(app, app.get(Telemetry));
  load?.follow(app);
  identity.follow(app.get(Health));
  try {
    await app.listen({ port: configuration.port, host: configuration.host, backlog });
  } catch (error) {
    await app.close().catch(() => undefined); // the reason is why it did not start
    throw error;
  }
  return app;
}

/** Says that it is not ready any more, serves on until balancers have noticed, and stops. */
export function stopServing(app: NestFastifyApplication, { drainMs }: Configuration): Promise<void> {
  app.get(Health).add('stopping', () => ({ ready: false }));
  return stopApi(app, { drainMs });
}
