import { ensure, ensureFound, type Decide, type Evolve } from '@dealtrail/event-sourcing';
import { dayAfter, dayOf, startOfDay } from '@dealtrail/calendar';
import type { AnyPersonCommand } from './person.commands.js';
import type { PersonEvent } from './person.events.js';
import { openLeaves, type HandOver, type Leave, type PersonState } from './person.state.js';
import type { StaffKnown } from './staff.fold.js';

type LeaveCommands = Extract<AnyPersonCommand, { type: 'PlanLeave' | 'CancelLeave' | 'BeginLeave' | 'EndLeave' }>;
type LeaveEvents = Extract<PersonEvent, { type: 'LeavePlanned' | 'LeaveCancelled' | 'LeaveBegun' | 'LeaveEnded' }>;

/** Days a leave may have. */
const longest = 366;
/** Days from today within which it begins: three years. */
const farthest = 1096;
/** Leaves of one person that are not over. */
const mostOpen = 50;

/** The rules of a person's leave (請假): planned in days, begun and ended at the instants that were decided with it. */
export const decideLeave: Decide<LeaveCommands, PersonState | undefined, PersonEvent, StaffKnown> = {
  PlanLeave: ({ staffId, leaveId, from, until, metadata: { occurredAt } }, person) => {
    ensureFound(person, 'person-not-found');
    const before = leaveOf(person, leaveId);
    if (before) {
      ensure(before.from === from && before.until === until, 'leave-already-planned');
      return [];
    }
    ensure(!person.inactive, 'person-not-active');
    ensure(from <= until, 'leave-ends-before-it-begins');
    ensure(from <= dayAfter(dayOf(occurredAt), farthest), 'leave-too-far-ahead', { days: farthest });
    ensure(until < dayAfter(from, longest), 'leave-too-long', { days: longest });
    const endsAt = startOfDay(dayAfter(until));
    ensure(occurredAt < endsAt, 'leave-is-past');
    const open = openLeaves(person);
    ensure(open.length < mostOpen, 'too-many-leaves', { most: mostOpen });
    const other = open.find((leave) => leave.from <= until && from <= leave.until);
    ensure(!other, 'leave-overlaps', { leaveId: other?.leaveId });
    const start = startOfDay(from);
    const beginsAt = start < occurredAt ? occurredAt : start; // nobody was away before it was known
    return [{ type: 'LeavePlanned', data: { staffId, leaveId, from, until, beginsAt, endsAt } }];
  },

  CancelLeave: ({ staffId, leaveId }, person) => {
    ensureFound(person, 'person-not-found');
    const leave = leaveOf(person, leaveId);
    ensureFound(leave, 'leave-not-found');
    return closing(staffId, leave);
  },

  BeginLeave: ({ staffId, leaveId, at }, person) => {
    ensureFound(person, 'person-not-found');
    const leave = leaveOf(person, leaveId);
    if (leave?.state !== 'planned' || leave.beginsAt !== at) return [];
    const { from, until, beginsAt, endsAt } = leave;
    const data = { staffId, leaveId, round: person.round + 1, from, until, beginsAt, endsAt };
    return [{ type: 'LeaveBegun', data, occurredAt: at }];
  },

  EndLeave: ({ staffId, leaveId, at }, person) => {
    ensureFound(person, 'person-not-found');
    const leave = leaveOf(person, leaveId);
    if (leave?.state !== 'begun' || leave.endsAt !== at) return [];
    return closing(staffId, leave).map((event) => ({ ...event, occurredAt: at }));
  },
};

/** How leaves change a person's record. */
export const evolveLeave: Evolve<PersonState | undefined, LeaveEvents> = {
  LeavePlanned: (person, { data: { leaveId, from, until, beginsAt, endsAt } }) =>
    person && {
      ...person,
      leaves: [...person.leaves, { leaveId, from, until, beginsAt, endsAt, state: 'planned' }],
    },
  LeaveCancelled: (person, { data: { leaveId } }) => person && withLeave(person, leaveId, { state: 'over' }),
  LeaveBegun: (person, { data: { leaveId, round } }) =>
    person && {
      ...withLeave(person, leaveId, { state: 'begun', round }),
      round,
      handOver: { round, cause: 'leave', done: false },
    },
  LeaveEnded: (person, { data: { leaveId, round } }) =>
    person && {
      ...withLeave(person, leaveId, { state: 'over' }),
      handOver: isOf(round, person.handOver) ? undefined : person.handOver,
    },
};

/** What ends with a departure: who has left is on no leave, and plans anew after coming back. */
export const closeLeaves = (staffId: string, person: PersonState): readonly LeaveEvents[] =>
  openLeaves(person).flatMap((leave) => closing(staffId, leave));

function closing(staffId: string, { leaveId, state, round }: Leave): readonly LeaveEvents[] {
  if (state === 'over') return [];
  return round === undefined
    ? [{ type: 'LeaveCancelled', data: { staffId, leaveId } }]
    : [{ type: 'LeaveEnded', data: { staffId, leaveId, round } }];
}

const leaveOf = (person: PersonState, leaveId: string): Leave | undefined =>
  person.leaves.find((leave) => leave.leaveId === leaveId);

const withLeave = (person: PersonState, leaveId: string, change: Partial<Leave>): PersonState => ({
  ...person,
  leaves: person.leaves.map((leave) => (leave.leaveId === leaveId ? { ...leave, ...change } : leave)),
});

const isOf = (round: number, handOver: HandOver | undefined): boolean => handOver?.round === round;
