import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse';
import { Misuse } from '../failure.js';

/** A row of a CSV file by column name, with its line; `broken` says why it could not be read. */
export interface CsvRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly broken?: string;
}

/** A CSV file with a header row, read as a stream. */
export class CsvFile {
  readonly name: string;

  private constructor(
    private readonly path: string,
    /** After the header. */
    readonly lines: number,
  ) {
    this.name = basename(path);
  }

  /** Throws `Misuse` unless the file is there and has these columns. */
  static async open(path: string, columns: readonly string[]): Promise<CsvFile> {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) throw new Misuse(`${path} is not there.`);
    const file = new CsvFile(path, Math.max(0, (await countLines(path)) - 1));
    const header = await file.header();
    const missing = columns.filter((column) => !header.includes(column));
    if (missing.length > 0)
      throw new Misuse(`${path} has no column ${missing.join(', ')}.`, `Its columns are: ${header.join(', ')}`);
    return file;
  }

  /** Every row; one that is broken (quotes, too many or few columns) is told, not thrown. */
  async *rows(): AsyncGenerator<CsvRow> {
    let columns: readonly string[] | undefined;
    for await (const { record, line } of this.records()) {
      if (!columns) {
        columns = record;
        continue;
      }
      const fields = Object.fromEntries(columns.map((column, index) => [column, (record[index] ?? '').trim()]));
      const broken =
        record.length === columns.length ? {} : { broken: `${record.length} columns instead of ${columns.length}` };
      yield { line, fields, ...broken };
    }
  }

  private async header(): Promise<readonly string[]> {
    for await (const { record } of this.records()) return record;
    return [];
  }

  private async *records(): AsyncGenerator<{ record: string[]; line: number }> {
    const source = createReadStream(this.path);
    const options = { bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
    const parser = source.pipe(parse(options));
    source.on('error', (error) => parser.destroy(error));
    try {
      for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
        yield { record, line: info.lines };
    } finally {
      source.destroy();
    }
  }
}

/** By whichever of the two ends its lines: old spreadsheets write a carriage return alone. */
async function countLines(path: string): Promise<number> {
  let feeds = 0;
  let returns = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    feeds += countOf(chunk, 10);
    returns += countOf(chunk, 13);
  }
  return Math.max(feeds, returns);
}

function countOf(chunk: Buffer, byte: number): number {
  let count = 0;
  for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) count++;
  return count;
}
