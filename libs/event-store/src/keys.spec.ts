import { mkdtemp, rm, stat, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys, storeKeys } from './keys.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'keys-'))));
afterEach(() => rm(folder, { recursive: true }));

it('makes a master key once, for its owner only, however many processes start together', async () => {
  const loaded = await Promise.all(Array.from({ length: 5 }, () => loadKeys(folder, {})));
  expect(new Set(loaded.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  expect((await stat(join(folder, 'keys', 'master.key'))).mode & 0o777).toBe(0o600);
  expect((await loadKeys(folder, {})).digestKey).toEqual(loaded[0]?.digestKey);
});

it('refuses a master key others can read', async () => {
  await loadKeys(folder, {});
  await chmod(join(folder, 'keys', 'master.key'), 0o644);
  await expect(loadKeys(folder, {})).rejects.toThrow('chmod 600');
});

it('takes the master key of the environment', async () => {
  const keys = await loadKeys(folder, { DEALTRAIL_MASTER_KEY: '07'.repeat(32) });
  expect(keys.digestKey).toEqual(storeKeys(Buffer.alloc(32, 7)).digestKey);
  await expect(loadKeys(folder, { DEALTRAIL_MASTER_KEY: 'short' })).rejects.toThrow('64 hex digits');
});

it('derives different keys for different purposes', () => {
  const { digestKey, keyEncryptionKey, fingerprint, derive } = storeKeys(Buffer.alloc(32, 7));
  const all = [digestKey, keyEncryptionKey, derive('tokens')].map((key) => key.toString('hex'));
  expect(new Set([...all, fingerprint]).size).toBe(4);
});
