import { createHash } from 'node:crypto';
import { canonicalJson, InvalidInput, type AnyProjection, type ColumnType, type Row } from '@dealtrail/event-sourcing';
import type { ListQuestion } from './page.queries.js';
import type { Target } from './read-tables.js';
import { columnTypes, type Values } from './row-values.js';

/** Where a page begins: after this row of the order. */
export interface PageStart {
  /** Absent when the row has no value in the sort column. */
  readonly value?: unknown;
  readonly key: string;
}

/** A list's order and bounds, read from the question. */
export interface PageRequest {
  readonly column: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly after?: PageStart;
  /** The cursor of the page that follows this row. */
  readonly cursorAfter: (row: Row) => string;
}

const invalid = (field: string, code: string, message: string): InvalidInput =>
  new InvalidInput([{ field, code, message }]);

const sortTypes: readonly ColumnType[] = ['text', 'integer', 'amount', 'boolean', 'instant', 'date'];

/** Reads `limit`, `sort` and `cursor`; throws `InvalidInput` naming the field. */
export function pageRequest(
  { projection }: Pick<Target, 'projection'>,
  question: ListQuestion,
  { sortable, defaultSort }: { readonly sortable: readonly string[]; readonly defaultSort: string },
): PageRequest {
  const limit = question.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw invalid('limit', 'out-of-range', 'limit is a whole number from 1 to 200');
  const sort = question.sort ?? defaultSort;
  const descending = sort.startsWith('-');
  const column = descending ? sort.slice(1) : sort;
  const type = projection.columns[column];
  if (type === undefined || !sortTypes.includes(type) || (!sortable.includes(column) && sort !== defaultSort))
    throw invalid('sort', 'not-sortable', `sort is one of ${sortable.join(', ')}, descending after a minus sign`);
  const of = digestOf(projection, question, sort);
  return {
    column,
    descending,
    limit,
    ...(question.cursor === undefined ? {} : { after: read(question.cursor, of, projection, column) }),
    cursorAfter: (row) => {
      const values = row as Values;
      return Buffer.from(JSON.stringify([of, values[projection.key], values[column] ?? null])).toString('base64url');
    },
  };
}

/** Stands for the question without its page: a cursor goes on only with what it began with. */
function digestOf({ name, version }: AnyProjection, question: ListQuestion, sort: string): string {
  const paging = ['metadata', 'limit', 'cursor', 'sort', 'minPosition'];
  const filters = Object.fromEntries(Object.entries(question).filter(([field]) => !paging.includes(field)));
  const content = canonicalJson({ name, version, sort, question: question.constructor.name, filters });
  return createHash('sha256').update(content).digest('base64url').slice(0, 16);
}

function read(cursor: string, of: string, { columns, key: keyColumn }: AnyProjection, column: string): PageStart {
  const malformed = () => invalid('cursor', 'cursor-malformed', 'cursor is not one that this list gave');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw malformed();
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw malformed();
  const [from, key, value] = parts as readonly unknown[];
  if (from !== of) throw invalid('cursor', 'cursor-of-another-list', 'cursor belongs to other filters or another sort');
  try {
    const at = columnTypes[columns[keyColumn] ?? 'text'].check(key) as string;
    return value === null ? { key: at } : { key: at, value: columnTypes[columns[column] ?? 'text'].check(value) };
  } catch {
    throw malformed();
  }
}
