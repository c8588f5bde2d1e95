import type { MappedRow, RowStep, Stage } from '../mappings/mapping.js';
import type { ImportReport } from './import-report.js';

/** Rows by what is wrong with them that is kept, as a flag of their facts. */
export type FlagCounts = Record<string, number>;

/** The same rows, each counted by its flags as it passes; one that is refused has none, and those that are asked for are listed. */
export const flagging = (stage: Stage, counts: FlagCounts, list?: ImportReport): Stage => ({
  ...stage,
  async *rows(): AsyncGenerator<MappedRow> {
    for await (const row of stage.rows()) {
      const flags = 'steps' in row ? [...new Set(row.steps.flatMap(flagsOf))] : [];
      for (const flag of flags) counts[flag] = (counts[flag] ?? 0) + 1;
      if (flags.length > 0)
        list?.add(
          row,
          flags.map((code) => ({ field: 'dataQuality', code, message: 'kept, with this flag' })),
        );
      yield row;
    }
  },
});

const flagsOf = ({ command: { dataQuality } }: RowStep): readonly string[] =>
  Array.isArray(dataQuality) ? (dataQuality as readonly string[]) : [];
