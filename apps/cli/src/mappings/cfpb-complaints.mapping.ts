import { derivedId } from '@dealtrail/event-sourcing';
import { complaintColumns, complaintPeople, complaintTold } from './complaint-case.js';
import { CsvFile } from './csv-file.js';
import { mapRows, type Fields } from './map-rows.js';
import type { MappedRow, Mapping } from './mapping.js';

const mappingName = 'cfpb-complaints';

/**
 * The consumer complaints database of the CFPB, a complaint a row. Its rows have no number: what they say is their id. One that says
 * the same as an earlier one cannot be told from it, and is refused.
 */
export const cfpbComplaints: Mapping = {
  name: mappingName,
  description: `a file of complaints with the columns ${complaintColumns.join(', ')}`,
  open: async (path) => {
    const file = await CsvFile.open(path, complaintColumns);
    const people = Object.values(complaintPeople).map((person) => personOf(file.name, person));
    return [
      { name: 'people', lines: people.length, rows: () => all(people) },
      { name: 'complaints', lines: file.lines, rows: () => complaints(file) },
    ];
  },
};

async function* all(rows: readonly MappedRow[]): AsyncGenerator<MappedRow> {
  await Promise.resolve();
  yield* rows;
}

const personOf = (file: string, { staffId, name }: { readonly staffId: string; readonly name: string }): MappedRow => ({
  ...{ file, line: 1, row: staffId },
  steps: [{ row: staffId, step: 'person', command: { type: 'RegisterPerson', staffId, name, roles: ['rep'] } }],
});

function complaints(file: CsvFile): AsyncGenerator<MappedRow> {
  const seen = new Map<string, number>();
  return mapRows(file, wordsOf, (fields, { row, line }) => {
    const earlier = seen.get(row);
    if (earlier !== undefined)
      return { problems: [{ field: '', code: 'duplicate-row', message: `says the same as line ${earlier}` }] };
    seen.set(row, line);
    return complaintTold(row, fields);
  });
}

const wordsOf = (fields: Fields): string =>
  derivedId(mappingName, 'row', ...complaintColumns.map((column) => fields[column] ?? ''));
