import { InvalidInput, type FieldError } from '@dealtrail/event-sourcing';

const maxDepth = 20;
const maxItems = 10_000;
/** No list of errors is longer; a body of 1 MiB could hold 100,000. */
export const mostFaults = 1_000;
/** NUL, which PostgreSQL cannot store, and half surrogate pairs, which are no text. */
const brokenText = /\0|[\uD800-\uDFFF]/u;

/** A path as clients read it, e.g. `items[2].amount`. */
export const fieldPath = (parent: string, name: string): string => (parent ? `${parent}.${name}` : name);

/** Something wrong with a field; hostile names are shortened and made harmless. */
export const fault = (path: string, code: string, message: string): FieldError => ({
  field: path.slice(0, 200).replace(/[^\p{L}\p{N}_$.[\]-]/gu, '?'),
  code,
  message,
});

/** A name that means something on every object, such as `__proto__` or `constructor`: never a field of ours. */
export const isReserved = (name: string): boolean => name in Object.prototype;

/**
 * What no message may hold, whatever its class says: broken text anywhere, names that reach into prototypes. Throws
 * `InvalidInput` at once for nesting beyond 20 levels or more than 10,000 list items, which nothing should walk again.
 */
export function hostileInput(fields: Readonly<Record<string, unknown>>): FieldError[] {
  const errors: FieldError[] = [];
  let items = 0;
  const note = (path: string, code: string, message: string): void => {
    if (errors.length < mostFaults) errors.push(fault(path, code, message));
  };

  function walk(value: unknown, path: string, depth: number): void {
    if (typeof value === 'string') {
      if (brokenText.test(value)) note(path, 'broken-text', 'holds NUL or half a character');
      return;
    }
    if (value === null || typeof value !== 'object') return;
    if (depth >= maxDepth) refuse(path, 'too-deep', `is nested deeper than ${maxDepth} levels`);
    if (Array.isArray(value)) {
      items += value.length;
      if (items > maxItems) refuse(path, 'too-many-items', `brings the lists to more than ${maxItems} items`);
      for (let i = 0; i < value.length; i++) walk(value[i], `${path}[${i}]`, depth + 1);
      return;
    }
    for (const name of Object.keys(value)) {
      const field = fieldPath(path, name);
      if (isReserved(name) || brokenText.test(name)) note(field, 'unknown-field', 'is no field of this message');
      else walk((value as Record<string, unknown>)[name], field, depth + 1);
    }
  }

  walk(fields, '', 0);
  return errors;
}

function refuse(path: string, code: string, message: string): never {
  throw new InvalidInput([fault(path, code, message)]);
}
