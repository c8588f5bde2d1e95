import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { RowPlace, RowProblem } from '../mappings/mapping.js';

const columns = ['file', 'line', 'row', 'field', 'code', 'message'];

/** Rows with their reasons, refused or flagged, as a CSV file a person can correct the source by; made when the first one comes. */
export class ImportReport {
  private stream: WriteStream | undefined;
  rows = 0;

  constructor(readonly path: string) {}

  add({ file, line, row }: RowPlace, problems: readonly RowProblem[]): void {
    this.rows++;
    for (const { field, code, message } of problems) this.write([file, String(line), row, field, code, message]);
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await once(this.stream, 'finish');
  }

  private write(cells: readonly string[]): void {
    if (!this.stream) {
      this.stream = createWriteStream(this.path);
      this.stream.write(csvLine(columns));
    }
    this.stream.write(csvLine(cells));
  }
}

/** Quoted where needed; a cell a spreadsheet would run as a formula is made text. */
function csvLine(cells: readonly string[]): string {
  const safe = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
