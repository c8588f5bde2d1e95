import { CannotStart, step } from '../steps.mjs';
import { query, startPostgres } from './postgres.mjs';
import { startTemporal } from './temporal.mjs';

/**
 * Starts what is not given (`{ databaseUrl, temporalAddress }`) and returns
 * `{ databaseUrl, temporal: { address, uiUrl, kind }, stop }`. `begun(stop)` is told at once how to stop what has been
 * started so far. What was started is stopped again when a later one fails.
 */
export async function startServers({ dataDir, log, given = {}, begun: tell }) {
  const stops = [];
  const begun = (stopOne) => stops.push(stopOne);
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  tell?.(stop);
  let embedded;
  const postgres = () => (embedded ??= step('PostgreSQL', () => startPostgres({ dataDir, log, begun })));
  try {
    const databaseUrl = given.databaseUrl || (await postgres()).url;
    if (given.databaseUrl)
      await query(databaseUrl, 'select 1').catch((error) => {
        throw new CannotStart(`The PostgreSQL that was given (DATABASE_URL) does not answer: ${error.message}`);
      });
    const temporal = await step('Temporal', () =>
      startTemporal({ dataDir, postgres, log, begun, given: given.temporalAddress }),
    );
    return { databaseUrl, temporal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
