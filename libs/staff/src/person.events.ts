import { eventSchema, type Event, type Position, type Role } from '@dealtrail/event-sourcing';

/** Where a person stands: the unit they belong to and, where it is not that unit's head, the superior they report to. */
export interface Place {
  readonly unitId?: string;
  readonly superior?: string;
}

export type PersonEvent =
  | Event<'PersonRegistered', { staffId: string; name: string; roles: readonly Role[] } & Place>
  | Event<'PersonRenamed', { staffId: string; name: string }>
  /** `previous` is missing in the facts of earlier releases. */
  | Event<'PersonRolesChanged', { staffId: string; roles: readonly Role[]; previous?: readonly Role[] }>
  | Event<'PersonMoved', { staffId: string } & Place>
  | Event<'DeputyAppointed', { staffId: string; deputy: string }>
  | Event<'DeputyDismissed', { staffId: string; deputy: string }>
  /** `round` counts a person's departures from 1; `handOverTo` is the superior as known when it was decided. */
  | Event<'PersonDeactivated', { staffId: string; round: number; reason: string; handOverTo: string }>
  | Event<'PersonReactivated', { staffId: string; round: number }>
  /** All that was found in the person's hands up to `upTo` has gone to others. */
  | Event<'HandOverCompleted', { staffId: string; round: number; upTo: Position }>;

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
});
