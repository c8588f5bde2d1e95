import type { CsvFile } from './csv-file.js';
import type { MappedRow, RowPlace, RowProblem, RowStep } from './mapping.js';

/** A row of the source by column name. */
export type Fields = Readonly<Record<string, string>>;

/** What a step of a row says; the row's id is added. */
export type StepOf = Omit<RowStep, 'row'>;

/** What a row comes to: its commands in order, or every reason why there are none. */
export type Told = { readonly steps: readonly StepOf[] } | { readonly problems: readonly RowProblem[] };

/**
 * Tells each row of a file by its id, a column or what is made of several; a row without it, a broken one and one with a value
 * nothing can be made of are refused.
 */
export async function* mapRows(
  file: CsvFile,
  idOf: string | ((fields: Fields) => string),
  tell: (fields: Fields, place: RowPlace) => Told,
): AsyncGenerator<MappedRow> {
  for await (const { line, fields, broken } of file.rows()) {
    const id = typeof idOf === 'string' ? (fields[idOf] ?? '') : idOf(fields);
    const place = { file: file.name, line, row: id };
    const told = broken
      ? { problems: [{ field: '', code: 'broken-row', message: broken }] }
      : id === ''
        ? { problems: [{ field: typeof idOf === 'string' ? idOf : '', code: 'missing', message: 'is empty' }] }
        : tellSafely(() => tell(fields, place));
    if ('problems' in told) yield { ...place, problems: told.problems };
    else yield { ...place, steps: told.steps.map((step) => ({ row: id, ...step })) };
  }
}

/** The libraries throw RangeError for what is no amount and no day; of a source that is a reason, not a crash. */
function tellSafely(tell: () => Told): Told {
  try {
    return tell();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problems: [{ field: '', code: 'not-a-value', message: error.message }] };
  }
}
