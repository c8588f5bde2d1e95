import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Every key of an installation, derived from its one master key. */
export interface StoreKeys {
  /** For the keyed digests of command bodies (HMAC-SHA-256). */
  readonly digestKey: Buffer;
  /** Wraps the data keys of persons (AES-256-GCM). */
  readonly keyEncryptionKey: Buffer;
  /** Tells whether two keys are the same without telling the key; hex. */
  readonly fingerprint: string;
  /** A 32-byte key for another purpose. */
  derive(purpose: string): Buffer;
}

/** Derives the keys from 32 bytes. */
export function storeKeys(master: Buffer): StoreKeys {
  if (master.length !== 32) throw new Error('the master key must have 32 bytes');
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `dealtrail/${purpose}`, 32));
  return {
    digestKey: derive('digest'),
    keyEncryptionKey: derive('key-encryption'),
    fingerprint: derive('fingerprint').toString('hex'),
    derive,
  };
}

/**
 * The keys of this installation: from `DEALTRAIL_MASTER_KEY` (64 hex digits), else from `keys/master.key` under the data
 * directory, made at the first start and readable by its owner only. Losing the file loses all personal data.
 */
export async function loadKeys(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<StoreKeys> {
  return storeKeys(parse(env['DEALTRAIL_MASTER_KEY'] ?? (await masterKeyFile(join(dataDir, 'keys')))));
}

function parse(text: string): Buffer {
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) throw new Error('the master key must be 64 hex digits');
  return Buffer.from(text.trim(), 'hex');
}

async function masterKeyFile(folder: string): Promise<string> {
  const file = join(folder, 'master.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(8).toString('hex')}`; // one of its own for each caller: of one process, too
  // On disk before it has its name: a power cut must not leave an empty key behind encrypted facts.
  const written = await open(draft, 'wx', 0o600);
  await written.writeFile(`${randomBytes(32).toString('hex')}\n`);
  await written.sync();
  await written.close();
  try {
    await link(draft, file); // fails when the file is there: the first process to come wins
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && mode & 0o077)
    throw new Error(`${file} can be read by others; run: chmod 600 ${file}`);
  return readFile(file, 'utf8');
}
