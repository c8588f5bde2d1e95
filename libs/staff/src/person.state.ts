import type { Role } from '@dealtrail/event-sourcing';
import type { LeaveTime, Place } from './person.events.js';

/** A leave of a person, open or over; a repeat of what made it is known by its id. */
export interface Leave extends LeaveTime {
  readonly leaveId: string;
  readonly state: 'planned' | 'begun' | 'over';
  /** Of the hand-over it opened; undefined before it began. */
  readonly round?: number;
}

/** Why a person's things go to others. */
export const handOverCauses = ['departure', 'leave'] as const;
export type HandOverCause = (typeof handOverCauses)[number];

/** What a person holds goes to others: all of it after a departure, open review steps during a leave. */
export interface HandOver {
  readonly round: number;
  readonly cause: HandOverCause;
  /** Of a departure: the superior as known when it was decided. */
  readonly handOverTo?: string;
  readonly done: boolean;
}

/** One person's record. */
export interface PersonState extends Place {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly deputy?: string;
  /** Hand-overs so far: each departure is one, and each leave that began. */
  readonly round: number;
  /** Why the person is inactive; undefined while active. */
  readonly inactive?: { readonly reason: string };
  /** The last one, while its cause lasts. */
  readonly handOver?: HandOver;
  readonly leaves: readonly Leave[];
}

/** What is planned or has begun. */
export const openLeaves = (person: PersonState): readonly Leave[] =>
  person.leaves.filter(({ state }) => state !== 'over');
