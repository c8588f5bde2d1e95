/** Reads a table keyed by message names by a name known only at run time; the one place that leaves the exhaustive types. */
export function entryOf<F>(table: object, name: string): F | undefined {
  return Object.hasOwn(table, name) ? (table as Readonly<Record<string, F>>)[name] : undefined;
}
