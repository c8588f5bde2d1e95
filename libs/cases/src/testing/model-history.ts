import type { Recorded } from '@dealtrail/event-sourcing';
import { diceOf, recorded, type Dice } from '@dealtrail/event-sourcing/testing';
import type { CaseEvent } from '../case.events.js';
import type { KnownCase } from '../case.fold.js';
import { everybody } from './case-company.js';
import {
  append,
  attempt,
  knownWithout,
  nationalDay,
  newStory,
  repair,
  ways,
  type Chapter,
  type Company,
  type Story,
} from './model-case.js';
import { wish } from './model-wishes.js';

/** What one command has left on the case, with the case as it stands after it. */
export interface ToldCase {
  readonly facts: readonly Recorded<CaseEvent>[];
  readonly state: KnownCase;
}

/** One case among people who leave and come back, command by command: what projections are tried with. */
export function* caseHistory(seed: number): Iterable<ToldCase> {
  const dice = diceOf(seed);
  const story = newStory(seed);
  const [way, gone] = [dice.one(ways), new Set<string>()];
  const company: Company = { way, gone, known: knownWithout(gone, way), now: nationalDay };
  let position = 0;
  const told = ({ command: { metadata }, events }: Chapter): ToldCase => {
    const { actor, occurredAt: now, history } = metadata;
    const first = story.events.length - events.length;
    const facts = events.map(({ occurredAt = now, ...fact }, n) => {
      const more = { occurredAt, recordedAt: now, actor, position: ++position, ...(history && { history }) };
      return recorded(fact, `case-${story.caseId}`, first + n, more);
    });
    if (story.state.status === 'none') throw new Error('a case begins by being reported');
    return { facts, state: story.state };
  };
  for (let turn = 0; turn < 25; turn++) {
    pass(story, company, dice);
    const { intention, actor } = wish(story, company.now, dice);
    const chapter = attempt(story, intention, actor, { ...company, now: behind(company.now, dice) });
    if (typeof chapter !== 'string' && chapter.events.length > 0) {
      story.asked.push({ intention, actor });
      append(story, chapter);
      yield told(chapter);
    }
    for (const repaired of repair(story, company)) yield told(repaired);
  }
}

/** Time goes by, or does not, or comes to the instant that something is due; now and then somebody leaves or comes back; the admin stays. */
export function pass({ state }: Story, company: Company, dice: Dice): void {
  const chance = dice.upTo(100);
  const minutes = chance < 10 ? 0 : chance < 60 ? dice.upTo(100) : dice.upTo(chance < 92 ? 2_000 : 20_000);
  company.now = new Date(Date.parse(company.now) + minutes * 60_000).toISOString();
  const due =
    state.status === 'none' ? [] : state.clocks.flatMap(({ dueAt = '' }) => (dueAt > company.now ? [dueAt] : []));
  if (due.length > 0 && dice.percent(8)) company.now = dice.one(due);
  if (!dice.percent(8)) return;
  const id = dice.one(everybody.filter((one) => one !== 'admin'));
  if (!company.gone.delete(id)) company.gone.add(id);
  company.known = knownWithout(company.gone, company.way);
}

/** Of two processes one is a little behind. */
export const behind = (now: string, dice: Dice): string =>
  dice.percent(95) ? now : new Date(Date.parse(now) - dice.upTo(3_000)).toISOString();
