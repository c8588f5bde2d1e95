import type { Evolve, KnownFold } from '@dealtrail/event-sourcing';
import { apiKeyEvents, type ApiKeyEvent } from './api-key.events.js';
import { staffEvents, type PersonEvent } from './person.events.js';
import { StaffDirectory, type Person, type Unit } from './staff-directory.js';
import { unitEvents, type UnitEvent } from './unit.events.js';

type StaffEvent = PersonEvent | UnitEvent | ApiKeyEvent;

/** What every decision may know of people, units and programs' keys. */
export interface StaffKnown {
  readonly staff: StaffDirectory;
}

const changePerson = (staff: StaffDirectory, staffId: string, change: Partial<Person>): StaffDirectory => {
  const person = staff.person(staffId);
  return person ? staff.withPerson({ ...person, ...change }) : staff;
};

const changeUnit = (staff: StaffDirectory, unitId: string, change: Partial<Unit>): StaffDirectory => {
  const unit = staff.unit(unitId);
  return unit ? staff.withUnit({ ...unit, ...change }) : staff;
};

const evolve: Evolve<StaffDirectory, StaffEvent> = {
  PersonRegistered: (staff, { data: { staffId, roles, unitId, superior } }) =>
    staff.withPerson({ staffId, roles, unitId, superior, active: true, away: false }),
  PersonRenamed: (staff) => staff,
  PersonRolesChanged: (staff, { data: { staffId, roles } }) => changePerson(staff, staffId, { roles }),
  PersonMoved: (staff, { data: { staffId, unitId, superior } }) => changePerson(staff, staffId, { unitId, superior }),
  DeputyAppointed: (staff, { data: { staffId, deputy } }) => changePerson(staff, staffId, { deputy }),
  DeputyDismissed: (staff, { data: { staffId } }) => changePerson(staff, staffId, { deputy: undefined }),
  PersonDeactivated: (staff, { data: { staffId } }) => changePerson(staff, staffId, { active: false }),
  PersonReactivated: (staff, { data: { staffId } }) => changePerson(staff, staffId, { active: true }),
  HandOverCompleted: (staff) => staff,
  LeavePlanned: (staff) => staff,
  LeaveCancelled: (staff) => staff,
  LeaveBegun: (staff, { data: { staffId, beginsAt } }) =>
    changePerson(staff, staffId, { away: true, awaySince: beginsAt }),
  LeaveEnded: (staff, { data: { staffId } }) => changePerson(staff, staffId, { away: false, awaySince: undefined }),
  UnitRegistered: (staff, { data: { unitId, kind, parent } }) => staff.withUnit({ unitId, kind, parent }),
  UnitRenamed: (staff) => staff,
  UnitMoved: (staff, { data: { unitId, parent } }) => changeUnit(staff, unitId, { parent }),
  UnitHeadAppointed: (staff, { data: { unitId, head } }) => changeUnit(staff, unitId, { head }),
  ApiKeyIssued: (staff, { data: { keyId, role, secretHash, expiresAt } }) =>
    staff.withApiKey(keyId, { role, secretHash, expiresAt, revoked: false }),
  ApiKeyRevoked: (staff, { data: { keyId } }) => {
    const key = staff.apiKey(keyId);
    return key ? staff.withApiKey(keyId, { ...key, revoked: true }) : staff;
  },
};

/** Folds the streams of people, units and keys into the directory. */
export const staffFold: KnownFold<StaffDirectory, StaffEvent> & { readonly evolve: typeof evolve } = {
  events: [staffEvents, unitEvents, apiKeyEvents],
  initialState: StaffDirectory.empty,
  evolve,
};
