import type { Actor, Reach } from '@dealtrail/event-sourcing';
import { sql, type RawBuilder } from 'kysely';

/** The people of an actor: themselves, or nobody. */
const selfOf = (actor: Actor): readonly string[] => (actor.kind === 'staff' ? [actor.id] : []);

/** Of rows with an owner and a seller: those in reach, and those the condition says are the actor's own besides. */
export const readable = (
  reach: Exclude<Reach, 'all'>,
  actor: Actor,
  own: (self: readonly string[]) => RawBuilder<boolean>,
): RawBuilder<boolean> =>
  sql<boolean>`("ownerId" = any(${[...reach]}) or "sellerId" = any(${[...reach]}) or ${own(selfOf(actor))})`;
