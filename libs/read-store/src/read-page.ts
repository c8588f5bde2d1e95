import { sql } from 'kysely';
import type { AnyProjection, Reach, Row } from '@dealtrail/event-sourcing';
import type { PageRequest } from './paging.js';
import { rowFrom, type Values } from './row-values.js';
import type { RowQuery, Tables } from './snapshot.js';

/** What a list shows, and in which orders it can be asked for. */
export interface ListOptions<R extends Row> {
  /** Whose rows are seen; the column holds a staff id, or a list of them (`texts`). */
  readonly reach?: { readonly column: keyof R & string; readonly reach: Reach };
  /** Other read models the filters ask, in the same snapshot: what a row does not know itself, such as whose its record is by now. */
  readonly beside?: readonly AnyProjection[];
  /** The question's own filters, e.g. `(query) => query.where('stage', '=', stage)`. */
  readonly where?: (query: RowQuery<R>, tables: Tables) => RowQuery<R>;
  /** Columns a caller may sort by; give each an index. */
  readonly sortable: readonly (keyof R & string)[];
  /** A column, descending after `-`. */
  readonly defaultSort: string;
}

/** Rows within a reach: all, or those whose owner is in the set. */
export function withinReach<R extends Row>(
  query: RowQuery<R>,
  projection: AnyProjection,
  { column, reach }: NonNullable<ListOptions<R>['reach']>,
): RowQuery<R> {
  if (reach === 'all') return query;
  const staff = [...reach];
  const owner = sql.ref(column);
  return query.where(
    projection.columns[column] === 'texts'
      ? sql<boolean>`${owner} && ${staff}`
      : sql<boolean>`${owner} = any(${staff})`,
  );
}

/** One more row than the page holds, to know whether another follows. Two plain index ranges instead of one order with nulls. */
export async function readPage<R extends Row>(
  filtered: () => RowQuery<R>,
  projection: AnyProjection,
  { column, descending, limit, after }: PageRequest,
): Promise<R[]> {
  const columns = Object.keys(projection.columns);
  const sort = sql.ref(column);
  const key = sql.ref(projection.key);
  const direction = descending ? 'desc' : 'asc';
  const beyond = descending ? sql.raw('<') : sql.raw('>');
  const rows: R[] = [];
  const take = async (query: RowQuery<R>) => {
    const found = await query
      .selectAll()
      .orderBy(key, direction)
      .limit(limit + 1 - rows.length)
      .execute();
    rows.push(...found.map((row) => rowFrom(columns, row as Values) as R));
  };
  if (!after || after.value !== undefined) {
    const withValue = filtered()
      .where(sql<boolean>`${sort} is not null`)
      .orderBy(sort, (order) => (descending ? order.desc().nullsFirst() : order.asc().nullsLast()));
    await take(
      after ? withValue.where(sql<boolean>`(${sort}, ${key}) ${beyond} (${after.value}, ${after.key})`) : withValue,
    );
  }
  if (rows.length <= limit && column !== projection.key) {
    const without = filtered().where(sql<boolean>`${sort} is null`);
    await take(
      after && after.value === undefined ? without.where(sql<boolean>`${key} ${beyond} ${after.key}`) : without,
    );
  }
  return rows;
}
