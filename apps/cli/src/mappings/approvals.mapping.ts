import { CsvFile } from './csv-file.js';
import type { MappedRow, Mapping, Stage } from './mapping.js';
import { contractTold, srmPeople } from './srm-contract.js';
import { srmColumns, srmItems, type SrmItem } from './srm-items.js';

/**
 * The approvals of purchase order items by an SRM system, one event a line (BPI Challenge 2019). An item that awaited approval
 * is a contract, each `SRM: Awaiting Approval` a round, `SRM: Complete` the approval of both departments, `SRM: Deleted` the
 * withdrawal, another `SRM: Created` a revision. People, parties, amounts and texts are not in the source, and said to be missing.
 */
export const approvals: Mapping = {
  name: 'approvals',
  description: `a file of purchase order events with the columns ${srmColumns.join(', ')}`,
  open: async (path) => {
    const file = await CsvFile.open(path, srmColumns);
    const items = await srmItems(file);
    return [
      stage('people', people(file.name)),
      stage(
        'items',
        items.map((item) => firstLife(file.name, item)),
      ),
      stage(
        'items after their deletion',
        items.flatMap((item) => laterLives(file.name, item)),
      ),
    ];
  },
};

/** By import only sellers may be registered, and their post does not matter: they act in the past alone. */
const people = (file: string): readonly MappedRow[] =>
  Object.values(srmPeople).map(({ staffId, name }) => ({
    ...{ file, line: 1, row: staffId },
    steps: [{ row: staffId, step: 'person', command: { type: 'RegisterPerson', staffId, name, roles: ['rep'] } }],
  }));

function firstLife(file: string, item: SrmItem): MappedRow {
  const row = item.item;
  const [problem] = item.problems;
  if (problem) return { file, line: problem.line, row, problems: item.problems };
  const [life] = contractTold(item);
  return {
    ...{ file, line: life?.line ?? item.line, row },
    steps: (life?.steps ?? []).map((step) => ({ row, ...step })),
  };
}

/** Each on its own, so that what the rules refuse of one is told with its line. */
const laterLives = (file: string, item: SrmItem): readonly MappedRow[] =>
  (item.problems.length > 0 ? [] : contractTold(item).slice(1)).map(({ line, steps }, n) => {
    const row = `${item.item}/${n + 2}`;
    return { file, line, row, steps: steps.map((step) => ({ row, ...step })) };
  });

const stage = (name: string, rows: readonly MappedRow[]): Stage => ({
  name,
  lines: rows.length,
  async *rows() {
    await Promise.resolve(); // all of them are read before: the events of an item may stand anywhere in the file
    yield* rows;
  },
});
