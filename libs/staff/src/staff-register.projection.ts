import { projection } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import type { PersonEvent } from './person.events.js';

/** A person in the register; why somebody left is not shown in lists. */
export interface StaffRow {
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly unitId?: string;
  /** Only where it was named; else it follows from the units. */
  readonly superior?: string;
  readonly deputy?: string;
  readonly active: boolean;
  /** On leave, and the last day of it. */
  readonly away: boolean;
  readonly awayUntil?: Day;
  readonly leftAt?: string;
  readonly handOverTo?: string;
  readonly handedOver?: boolean;
}

const key = ({ data: { staffId } }: { readonly data: { readonly staffId: string } }) => [staffId];
const changed = (row: StaffRow | undefined, change: Partial<StaffRow>): StaffRow | undefined =>
  row && { ...row, ...change };

/** 員工名冊: everybody who was ever entered. */
export const staffRegister = projection<StaffRow, PersonEvent>({
  name: 'staffRegister',
  version: 2,
  key: 'staffId',
  columns: {
    staffId: 'text',
    name: 'text',
    roles: 'texts',
    unitId: 'text',
    superior: 'text',
    deputy: 'text',
    active: 'boolean',
    away: 'boolean',
    awayUntil: 'date',
    leftAt: 'instant',
    handOverTo: 'text',
    handedOver: 'boolean',
  },
  indexes: [['name'], ['unitId']],
  keys: {
    PersonRegistered: key,
    PersonRenamed: key,
    PersonRolesChanged: key,
    PersonMoved: key,
    DeputyAppointed: key,
    DeputyDismissed: key,
    PersonDeactivated: key,
    PersonReactivated: key,
    HandOverCompleted: key,
    LeaveBegun: key,
    LeaveEnded: key,
  },
  project: {
    PersonRegistered: (_, { data: { staffId, name, roles, unitId, superior } }) => ({
      staffId,
      name,
      roles,
      unitId,
      superior,
      active: true,
      away: false,
    }),
    PersonRenamed: (row, { data: { name } }) => changed(row, { name }),
    PersonRolesChanged: (row, { data: { roles } }) => changed(row, { roles }),
    PersonMoved: (row, { data: { unitId, superior } }) => changed(row, { unitId, superior }),
    DeputyAppointed: (row, { data: { deputy } }) => changed(row, { deputy }),
    DeputyDismissed: (row) => changed(row, { deputy: undefined }),
    PersonDeactivated: (row, { data: { handOverTo }, metadata: { occurredAt } }) =>
      changed(row, { active: false, leftAt: occurredAt, handOverTo, handedOver: false }),
    PersonReactivated: (row) =>
      changed(row, { active: true, leftAt: undefined, handOverTo: undefined, handedOver: undefined }),
    HandOverCompleted: (row) => (row?.active ? row : changed(row, { handedOver: true })), // of a leave: nothing to show
    LeaveBegun: (row, { data: { until } }) => changed(row, { away: true, awayUntil: until }),
    LeaveEnded: (row) => changed(row, { away: false, awayUntil: undefined }),
  },
});
