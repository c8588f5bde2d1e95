import { DomainError, type Recorded } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import type { ContractEvent } from '../contract.events.js';
import type { Contract } from '../contract.fold.js';
import { diceOf } from '@dealtrail/event-sourcing/testing';
import { wish } from './model-commands.js';
import { changePolicy, changeStaff, foundCompany } from './model-company.js';
import { append, attempt, newStory, repair, type Chapter, type Story } from './model-contract.js';

/** What one command has left on one contract, with the contract as it stands after it. */
export interface Told {
  readonly contractId: string;
  readonly facts: readonly Recorded<ContractEvent>[];
  readonly state: Contract;
}

/** Some contracts of a company that people leave and come back to, command by command: what projections are tried with. */
export function* history(seed: number, contracts = 5): Iterable<Told> {
  const dice = diceOf(seed);
  const company = foundCompany(dice);
  const stories = Array.from({ length: contracts }, (_, n) => newStory(n + 1));
  let position = 0;
  const told = (story: Story, { command: { metadata }, events }: Chapter): Told => {
    const { actor, occurredAt: now } = metadata;
    const first = story.events.length - events.length;
    const facts = events.map(({ occurredAt = now, ...fact }, n) => {
      const more = { occurredAt, recordedAt: now, actor, position: ++position };
      return recorded(fact, `contract-${story.contractId}`, first + n, more);
    });
    return { contractId: story.contractId, facts, state: story.state };
  };
  for (let turn = 0; turn < contracts * 25; turn++) {
    company.now = new Date(Date.parse(company.now) + dice.upTo(240) * 60_000).toISOString();
    const before = company.known;
    if (dice.percent(10)) changeStaff(company, dice);
    if (dice.percent(2)) changePolicy(company, dice);
    const story = dice.one(stories);
    const { intention, actor } = wish(story.contractId, story.state, company, dice);
    const chapter = attempt(story, intention, actor, company, company.known);
    if (!(chapter instanceof DomainError)) {
      append(story, chapter);
      yield told(story, chapter);
    }
    for (const one of before === company.known ? [story] : stories)
      for (const repaired of repair(one, company)) yield told(one, repaired);
  }
}
