import {
  authorise,
  CommandRegistry,
  decide,
  DomainError,
  evolve,
  permissionOf,
  Unavailable,
  type Actor,
  type CommandMetadata,
  type Decided,
  type Instant,
  type Intention,
} from '@dealtrail/event-sourcing';
import { publishedCalendar } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import type { TestPolicy } from '@dealtrail/known/testing';
import { caseHandling, type CaseHandlingPolicy } from '@dealtrail/policies';
import { escalating } from '../case-overdue.js';
import { isAtWork } from '../case-task-force.decider.js';
import { caseCommands, type AnyCaseCommand } from '../case.commands.js';
import { caseDecider } from '../case.decider.js';
import type { CaseEvent } from '../case.events.js';
import type { Case } from '../case.fold.js';
import { isOpen, isUnanswered } from '../clock-state.js';
import { companyWith } from './case-company.js';

const registry = new CommandRegistry(caseCommands);

/** How cases are handled: as the first policy has it, or strictly, with key customers within working time. */
const { first } = caseHandling;
const strictly: CaseHandlingPolicy = {
  ...first,
  limits: [
    {
      tiers: ['重點'],
      counts: 'working-time',
      response: { minutes: 20, warnMinutes: [10] },
      solution: { minutes: 240, warnMinutes: [120] },
      closing: { minutes: 960, warnMinutes: [480, 900] },
    },
    {
      kinds: ['complaint'],
      counts: 'working-time',
      response: { minutes: 60, warnMinutes: [] },
      solution: { minutes: 480, warnMinutes: [] },
      closing: { minutes: 1_440, warnMinutes: [1_200] },
    },
    ...first.limits,
  ],
  pausingWaits: ['customer', 'vendor'],
  silenceHours: 24,
  syncDays: 3,
};
export const ways = ['first', 'strictly'] as const;
export type Way = (typeof ways)[number];
/** National Day comes in the middle of the stories; a later version of the calendar gives one more day. */
export const nationalDay = '2026-09-28T02:00:00.000Z';
const { daysOff = [], makeUpDays = [] } = publishedCalendar.years['2026'] ?? {};
const calendar: TestPolicy = {
  kind: 'calendar',
  version: 2,
  content: { ...publishedCalendar, years: { 2026: { daysOff: [...daysOff, '2026-10-08'], makeUpDays } } },
  effectiveFrom: '2026-09-29T00:00:00.000Z',
};
const policies: Readonly<Record<Way, readonly TestPolicy[]>> = {
  first: [calendar],
  strictly: [
    calendar,
    { kind: 'case-handling', version: 2, content: strictly, effectiveFrom: '2026-01-01T00:00:00.000Z' },
  ],
};

/** A company that people leave and come back to. */
export interface Company {
  readonly way: Way;
  readonly gone: Set<string>;
  known: Known;
  now: Instant;
}

/** A case and all that has happened to it. */
export interface Story {
  readonly caseId: string;
  state: Case;
  readonly events: Decided<CaseEvent>[];
  /** What somebody has asked before, to be asked again. */
  readonly asked: { readonly intention: Intention<AnyCaseCommand>; readonly actor: Actor }[];
}

/** What a command that was taken has done. */
export interface Chapter {
  readonly command: AnyCaseCommand;
  readonly before: Case;
  readonly events: readonly Decided<CaseEvent>[];
  readonly known: Known;
}

const companies = new Map<string, Known>();

/** The company without those who are gone; the same one each time. */
export function knownWithout(gone: ReadonlySet<string>, way: Way): Known {
  const key = `${way} ${[...gone].sort().join()}`;
  let known = companies.get(key);
  if (!known) {
    known = companyWith(Object.fromEntries([...gone].map((id) => [id, { active: false }])), policies[way]);
    companies.set(key, known);
  }
  return known;
}

export const newStory = (n: number): Story => ({
  caseId: `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`,
  state: caseDecider.initialState,
  events: [],
  asked: [],
});

/** Decides as the runner does, permission first; gives the code, if it refuses or a timer was early. */
export function attempt(
  { state }: Story,
  intention: Intention<AnyCaseCommand>,
  actor: Actor,
  { now, known }: Pick<Company, 'now' | 'known'>,
): Chapter | string {
  const metadata: CommandMetadata = {
    ...{ commandId: 'model', correlationId: 'model', actor, occurredAt: now },
    ...(actor.kind === 'import' && { history: true }),
  };
  const command = registry.create(intention as Intention, metadata) as AnyCaseCommand;
  try {
    authorise(permissionOf(command), actor, caseDecider.subject(state, command), known.staff);
    return { command, before: state, events: decide(caseDecider, command, state, known), known };
  } catch (refusal) {
    if (refusal instanceof DomainError || refusal instanceof Unavailable) return refusal.code;
    throw refusal;
  }
}

export function append(story: Story, { events }: Chapter): void {
  for (const event of events) {
    story.state = evolve(caseDecider, story.state, event);
    story.events.push(event);
  }
}

/** What the processes send once the staff log is known: whoever has left holds nothing. Ends when nothing is left to do. */
export function* repair(story: Story, company: Company): Iterable<Chapter> {
  for (let turn = 0; ; turn++) {
    if (turn > 10) throw new Error('what is repaired is never repaired for good');
    const from = heldByLeavers(story.state, company.known)[0];
    if (from === undefined) return;
    const reassign = { type: 'ReassignCase', caseId: story.caseId, from, position: 1 } as const;
    const chapter = attempt(story, reassign, { kind: 'process', id: 'repair' }, company);
    if (typeof chapter === 'string') throw new Error(`the repair is refused: ${chapter}`);
    append(story, chapter);
    yield chapter;
  }
}

/** Whoever has left and still has a part of a case that is not over; of a breach, over or not, as long as somebody else can be told. */
export function heldByLeavers(state: Case, known: Known): readonly string[] {
  if (state.status === 'none') return [];
  const left = (id: string): boolean => !known.staff.isActive(id);
  const told = state.clocks.flatMap((clock) =>
    clock.escalations
      .filter((one) => isUnanswered(one) && left(one.to))
      .flatMap(({ to, dueAt }) => (escalating(state, clock, dueAt, known).length > 0 ? [to] : [])),
  );
  if (state.status === 'closed') return told;
  return [
    state.ownerId,
    ...state.stages.slice(-1).map(({ ownerId }) => ownerId),
    ...(isAtWork(state) ? state.taskForce.members : []),
    ...state.clocks.filter(isOpen).map(({ responsibleId }) => responsibleId),
    ...told,
  ].filter(left);
}
