import { DomainError, type Recorded } from '@dealtrail/event-sourcing';
import { diceOf, recorded, type Dice } from '@dealtrail/event-sourcing/testing';
import type { OrderEvent } from '../order.events.js';
import type { KnownOrder } from '../order.fold.js';
import { contractId } from './order-facts.js';
import { append, attempt, knownWithout, newStory, repair, type Chapter, type Company } from './model-order.js';
import { everybody, wish } from './model-wishes.js';

/** What one command has left on the order, with the order as it stands after it. */
export interface ToldOrder {
  readonly facts: readonly Recorded<OrderEvent>[];
  readonly state: KnownOrder;
}

/** One order among people who leave and come back, command by command: what projections are tried with. Every other has a contract. */
export function* orderHistory(seed: number): Iterable<ToldOrder> {
  const dice = diceOf(seed);
  const story = newStory(seed);
  const gone = new Set<string>();
  const company: Company = { known: knownWithout(gone), now: '2026-03-02T02:00:00.000Z', gone };
  let position = 0;
  const told = ({ command: { metadata }, events }: Chapter): ToldOrder => {
    const { actor, occurredAt: now, history } = metadata;
    const first = story.events.length - events.length;
    const facts = events.map(({ occurredAt = now, ...fact }, n) => {
      const more = { occurredAt, recordedAt: now, actor, position: ++position, ...(history && { history }) };
      return recorded(fact, `order-${story.orderId}`, first + n, more);
    });
    if (story.state.status === 'none') throw new Error('an order begins by being placed');
    return { facts, state: story.state };
  };
  for (let turn = 0; turn < 40; turn++) {
    pass(company, dice);
    const { intention, actor } = wish(story.orderId, story.state, company.now, dice);
    const wished = intention.type === 'PlaceOrder' && seed % 2 === 0 ? { ...intention, contractId } : intention;
    const chapter = attempt(story, wished, actor, company);
    if (!(chapter instanceof DomainError) && chapter.events.length > 0) {
      append(story, chapter);
      yield told(chapter);
    }
    for (const repaired of repair(story, company)) yield told(repaired);
  }
}

/** Time goes by, and now and then somebody leaves or comes back; the admin stays. */
export function pass(company: Company, dice: Dice): void {
  const hours = dice.percent(70) ? dice.upTo(5) : dice.upTo(60);
  company.now = new Date(Date.parse(company.now) + hours * 3_600_000 + dice.upTo(1_000)).toISOString();
  if (!dice.percent(8)) return;
  const id = dice.one(everybody.filter((one) => one !== 'admin'));
  if (!company.gone.delete(id)) company.gone.add(id);
  company.known = knownWithout(company.gone);
}
