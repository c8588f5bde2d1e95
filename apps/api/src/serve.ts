import { readFileSync } from 'node:fs';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KnownKeeper } from '@dealtrail/event-sourcing';
import { createApiApplication, stopApi } from '@dealtrail/http';
import type { Known } from '@dealtrail/known';
import { Health, type Configuration } from '@dealtrail/runtime';
import { identityOf } from './identity.js';
import { watchLoad } from './load.js';

const { version } = JSON.parse(readFileSync(require.resolve('@dealtrail/api/package.json'), 'utf8')) as {
  version: string;
};

/** Builds the application of a root module and listens. */
export async function serve(root: DynamicModule, configuration: Configuration): Promise<NestFastifyApplication> {
  const identity = await identityOf(configuration);
  const { limits } = configuration;
  const load = limits && watchLoad(limits, () => 0);
  const app: NestFastifyApplication = await createApiApplication(root, {
    issuer: identity.issuer,
    clock: configuration.clock,
    directory: () => app.get<KnownKeeper<Known>>(KnownKeeper).now().staff,
    logLevel: configuration.logLevel,
    trustProxy: configuration.trustProxy,
    overload: load?.overload,
    callers: limits,
    version,
  });
  load?.follow(app);
  identity.follow(app.get(Health));
  try {
    await app.listen(configuration.port, configuration.host);
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
