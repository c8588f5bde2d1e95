import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

interface Report {
  readonly id: string;
  readonly details: {
    readonly ends: readonly { readonly process: string; readonly led: boolean; readonly takenOverMs?: number }[];
    readonly [detail: string]: unknown;
  };
}

/** The short form of `npm run faults -- CLUSTER`: each process of the cluster is ended once, by -9 or by SIGTERM. */
(existsSync('/proc/self/stat') ? describe : describe.skip)('the parts as separate processes', () => {
  it('lose and double nothing while each of them is ended under load', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dealtrail-cluster-'));
    const json = join(folder, 'report.json');
    // Others share the machine: with ten processes waiting for two cores a take-over took 9 s, of the 10 it may on its own.
    const options = ['--seconds', '40', '--callers', '8', '--slack', '3', '--json', json];
    const args = [join(root, 'tools', 'faults.mjs'), 'CLUSTER', ...options];
    const output = await new Promise<string>((resolve) => {
      const faults = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [faults.stdout, faults.stderr]) stream.on('data', (part) => (said += String(part)));
      faults.on('close', () => resolve(said));
    });
    if (!existsSync(json)) throw new Error(`there is no report:\n${output}`);
    const [report] = JSON.parse(readFileSync(json, 'utf8')) as Report[];
    rmSync(folder, { recursive: true });
    console.info(output.trim()); // before it is judged: which of its parts failed stands there alone
    expect(report).toMatchObject({
      id: 'CLUSTER',
      passed: true,
      lost: 0,
      doubled: 0,
      details: {
        positionsDense: true,
        readModels: { different: [] },
        workflows: { right: true, missing: 0, surplus: 0, toReconcile: 0 },
      },
    });
    const ends = report?.details.ends ?? [];
    expect(ends.map(({ process: name }) => name)).toEqual(
      expect.arrayContaining(['api-1', 'api-2', 'projector-1', 'projector-2', 'worker-1', 'worker-2']),
    );
    expect(ends.filter(({ led, takenOverMs }) => led && takenOverMs === undefined)).toEqual([]);
  }, 600_000);
});
