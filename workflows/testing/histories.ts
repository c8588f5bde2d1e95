import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { workflowSources } from '../bundle.js';

const root = dirname(workflowSources);

/** A run as it was recorded, in Temporal's JSON. */
export interface RecordedRun {
  readonly file: string;
  readonly history: unknown;
}

/** Every recorded run of a folder of `workflows/`, e.g. `deal-follow-up`; of all folders when none is given. */
export function recordedRuns(folder?: string): readonly RecordedRun[] {
  const folders = folder ? [folder] : readdirSync(root);
  return folders.flatMap((name) => {
    const histories = join(root, name, 'histories');
    if (!existsSync(histories)) return [];
    return readdirSync(histories)
      .filter((file) => file.endsWith('.json'))
      .map((file) => ({
        file: `${name}/histories/${file}`,
        history: JSON.parse(readFileSync(join(histories, file), 'utf8')) as unknown,
      }));
  });
}

/** Records a spec's run beside the ones before, when asked to: `RECORD_HISTORIES=1`. Old records stay: they are the promise. */
export async function record(handle: WorkflowHandle, folder: string, sentence: string | undefined): Promise<void> {
  if (!process.env['RECORD_HISTORIES'] || !sentence) return;
  const histories = join(root, folder, 'histories');
  mkdirSync(histories, { recursive: true });
  const file = join(histories, `${sentence.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.json`);
  if (existsSync(file)) return;
  const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()), withoutMachine);
  writeFileSync(file, `${JSON.stringify(history, null, 1)}\n`);
}

/** Stack traces and identities name the machine and say nothing to a replay. */
const withoutMachine = (key: string, value: unknown): unknown =>
  key === 'stackTrace' ? undefined : key === 'identity' ? 'spec' : value;
