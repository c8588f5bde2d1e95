import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'dealtrail-'));
const file = join(folder, 'a.lock');

const holders = new Set<ChildProcess>();
const script = `
  import { takeLock } from ${JSON.stringify(pathToFileURL(join(__dirname, 'lock.mjs')).href)};
  const { taken, stale } = takeLock(process.argv[1]);
  console.log(JSON.stringify({ taken, afterStale: stale?.pid }));
  process.stdin.resume();
`;

/** Takes the lock in a process of its own, which holds it as long as it lives. */
async function take(): Promise<{ taken: boolean; afterStale?: number; holder: ChildProcess }> {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.add(holder);
  const [line] = (await once(createInterface({ input: holder.stdout }), 'line')) as [string];
  return { ...(JSON.parse(line) as { taken: boolean; afterStale?: number }), holder };
}

async function kill(which: Iterable<ChildProcess>): Promise<void> {
  for (const holder of which) {
    holders.delete(holder);
    const ended = once(holder, 'exit');
    holder.kill('SIGKILL');
    await ended;
  }
}

describe('a lock file', () => {
  afterAll(async () => {
    await kill(holders); // those of a test that failed
    rmSync(folder, { recursive: true, force: true });
  });

  it('is held by one process, is freed by its death, and goes to one of many that wait', async () => {
    const first = await take();
    const second = await take();
    expect([first.taken, second.taken]).toEqual([true, false]);
    await kill([first.holder, second.holder]);

    const many = await Promise.all(Array.from({ length: 6 }, take));
    const winners = many.filter(({ taken }) => taken);
    expect(winners).toHaveLength(1);
    expect(winners[0]?.afterStale).toBe(first.holder.pid);
    expect(readdirSync(folder)).toEqual(['a.lock']);
    await kill(many.map(({ holder }) => holder));
  }, 30_000);
});
