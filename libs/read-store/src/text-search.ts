import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Whether a text column contains what somebody typed, whatever its case; `%` and `_` mean themselves. */
export const contains = (column: string, text: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(column)} collate "default") ilike ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`;
