import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from './ports.mjs';
import { endPostgres } from './postgres-pid.mjs';
import { endTemporal } from './temporal.mjs';

/** Ends the servers of a data directory and removes all it keeps, wherever it lies. For directories of tests only. */
export async function removeDataDir(dataDir) {
  await endTemporal(dataDir);
  const elsewhere = readJson(join(dataDir, 'postgres-location.json'), {}).data;
  await endPostgres(elsewhere ?? join(dataDir, 'postgres'));
  const home = elsewhere && dirname(elsewhere);
  if (home && existsSync(join(home, 'belongs-to.json'))) rmSync(home, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
