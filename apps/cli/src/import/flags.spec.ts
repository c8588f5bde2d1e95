import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MappedRow } from '../mappings/mapping.js';
import { flagging, type FlagCounts } from './flags.js';
import { ImportReport } from './import-report.js';

const row = (line: number, ...flags: (readonly string[] | undefined)[]): MappedRow => ({
  ...{ file: 'complaints.csv', line, row: `r${line}` },
  steps: flags.map((dataQuality, n) => ({
    row: `r${line}`,
    step: `s${n}`,
    command: { type: 'ReportCase', dataQuality },
  })),
});
const rows: readonly MappedRow[] = [
  row(2, ['no-priority'], undefined),
  row(3, ['no-priority', 'no-channel'], ['no-priority']),
  row(4, undefined),
  { file: 'complaints.csv', line: 5, row: 'r5', problems: [{ field: '', code: 'duplicate-row', message: 'm' }] },
];

describe('flagged rows', () => {
  it('are counted once for each flag, listed where that is asked for, and go on as they are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dealtrail-flags-'));
    try {
      const list = new ImportReport(join(folder, 'flagged.csv'));
      const counts: FlagCounts = {};
      const passed: MappedRow[] = [];
      const stage = {
        ...{ name: 'complaints', lines: 4 },
        async *rows() {
          await Promise.resolve();
          yield* rows;
        },
      };
      for await (const one of flagging(stage, counts, list).rows()) passed.push(one);
      await list.close();
      expect(passed).toEqual(rows);
      expect(counts).toEqual({ 'no-priority': 2, 'no-channel': 1 });
      expect((await readFile(list.path, 'utf8')).trim().split('\r\n')).toEqual([
        'file,line,row,field,code,message',
        ...['2,r2,dataQuality,no-priority', '3,r3,dataQuality,no-priority', '3,r3,dataQuality,no-channel'].map(
          (cells) => `complaints.csv,${cells},"kept, with this flag"`,
        ),
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
