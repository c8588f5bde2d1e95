import {
  authorise,
  CommandRegistry,
  decide,
  DomainError,
  evolve,
  permissionOf,
  type Actor,
  type CommandMetadata,
  type Decided,
  type Instant,
  type Intention,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { isOver, running } from '../order-rules.js';
import { orderCommands, type AnyOrderCommand } from '../order.commands.js';
import { order } from '../order.decider.js';
import type { OrderEvent } from '../order.events.js';
import type { Order } from '../order.fold.js';
import { companyWith } from './order-company.js';

const registry = new CommandRegistry(orderCommands);

/** A company that people leave and come back to. */
export interface Company {
  known: Known;
  now: Instant;
  readonly gone: Set<string>;
}

/** An order and all that has happened to it. */
export interface Story {
  readonly orderId: string;
  state: Order;
  readonly events: Decided<OrderEvent>[];
}

/** What a command that was taken has done. */
export interface Chapter {
  readonly command: AnyOrderCommand;
  readonly before: Order;
  readonly events: readonly Decided<OrderEvent>[];
  readonly known: Known;
}

const companies = new Map<string, Known>();

/** The company without those who are gone; the same one each time. */
export function knownWithout(gone: ReadonlySet<string>): Known {
  const key = [...gone].sort().join();
  let known = companies.get(key);
  if (!known) {
    known = companyWith(Object.fromEntries([...gone].map((id) => [id, { active: false }])));
    companies.set(key, known);
  }
  return known;
}

export const newStory = (n: number): Story => ({
  orderId: `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`,
  state: order.initialState,
  events: [],
});

/** Decides as the runner does, permission first; gives the refusal, if it is one of the rules. */
export function attempt(
  { state }: Story,
  intention: Intention<AnyOrderCommand>,
  actor: Actor,
  { now, known }: Company,
): Chapter | DomainError {
  const metadata: CommandMetadata = {
    ...{ commandId: 'model', correlationId: 'model', actor, occurredAt: now },
    ...(actor.kind === 'import' && { history: true }),
  };
  const command = registry.create(intention as Intention, metadata) as AnyOrderCommand;
  try {
    authorise(permissionOf(command), actor, order.subject(state, command), known.staff);
    return { command, before: state, events: decide(order, command, state, known), known };
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal;
    return refusal;
  }
}

export function append(story: Story, { events }: Chapter): void {
  for (const event of events) {
    story.state = evolve(order, story.state, event);
    story.events.push(event);
  }
}

/** What the processes send once the staff log is known: whoever has left holds nothing. Ends when nothing is left to do. */
export function* repair(story: Story, company: Company): Iterable<Chapter> {
  for (let turn = 0; ; turn++) {
    if (turn > 10) throw new Error('what is repaired is never repaired for good');
    const from = heldByLeavers(story.state, company.known)[0];
    if (from === undefined) return;
    const reassign = { type: 'ReassignOrder', orderId: story.orderId, from, position: 1 } as const;
    const chapter = attempt(story, reassign, { kind: 'process', id: 'repair' }, company);
    if (chapter instanceof DomainError) throw chapter;
    append(story, chapter);
    yield chapter;
  }
}

const heldByLeavers = (state: Order, { staff }: Known): readonly string[] =>
  state.status === 'none' || isOver(state)
    ? []
    : [state.ownerId, ...running(state).map(({ responsibleId }) => responsibleId)].filter((id) => !staff.isActive(id));
