import { eventSchema, type Event, type Instant, type Position, type Role } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';

/** Where a person stands: the unit they belong to and, where it is not that unit's head, the superior they report to. */
export interface Place {
  readonly unitId?: string;
  readonly superior?: string;
}

/** A time away: whole days where the business is, both included, and the instants at which it begins and is over. */
export interface LeaveTime {
  readonly from: Day;
  readonly until: Day;
  readonly beginsAt: Instant;
  readonly endsAt: Instant;
}

export type PersonEvent =
  | Event<'PersonRegistered', { staffId: string; name: string; roles: readonly Role[] } & Place>
  | Event<'PersonRenamed', { staffId: string; name: string }>
  /** `previous` is missing in the facts of earlier releases. */
  | Event<'PersonRolesChanged', { staffId: string; roles: readonly Role[]; previous?: readonly Role[] }>
  | Event<'PersonMoved', { staffId: string } & Place>
  | Event<'DeputyAppointed', { staffId: string; deputy: string }>
  | Event<'DeputyDismissed', { staffId: string; deputy: string }>
  /** `round` counts a person's hand-overs from 1; `handOverTo` is the superior as known when it was decided. */
  | Event<'PersonDeactivated', { staffId: string; round: number; reason: string; handOverTo: string }>
  | Event<'PersonReactivated', { staffId: string; round: number }>
  /** All that was found in the person's hands up to `upTo` has gone to others. */
  | Event<'HandOverCompleted', { staffId: string; round: number; upTo: Position }>
  | Event<'LeavePlanned', { staffId: string; leaveId: string } & LeaveTime>
  /** Before it began. */
  | Event<'LeaveCancelled', { staffId: string; leaveId: string }>
  /** The person is away from now on; `round` is that of the hand-over it opens. */
  | Event<'LeaveBegun', { staffId: string; leaveId: string; round: number } & LeaveTime>
  /** The person is back, or has left for good; `round` as it began. */
  | Event<'LeaveEnded', { staffId: string; leaveId: string; round: number }>;

/** Everything a person's stream (`staff-<code>`) has ever held. Changing a shape here means a version and an upcast. */
export const staffEvents = eventSchema<PersonEvent>('staff', {
  PersonRegistered: { version: 1, personal: { person: 'staffId', fields: ['name'] } },
  PersonRenamed: { version: 1, personal: { person: 'staffId', fields: ['name'] } },
  PersonRolesChanged: { version: 1 },
  PersonMoved: { version: 1 },
  DeputyAppointed: { version: 1 },
  DeputyDismissed: { version: 1 },
  PersonDeactivated: { version: 1, personal: { person: 'staffId', fields: ['reason'] } },
  PersonReactivated: { version: 1 },
  HandOverCompleted: { version: 1 },
  LeavePlanned: { version: 1 },
  LeaveCancelled: { version: 1 },
  LeaveBegun: { version: 1 },
  LeaveEnded: { version: 1 },
});
