import { Command } from 'commander';
import { operationsOf } from '../api/openapi.js';
import { connectionOf } from '../connection.js';
import { table } from '../terminal/table.js';

/** `dealtrail operations`: what `send` and `query` can name. */
export const operationsVerb = (): Command =>
  new Command('operations')
    .description('list the commands and queries of the API')
    .argument('[text]', 'only those whose name or title holds this text')
    .action(async (text: string | undefined, _options: object, command: Command) => {
      const connection = connectionOf(command);
      const rows = operationsOf(await connection.describe())
        .map(({ name, kind, method, path, summary, inPath, inQuery, inBody }) => ({
          name,
          kind,
          title: summary,
          route: `${method} ${path}`,
          fields: [...new Set([inPath, inQuery, inBody].flatMap((schemas) => Object.keys(schemas)))].join(' '),
        }))
        .filter(({ name, title }) => !text || `${name} ${title}`.toLowerCase().includes(text.toLowerCase()))
        .sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name));
      connection.print.answer(rows, () => table(rows, ['kind', 'name', 'title', 'route']));
    });
