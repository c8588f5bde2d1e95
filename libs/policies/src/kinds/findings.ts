import type { FieldError } from '@dealtrail/event-sourcing';

type Members = Readonly<Record<string, unknown>>;

/** Collects what is wrong with a content while it is looked through. */
export class Findings {
  readonly errors: FieldError[] = [];

  add(field: string, code: string, message: string): void {
    this.errors.push({ field, code, message });
  }

  /** An object with exactly these members, or undefined once its problem is noted. */
  members(field: string, value: unknown, names: readonly string[]): Members | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      this.add(field, 'not-an-object', `must be an object with ${names.join(', ')}`);
      return undefined;
    }
    for (const name of Object.keys(value))
      if (!names.includes(name)) this.add(field ? `${field}.${name}` : name, 'unknown-field', 'is not known');
    return value as Members;
  }

  /** The members of an object with at most `most`, whatever they are called; none once its problem is noted. */
  entries(field: string, value: unknown, most: number): readonly (readonly [string, unknown])[] {
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length <= most)
      return Object.entries(value);
    this.add(field, 'not-an-object', `must be an object with at most ${most} members`);
    return [];
  }

  /** A list of at least `least` and at most `most` members; empty once its problem is noted. */
  list(field: string, value: unknown, least: number, most: number): readonly unknown[] {
    if (Array.isArray(value) && value.length >= least && value.length <= most) return value;
    this.add(field, 'not-a-list', `must be a list of ${least} to ${most}`);
    return [];
  }

  integer(field: string, value: unknown, least: number, most: number): void {
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
      this.add(field, 'not-an-integer', `must be a whole number from ${least} to ${most}`);
  }

  /** A kebab-case key such as `needs-report`. */
  key(field: string, value: unknown): void {
    if (typeof value !== 'string' || value.length > 64 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value))
      this.add(field, 'not-a-key', 'must be lower-case words joined by dashes, at most 64 characters');
  }

  title(field: string, value: unknown): void {
    if (typeof value !== 'string' || value.trim() === '' || value.length > 100)
      this.add(field, 'not-a-title', 'must be a text of 1 to 100 characters');
  }

  oneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
    if (!allowed.includes(value)) this.add(field, 'not-one-of', `must be one of ${allowed.join(', ')}`);
  }

  /** Each value once; `field` names the member of the nth entry. */
  once(values: readonly unknown[], field: (n: number) => string): void {
    values.forEach((value, n) => {
      if (value !== undefined && values.indexOf(value) < n) this.add(field(n), 'not-unique', 'is there already');
    });
  }
}
