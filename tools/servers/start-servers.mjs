import { step } from '../steps.mjs';
import { startPostgres } from './postgres.mjs';
import { startTemporal } from './temporal.mjs';

/**
 * Starts what is not given (`{ databaseUrl, temporalAddress }`) and returns
 * `{ databaseUrl, temporal: { address, uiUrl, kind }, stop }`. What was started is stopped again when a later one fails.
 */
export async function startServers({ dataDir, log, given = {} }) {
  const started = [];
  const stop = async () => {
    for (const server of started.splice(0).reverse()) await server.stop();
  };
  let embedded;
  const postgres = () =>
    (embedded ??= step('PostgreSQL', async () => {
      const server = await startPostgres({ dataDir, log });
      started.push(server);
      return server;
    }));
  try {
    const databaseUrl = given.databaseUrl || (await postgres()).url;
    const temporal = await step('Temporal', async () => {
      const server = await startTemporal({ dataDir, postgres, log, given: given.temporalAddress });
      started.push(server);
      return server;
    });
    return { databaseUrl, temporal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
