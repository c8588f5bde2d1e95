import type { Event, Recorded } from './message.js';
import { entryOf } from './table.js';

/** How a column is kept; `json` for what is only shown. `instant` and `date` are ISO texts, `amount` is minor units. */
export type ColumnType = 'text' | 'integer' | 'amount' | 'boolean' | 'instant' | 'date' | 'json' | 'texts';

/** Rows are plain objects with a text key; a missing member is null. */
export type Row = object;

export interface Projection<R extends Row = Row, E extends Event = Event> {
  /** A noun phrase a salesperson would say, in camelCase; with the version it names the table. */
  readonly name: string;
  /** Raised when rows must be folded anew: the new table builds beside the old. */
  readonly version: number;
  /** The column that holds the row's key. */
  readonly key: keyof R & string;
  readonly columns: { readonly [C in keyof R & string]-?: ColumnType };
  /** What lists filter and sort by; each an index. */
  readonly indexes?: readonly (readonly (keyof R & string)[])[];
  /** The rows an event touches. */
  readonly keys: { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => readonly string[] };
  /** Folds one row: the row as it was (if any) × event → the row as it is, or nothing to remove it. Pure; never throws on a fact. */
  readonly project: {
    readonly [T in E['type']]?: (
      row: R | undefined,
      event: Recorded<Extract<E, { type: T }>>,
      key: string,
    ) => R | undefined;
  };
}

/** Lets TypeScript check a projection; an event with a fold but no keys (or the reverse) is a mistake. */
export const projection = <R extends Row, E extends Event>(definition: Projection<R, E>): Projection<R, E> => {
  const folded = Object.keys(definition.project).sort().join();
  const keyed = Object.keys(definition.keys).sort().join();
  if (folded !== keyed)
    throw new Error(`projection ${definition.name}: keys (${keyed}) and project (${folded}) differ`);
  return definition;
};

/** The table of a version, e.g. `deal_register_v1`. */
export const tableOf = ({ name, version }: Pick<AnyProjection, 'name' | 'version'>): string =>
  `${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_v${version}`;

/** Any projection, whatever its rows and events: what the runner works with. */
export interface AnyProjection {
  readonly name: string;
  readonly version: number;
  readonly key: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly indexes?: readonly (readonly string[])[];
  readonly keys: object;
  readonly project: object;
}

/** The rows this event touches; none when the projection does not know it. */
export const keysOf = (projection: AnyProjection, event: Recorded): readonly string[] =>
  entryOf<(event: Recorded) => readonly string[]>(projection.keys, event.type)?.(event) ?? [];

/** Folds one event into one row. */
export const projectRow = (
  projection: AnyProjection,
  row: Row | undefined,
  event: Recorded,
  key: string,
): Row | undefined =>
  entryOf<(row: Row | undefined, event: Recorded, key: string) => Row | undefined>(projection.project, event.type)?.(
    row,
    event,
    key,
  );
