import {
  authorise,
  CommandRegistry,
  decide,
  DomainError,
  evolve,
  permissionOf,
  type Actor,
  type Decided,
  type Intention,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { contractCommands, type AnyContractCommand } from '../contract.commands.js';
import { contract } from '../contract.decider.js';
import type { ContractEvent } from '../contract.events.js';
import { isOpen, type Contract } from '../contract.fold.js';
import { mayDecide } from '../reviewer-choice.js';
import type { Company } from './model-company.js';

const registry = new CommandRegistry(contractCommands);

/** A contract and all that has happened to it. */
export interface Story {
  readonly contractId: string;
  state: Contract;
  readonly events: Decided<ContractEvent>[];
}

/** What a command that was taken has done. */
export interface Chapter {
  readonly command: AnyContractCommand;
  readonly before: Contract;
  readonly events: readonly Decided<ContractEvent>[];
  /** What its decision knew, which may have been older than what was known by then. */
  readonly known: Known;
}

export const newStory = (n: number): Story => ({
  contractId: `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`,
  state: contract.initialState,
  events: [],
});

/** Decides as the runner does, permission first; gives the refusal, if it is one of the rules. */
export function attempt(
  { state }: Story,
  intention: Intention<AnyContractCommand>,
  actor: Actor,
  { now }: Company,
  known: Known,
): Chapter | DomainError {
  const metadata = { commandId: 'model', correlationId: 'model', actor, occurredAt: now };
  const command = registry.create(intention as Intention, metadata) as AnyContractCommand;
  try {
    authorise(permissionOf(command), actor, contract.subject(state, command), known.staff);
    return { command, before: state, events: decide(contract, command, state, known), known };
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal;
    return refusal;
  }
}

export function append(story: Story, { events }: Chapter): void {
  for (const event of events) {
    story.state = evolve(contract, story.state, event);
    story.events.push(event);
  }
}

/**
 * What the processes send as soon as the staff log and the contract are both known: whoever cannot act any more holds
 * nothing (G-031). Ends when all of them leave nothing.
 */
export function* repair(story: Story, company: Company): Iterable<Chapter> {
  const process: Actor = { kind: 'process', id: 'repair' };
  for (let quiet = false, turn = 0; !quiet; turn++) {
    if (turn > 10) throw new Error('what is repaired is never repaired for good');
    quiet = true;
    for (const intention of repairs(story, company.known)) {
      const chapter = attempt(story, intention, process, company, company.known);
      if (chapter instanceof DomainError) throw chapter;
      append(story, chapter);
      if (chapter.events.length > 0) quiet = false;
      yield chapter;
    }
  }
}

function repairs({ contractId, state }: Story, { staff }: Known): readonly Intention<AnyContractCommand>[] {
  if (state.status === 'none') return [];
  const position = 1;
  const { ownerId, round } = state;
  const steps = (round?.steps ?? []).filter(isOpen).flatMap(({ step, reviewerId: from, via }) => {
    const isHere = staff.isAvailable(from) && mayDecide(staff, from);
    if (isHere && via !== 'head') return [];
    const cause = isHere ? 'head' : !staff.isActive(from) ? 'departure' : mayDecide(staff, from) ? 'leave' : 'post';
    return [
      { type: 'ReassignContractReview', contractId, round: round?.number ?? 0, step, from, cause, position } as const,
    ];
  });
  return staff.isActive(ownerId)
    ? steps
    : [...steps, { type: 'ReassignContract', contractId, from: ownerId, position }];
}
