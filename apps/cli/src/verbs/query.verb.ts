import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ApiRequest } from '../api/api-client.js';
import { assignment } from '../api/fields.js';
import { findOperation, type ApiOperation } from '../api/openapi.js';
import { requestFor } from '../api/request.js';
import { connectionOf, type Connection } from '../connection.js';
import { Misuse, Refused } from '../failure.js';
import { readable } from '../terminal/print.js';
import { table } from '../terminal/table.js';

interface QueryOptions {
  readonly all?: boolean;
  readonly max: number;
  readonly columns?: string;
  readonly csv?: boolean;
}

interface Page {
  readonly items: readonly object[];
  readonly nextCursor?: string;
  readonly position?: string;
}

/** `dealtrail query`: any question of the API. */
export const queryVerb = (): Command =>
  new Command('query')
    .description('ask a question')
    .argument('<Query>', 'its name, e.g. DealRegister; dealtrail operations lists them')
    .argument('[parameter=value...]', 'e.g. stage=decision limit=20 asOf=2026-01-01T00:00:00Z')
    .option('--all', 'every page, not only the first')
    .option('--max <n>', 'with --all: stop after so many', wholeNumber, 10_000)
    .option('--columns <names>', 'only these columns, e.g. number,title,amount')
    .addOption(new Option('--csv', 'the whole list as CSV').conflicts(['all', 'columns']))
    .addHelpText(
      'after',
      `
Examples:
  dealtrail query PipelineReport groupBy=quarter
  dealtrail query DealRegister status=open sort=-amount --all --columns number,title,amount
  dealtrail query DealRegister status=open --csv > deals.csv
  dealtrail query DealPage dealId=7c9e… --json`,
    )
    .action(async (name: string, parameters: string[], options: QueryOptions, command: Command) => {
      const assignments = parameters.map(assignment);
      const connection = connectionOf(command);
      const document = await connection.describe();
      const operation = findOperation(document, name, 'query');
      const request = requestFor(document, operation, assignments);
      if (options.csv) return download(connection, operation, request);
      const answer = options.all ? await everyPage(connection, request, options.max) : await connection.call(request);
      const columns = options.columns?.split(',');
      connection.print.answer(answer, () =>
        columns && isPage(answer) ? table(answer.items, columns) : readable(answer),
      );
    });

/** Writes a list to the output as it comes; one that breaks off is refused, whatever has been written by then. */
async function download(connection: Connection, { name, csv }: ApiOperation, request: ApiRequest): Promise<void> {
  if (connection.print.json) throw new Misuse('--csv and --json cannot be had at once.');
  if (!csv) throw new Misuse(`${name} is no list: it cannot be had as CSV.`);
  const file = await connection.download(request);
  try {
    await pipeline(file, process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return; // who reads has had enough
    throw new Refused({ status: 0, code: 'broken-off', detail: 'the list broke off: what was written is not whole' });
  }
}

/** Items the API answers at once. */
const largestPage = 200;

/** All items up to `max`, as one page at the position of the first. */
export async function everyPage(connection: Connection, request: ApiRequest, max: number): Promise<unknown> {
  const items: object[] = [];
  let cursor: string | undefined;
  let first: Page | undefined;
  do {
    // Never more than is taken, so that the cursor goes on where the items end.
    const limit = Math.min(Number(request.query?.['limit'] ?? largestPage), max - items.length);
    const query = { ...request.query, limit, ...(cursor !== undefined && { cursor }) };
    const page = await connection.call<unknown>({ ...request, query });
    if (!isPage(page)) return page;
    first ??= page;
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < max);
  return { ...first, items: items.slice(0, max), nextCursor: cursor };
}

const isPage = (value: unknown): value is Page =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1');
  return Number(text);
}
