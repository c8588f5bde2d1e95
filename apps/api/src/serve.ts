import { readFileSync } from 'node:fs';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KnownKeeper } from '@dealtrail/event-sourcing';
import { createApiApplication, embeddedIssuer, loadTokenKey } from '@dealtrail/http';
import type { Known } from '@dealtrail/known';
import type { Configuration } from '@dealtrail/runtime';

const { version } = JSON.parse(readFileSync(require.resolve('@dealtrail/api/package.json'), 'utf8')) as {
  version: string;
};

/** Builds the application of a root module and listens; tokens are those of the key under the data directory. */
export async function serve(root: DynamicModule, configuration: Configuration): Promise<NestFastifyApplication> {
  const issuer = embeddedIssuer(await loadTokenKey(configuration.dataDir));
  const app: NestFastifyApplication = await createApiApplication(root, {
    issuer,
    clock: configuration.clock,
    directory: () => app.get<KnownKeeper<Known>>(KnownKeeper).now().staff,
    logLevel: configuration.logLevel,
    trustProxy: configuration.trustProxy,
    version,
  });
  await app.listen(configuration.port, configuration.host);
  return app;
}
