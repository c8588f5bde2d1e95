import type { LinkPurpose } from './customer-link.events.js';

/**
 * Whose records links are about. Contexts do not know each other, so what reads across them answers (`libs/views`); a class, so
 * that it is its own injection token.
 */
export abstract class LinkSubjects {
  /** The owner's staff id today; undefined when there is no such record, or no such part of it for this purpose. */
  abstract ownerOf(purpose: LinkPurpose, id: string, part: string): Promise<string | undefined>;
}
