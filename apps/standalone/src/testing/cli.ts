import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { TestSystem } from './system.js';

const main = join(__dirname, '..', '..', '..', 'cli', 'dist', 'main.js');

/** How a run of the command ended: 0 done, 1 refused, 2 misuse. */
export interface CliAnswer {
  readonly code: number;
  readonly said: Readonly<Record<string, unknown>>;
}

/** Runs the built `dealtrail` as `admin` against a system, as people do. */
export const cli = async (system: TestSystem, ...args: string[]): Promise<CliAnswer> =>
  cliWith(await system.token('admin'), system.url, ...args);

/** Runs it with this token in the environment, as programs do. */
export async function cliWith(token: string, url: string, ...args: string[]): Promise<CliAnswer> {
  const { stdout, code } = await new Promise<{ stdout: string; code: number }>((resolve) =>
    execFile(
      process.execPath,
      [main, ...args, '--json', '--url', url],
      { maxBuffer: 1 << 28, env: { ...process.env, DEALTRAIL_TOKEN: token } },
      (error, out, err) => resolve({ stdout: out || err, code: Number(error?.code ?? 0) }),
    ),
  );
  try {
    return { code, said: JSON.parse(stdout) as Record<string, unknown> };
  } catch {
    throw new Error(`dealtrail ${args.join(' ')} ended with ${code}: ${stdout.slice(0, 2_000)}`);
  }
}
