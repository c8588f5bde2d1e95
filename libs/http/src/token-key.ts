import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** The key pair that signs tokens of the embedded run. */
export interface TokenKey {
  readonly privateJwk: Readonly<JWK>;
  readonly publicJwk: Readonly<JWK> & { readonly kid: string };
}

/** The key pair under a data directory (`keys/token.jwk`, readable by its owner only), made at the first call. */
export async function loadTokenKey(dataDirectory: string): Promise<TokenKey> {
  const file = join(dataDirectory, 'keys', 'token.jwk');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return create(file);
    throw error;
  });
  const privateJwk = JSON.parse(text) as JWK;
  const { d: _secret, ...rest } = privateJwk;
  return { privateJwk, publicJwk: { ...rest, kid: await calculateJwkThumbprint(privateJwk) } };
}

/** Writes beside and links, so that two processes starting at once end with one whole key. */
async function create(file: string): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const beside = `${file}.${randomUUID()}`;
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  await writeFile(beside, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
  try {
    await link(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(beside);
  }
  return readFile(file, 'utf8');
}
