import { CsvFile } from './csv-file.js';
import { handlersOf, incidentTold } from './incident-case.js';
import { incidentColumns, incidentsOf, type Incident } from './incident-rows.js';
import type { MappedRow, Mapping, Stage } from './mapping.js';

/**
 * The log of an incident management system, one update a row (UCI incident log): an incident is a case, what a row changes of it a
 * command at the row's instant. An incident with a row that cannot be read is refused whole: a part of it would be told wrong.
 */
export const incidents: Mapping = {
  name: 'incidents',
  description: `a file of updates of incidents with the columns ${incidentColumns.join(', ')}`,
  open: async (path) => {
    const file = await CsvFile.open(path, incidentColumns);
    const all = await incidentsOf(file);
    return [
      stage('people', people(file.name, all)),
      stage(
        'incidents',
        all.map((incident) => told(file.name, incident)),
      ),
    ];
  },
};

/** Sellers without a unit, whatever they are there, so that no work of today ever comes to them. */
function people(file: string, all: readonly Incident[]): readonly MappedRow[] {
  const found = new Map<string, MappedRow>();
  for (const incident of all.filter(({ problems }) => problems.length === 0))
    for (const { staffId: row, name } of handlersOf(incident)) {
      const command = { type: 'RegisterPerson', staffId: row, name, roles: ['rep'] };
      if (!found.has(row))
        found.set(row, { file, line: incident.line, row, steps: [{ row, step: 'person', command }] });
    }
  return [...found.values()];
}

function told(file: string, incident: Incident): MappedRow {
  const { number: row, line, problems } = incident;
  const [problem] = problems;
  if (problem) return { file, line: problem.line, row, problems };
  return { file, line, row, steps: incidentTold(incident).map((step) => ({ row, ...step })) };
}

const stage = (name: string, rows: readonly MappedRow[]): Stage => ({
  name,
  lines: rows.length,
  async *rows() {
    await Promise.resolve(); // all of them are read before: the rows of an incident may stand anywhere in the file
    yield* rows;
  },
});
