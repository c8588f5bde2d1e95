import {
  ensure,
  ensureFound,
  personOf,
  type CommandMetadata,
  type Decide,
  type Decided,
  type Instant,
} from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ended, paused, resumed } from './case-clock.js';
import { overdueBy, withFacts } from './case-overdue.js';
import type { AnyCaseCommand } from './case.commands.js';
import type { CaseChannel, CaseEvent, ClockChange, ClockEnd, ClockId, PauseCause } from './case.events.js';
import type { Case, KnownCase, Stage } from './case.fold.js';
import { changeClocks, isOpen, isRunning, type CaseClock } from './clock-state.js';

/** Some of the rules of a case, by command. */
export type CaseRules<T extends AnyCaseCommand['type']> = Pick<Decide<AnyCaseCommand, Case, CaseEvent, Known>, T>;
export type Facts = readonly Decided<CaseEvent>[];

export function existing(state: Case): KnownCase {
  ensureFound(state.status !== 'none', 'case-not-found');
  return state;
}

/** A case that was not merged into another: that one is asked then. */
export function unmerged(state: Case): KnownCase {
  const one = existing(state);
  ensure(one.status !== 'merged', 'case-merged', { into: one.mergedInto });
  return one;
}

/** A case that goes on: open, waiting, or resolved and not closed. */
export function underway(state: Case): KnownCase {
  const one = unmerged(state);
  ensure(one.status !== 'closed', 'case-closed');
  return one;
}

/** A case that is being worked on; what is resolved waits for the customer's word. */
export function unresolved(state: Case): KnownCase {
  const one = underway(state);
  ensure(one.status !== 'resolved', 'case-resolved');
  return one;
}

/** Who has a part of it today, or was told of a breach; the seller who keeps following has a say, and no more (R106). */
export const assignedTo = (
  { ownerId, sellerId, stages, taskForce, clocks }: KnownCase,
  type: AnyCaseCommand['type'],
): readonly string[] => [
  ownerId,
  ...stages.slice(-1).map((stage) => stage.ownerId),
  ...(taskForce && !taskForce.ended ? [taskForce.leadId, ...taskForce.members] : []),
  ...clocks.flatMap(({ escalations }) => escalations.map(({ to }) => to)),
  ...(type === 'RespondToCase' && sellerId !== undefined ? [sellerId] : []),
];

/** Who did it: what an import or a process brings is the owner's, as far as its source says; who sent it stands in the metadata. */
export const doerOf = (metadata: CommandMetadata, ownerId: string): string =>
  metadata.actor.kind === 'import'
    ? ownerId
    : metadata.actor.kind === 'process'
      ? (metadata.onBehalfOf ?? ownerId)
      : personOf(metadata);

/** Who said it for the customer: themselves by a link, never a colleague then; or the colleague who was told. */
export const customerWord = (metadata: CommandMetadata, { ownerId }: KnownCase, channel?: CaseChannel) =>
  metadata.actor.kind === 'customerLink'
    ? { linkId: metadata.actor.id, channel: 'customerLink' as const }
    : { by: doerOf(metadata, ownerId), channel };

/**
 * When it is for a case's clocks: never before what they did last, for the times of two processes may differ, and no stretch
 * of a clock is shorter than nothing.
 */
export const instantOf = ({ clocks }: KnownCase, { occurredAt }: Pick<CommandMetadata, 'occurredAt'>): Instant =>
  clocks
    .map(({ intervals, since }) => intervals.at(-1)?.to ?? intervals.at(-1)?.from ?? since)
    .reduce((latest, at) => (at > latest ? at : latest), occurredAt);

/** The facts of one append: the breaches nobody has recorded yet, then each step's, decided on what those before it leave. */
export function appending(
  one: KnownCase,
  metadata: CommandMetadata,
  known: Known,
  ...steps: readonly ((now: KnownCase, at: Instant) => Facts)[]
): Facts {
  const at = instantOf(one, metadata);
  return steps.reduce<Facts>(
    (facts, step) => [...facts, ...step(withFacts(one, facts), at)],
    overdueBy(one, metadata, known),
  );
}

/** What a fact does to clocks, where it does something. */
export const doing = (clocks: readonly ClockChange[]): { readonly clocks?: readonly ClockChange[] } =>
  clocks.length > 0 ? { clocks } : {};

export const clockOf = ({ clocks }: KnownCase, id: ClockId): CaseClock | undefined =>
  clocks.find(({ clock }) => clock === id);

/** Whether its time has passed and nothing had been done by then; of what has ended already nobody is late again. */
export function isLate(one: KnownCase, id: ClockId): boolean {
  const clock = clockOf(one, id);
  return clock !== undefined && isOpen(clock) && clock.overdue;
}

export const stageClock = ({ stage, round }: Stage): ClockId => `stage/${stage}/${round}`;

/** Clocks that stop while the customer has the word: that of the closed loop, and of the stage a complaint is in. */
const pausable = ({ stages }: KnownCase): readonly ClockId[] => ['closing', ...stages.slice(-1).map(stageClock)];

const open = (one: KnownCase, ids: readonly ClockId[]): readonly CaseClock[] =>
  ids.flatMap((id) => clockOf(one, id) ?? []).filter(isOpen);

/** They stop; those that had stopped for something else do so for this from now on. */
export const pausing = (
  one: KnownCase,
  at: Instant,
  cause: PauseCause,
  known: Known,
  ids = pausable(one),
): readonly ClockChange[] =>
  open(one, ids).flatMap((clock) => {
    const again = isRunning(clock) || clock.paused === cause ? [] : resumed(clock, at, known);
    const [running = clock] = changeClocks([clock], again);
    return [...again, ...paused(running, at, cause, known)];
  });

/** They go on. */
export const resuming = (one: KnownCase, at: Instant, known: Known, ids = pausable(one)): readonly ClockChange[] =>
  open(one, ids).flatMap((clock) => resumed(clock, at, known));

/** Those of these clocks that have not ended do. */
export const ending = (
  one: KnownCase,
  ids: readonly ClockId[],
  at: Instant,
  end: ClockEnd,
  known: Known,
): readonly ClockChange[] => open(one, ids).flatMap((clock) => ended(clock, at, end, known));

/** The promises that are a person's as the owner of the case are somebody else's from now on. */
export const giving = ({ clocks }: KnownCase, from: string, to: string): readonly ClockChange[] =>
  clocks
    .filter(({ clock, responsibleId }) => ownersClocks.includes(clock) && responsibleId === from)
    .filter((clock) => isOpen(clock) && from !== to)
    .map(({ clock }) => ({ change: 'given', clock, to }));

const ownersClocks: readonly ClockId[] = ['response', 'solution', 'closing', 'silence'];
