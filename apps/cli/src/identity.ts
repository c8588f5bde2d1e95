import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Misuse } from './failure.js';

/** Where the embedded run keeps its state. */
export const dataDirectory = (): string => process.env['DATA_DIR'] || '.data';

/** Seconds a token signed for one run of the command is good for. */
const oneRun = 3600;

/** Signs a token for a staff member with the key of the embedded run; throws `Misuse` where there is none. */
export async function signFor(staffId: string, ttlSeconds = oneRun): Promise<string> {
  const folder = dataDirectory();
  if (!existsSync(join(folder, 'keys')))
    throw new Misuse(
      `Who are you? There is no key to sign with under ${folder}.`,
      'Give --token (or DEALTRAIL_TOKEN), or set DATA_DIR to the folder of the embedded run.',
    );
  const { loadTokenKey, signToken } = await import('@dealtrail/http'); // here only: it brings the whole edge along
  return signToken(await loadTokenKey(folder), staffId, ttlSeconds);
}
