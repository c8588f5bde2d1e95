import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { TestSystem } from './testing/system.js';

interface Report {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ready: boolean; readonly degraded?: boolean }>>;
}

describe('the health of the product', () => {
  const systems: TestSystem[] = [];
  afterEach(() => Promise.all(systems.splice(0).map((system) => system.close())), 60_000);

  /** The report once every part has started and the file store has been tried; the last one when that takes too long. */
  async function reportOf(changed: Parameters<typeof TestSystem.open>[0] = {}): Promise<[number, Report]> {
    const system = await TestSystem.open(changed);
    systems.push(system);
    const until = Date.now() + 30_000;
    for (;;) {
      const { status, body } = await system.get('/health/ready');
      const report = body as unknown as Report;
      const files = report.parts['files'] ?? {};
      const tried = 'answeredAt' in files || 'error' in files;
      if ((report.ready && tried) || Date.now() > until) return [status, report];
      await wait(50);
    }
  }

  it('names every part', async () => {
    const [status, { ready, parts }] = await reportOf();
    expect([status, ready]).toEqual([200, true]);
    expect(Object.keys(parts)).toEqual(expect.arrayContaining(['eventStore', 'known', 'files']));
    expect(parts['files']).toEqual({ ready: true, degraded: false, answeredAt: expect.any(String) });
  }, 60_000);

  it('is ready without its files, and says that they are away', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-e2e-'));
    await writeFile(join(dataDir, 'files'), 'no folder');
    const [status, { ready, parts }] = await reportOf({ dataDir });
    expect([status, ready]).toEqual([200, true]);
    expect(parts['files']).toEqual({ ready: true, degraded: true, error: expect.stringMatching(/^E[A-Z]+$/) });
    expect(JSON.stringify(parts['files'])).not.toContain(dataDir);
    await rm(join(dataDir, 'files'));
  }, 60_000);
});
