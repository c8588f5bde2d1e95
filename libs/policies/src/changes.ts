import { canonicalJson } from '@dealtrail/event-sourcing';

/** One place where two contents differ; a side that has nothing there is left out. */
export interface Change {
  /** A path like `days.A` or `steps[4].requires[0]`. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where two contents differ, leaf by leaf; list entries with an `id` are matched by it, others by their place. */
export function changes(before: unknown, after: unknown, field = ''): readonly Change[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  const [old, now] = [membersOf(before), membersOf(after)];
  if (!old || !now) return [{ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const inside = names.flatMap((name) => changes(old.get(name), now.get(name), path(field, name, after)));
  const reordered = inside.length === 0; // the same entries by id, in another order
  return reordered ? [{ field, before: [...old.keys()], after: [...now.keys()] }] : inside;
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((entry: unknown, n) => [idOf(entry) ?? String(n), entry]));
}

const idOf = (entry: unknown): string | undefined =>
  entry !== null && typeof entry === 'object' && 'id' in entry ? String(entry.id) : undefined;

const path = (field: string, name: string, within: unknown): string =>
  Array.isArray(within) ? `${field}[${name}]` : field ? `${field}.${name}` : name;
