import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FolderFileStore } from './index.js';
import { bytesOf } from './testing/file-store.contract.js';

// Itself and not the whole of the package: each of a dozen processes would load a client of S3, seconds on a busy machine.
const built = join(__dirname, '..', 'dist', 'folder-file-store.js');
/** Puts one content after the other into a folder, and says the hash of each once it is told that it is kept. */
const putting = `
  const { FolderFileStore } = require(${JSON.stringify(built)});
  const { createHash, randomBytes } = require('node:crypto');
  const store = new FolderFileStore(process.argv[1]);
  (async () => {
    for (;;) {
      const bytes = randomBytes(400_000);
      const open = async function* () { for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384); };
      const { sha256 } = await store.put({ type: 'application/pdf' }, open);
      process.stdout.write(sha256 + '\\n');
    }
  })();`;

it('keeps every content it confirmed and shows no half one, however often its process is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dealtrail-kill-'));
  const confirmed: string[] = [];
  try {
    for (let round = 0; round < 12; round++) {
      const child = spawn(process.execPath, ['-e', putting, folder], {
        cwd: __dirname,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      const heard = createInterface(child.stdout).on('line', (sha256) => {
        confirmed.push(sha256);
        if (confirmed.length % 3 === 0) setTimeout(() => child.kill('SIGKILL'), randomInt(12));
      });
      await exit;
      heard.close();
    }
    const store = new FolderFileStore(folder);
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.pdf'));
    const visible = names.map((name) => name.slice(-68, -4));
    expect(visible).toEqual(expect.arrayContaining(confirmed.filter((sha256) => sha256.length === 64)));
    for (const sha256 of visible) expect((await bytesOf(await store.read(sha256))).length).toBe(400_000);
    await store.sweep(Date.now() + 1);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
    expect(confirmed.length).toBeGreaterThanOrEqual(36);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
