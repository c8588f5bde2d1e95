import type { FieldError } from '@dealtrail/event-sourcing';

/** A kind of policy: what it is called, what it says until somebody changes it, and what makes a content wrong. */
export interface PolicyKind<Content extends object> {
  readonly zh: string;
  readonly en: string;
  /** The content of version 1, which is in force always. */
  readonly first: Content;
  /** Everything wrong with a content, by path inside it; none for a good one, whose type is then `Content`. */
  readonly problems: (content: unknown) => readonly FieldError[];
}
