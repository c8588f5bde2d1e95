import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { assignment } from '../api/fields.js';
import { findOperation } from '../api/openapi.js';
import { requestFor } from '../api/request.js';
import { connectionOf } from '../connection.js';
import { Misuse, Refused } from '../failure.js';

interface SendOptions {
  readonly file?: string;
  readonly key?: string;
  readonly ifMatch?: string;
}

/** `dealtrail send`: any command of the API, its fields typed by the API's own document. */
export const sendVerb = (): Command =>
  new Command('send')
    .description('send a command')
    .argument('<Command>', 'its name, e.g. WinDeal; dealtrail operations lists them')
    .argument('[field=value...]', 'typed by the API: numbers, true/false, a,b for lists, a.b=c, field:=json')
    .option('--file <file>', 'the fields as a JSON object; - reads standard input')
    .option('--key <key>', 'idempotency key; the same key never does a thing twice')
    .option('--if-match <revision>', 'only if the record is still at this revision')
    .addHelpText(
      'after',
      `
Examples:
  dealtrail send RegisterCustomer name="華東機械" --as li.na
  dealtrail send WinDeal dealId=7c9e… amount="1054.00 USD" --if-match 4
  echo '{"name":"華東機械"}' | dealtrail send RegisterCustomer --file -`,
    )
    .action(async (name: string, fields: string[], options: SendOptions, command: Command) => {
      const assignments = fields.map(assignment);
      const fromFile = options.file === undefined ? {} : await objectIn(options.file);
      const connection = connectionOf(command);
      const document = await connection.describe();
      const request = requestFor(document, findOperation(document, name, 'command'), assignments, fromFile);
      const key = options.key ?? randomUUID();
      try {
        const answer = await connection.call<object>({
          ...request,
          key,
          ...(options.ifMatch && { ifMatch: options.ifMatch }),
        });
        connection.print.answer(answer);
      } catch (error) {
        if (error instanceof Refused && error.problem.status === 0)
          throw new Refused(
            error.problem,
            `${error.hint ?? ''}\nIt may have arrived: repeat it with --key ${key}, never doubled.`.trim(),
          );
        throw error;
      }
    });

async function objectIn(file: string): Promise<Record<string, unknown>> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch(unreadable(file));
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new Misuse(`${file === '-' ? 'Standard input' : file} is not JSON.`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Misuse('A command is one JSON object.');
  return value as Record<string, unknown>;
}

const unreadable =
  (file: string) =>
  (error: unknown): never => {
    throw new Misuse(`${file} cannot be read: ${(error as Error).message}`);
  };
