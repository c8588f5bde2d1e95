import type { AnyProjection } from './projection.js';

/** Names of a row's members, and with a dot the members of those. */
type Column<R> = { [K in keyof R & string]-?: K | `${K}.${keyof NonNullable<R[K]> & string}` }[keyof R & string];

type MemberOf<C> = C extends `${infer Member}.${string}` ? Member : C;

/** What a list of columns leaves out. */
type Missing<R, C extends readonly string[]> = Exclude<keyof R & string, MemberOf<C[number]>>;

/** The list in a query's answer as a table: which member holds it, and the columns in the order shown. */
export interface Rows {
  readonly of: string;
  /** A dot leads into a member, e.g. `listPrice.amount`. */
  readonly columns: readonly string[];
}

/** The table of an answer's rows; a member of the row that no column shows does not compile. */
export const rowsOf =
  <R extends object>(of: string) =>
  <const C extends readonly Column<R>[]>(
    columns: C & ([Missing<R, C>] extends [never] ? unknown : { readonly missing: Missing<R, C> }),
  ): Rows => ({ of, columns });

/** A list that answers a projection's rows as they are. */
export const projectedRows = ({ columns }: Pick<AnyProjection, 'columns'>): Rows => ({
  of: 'items',
  columns: Object.keys(columns),
});
