import {
  decider,
  DomainError,
  ensure,
  ensureAllowed,
  ensureFound,
  roles as allRoles,
  type CommandMetadata,
  type Role,
} from '@dealtrail/event-sourcing';
import { closeLeaves, decideLeave, evolveLeave } from './leave.decider.js';
import type { AnyPersonCommand } from './person.commands.js';
import { staffEvents, type PersonEvent, type Place } from './person.events.js';
import type { PersonState } from './person.state.js';
import { losesReview } from './reviewable.js';
import type { StaffDirectory } from './staff-directory.js';
import type { StaffKnown } from './staff.fold.js';

/** The rules of a person's record: register, place, deputise, be away, leave and come back (R236–R242, R252, G-031). */
export const person = decider<AnyPersonCommand, PersonEvent, PersonState | undefined, StaffKnown>({
  events: staffEvents,
  id: ({ staffId }) => staffId,
  subject: (_, { staffId }) => ({ owners: [staffId] }),
  initialState: undefined,
  decide: {
    RegisterPerson: ({ staffId, name, roles, unitId, superior, metadata }, person, { staff }) => {
      ensureAllowed(mayGrant(metadata, roles, staff), 'role-not-grantable');
      if (person) {
        const same = person.name === name && sameRoles(person.roles, roles) && samePlace(person, { unitId, superior });
        ensure(same || metadata.actor.kind === 'system', 'person-already-registered'); // first-start never overwrites
        return [];
      }
      ensurePlace(staff, staffId, { unitId, superior });
      const data = { staffId, name, roles: inOrder(roles), ...placeOf({ unitId, superior }) };
      return [{ type: 'PersonRegistered', data }];
    },

    RenamePerson: ({ staffId, name }, person) => {
      ensureFound(person, 'person-not-found');
      return person.name === name ? [] : [{ type: 'PersonRenamed', data: { staffId, name } }];
    },

    ChangePersonRoles: ({ staffId, roles }, person, { staff }) => {
      ensureFound(person, 'person-not-found');
      if (sameRoles(person.roles, roles)) return [];
      ensure(roles.includes('admin') || !isLastAdmin(staff, staffId), 'last-admin');
      ensureStillReviewable(staff, staffId, { roles });
      return [{ type: 'PersonRolesChanged', data: { staffId, roles: inOrder(roles), previous: person.roles } }];
    },

    MovePerson: ({ staffId, unitId, superior }, person, { staff }) => {
      ensureFound(person, 'person-not-found');
      if (samePlace(person, { unitId, superior })) return [];
      ensurePlace(staff, staffId, { unitId, superior });
      return [{ type: 'PersonMoved', data: { staffId, ...placeOf({ unitId, superior }) } }];
    },

    AppointDeputy: ({ staffId, deputy }, person, { staff }) => {
      ensureFound(person, 'person-not-found');
      if (person.deputy === deputy) return [];
      ensure(deputy !== staffId, 'own-deputy');
      ensure(staff.isActive(deputy), 'deputy-not-active');
      return [{ type: 'DeputyAppointed', data: { staffId, deputy } }];
    },

    DismissDeputy: ({ staffId, deputy }, person) => {
      ensureFound(person, 'person-not-found');
      if (person.deputy === undefined) return [];
      ensure(person.deputy === deputy, 'not-the-deputy');
      return [{ type: 'DeputyDismissed', data: { staffId, deputy } }];
    },

    DeactivatePerson: ({ staffId, reason, metadata }, person, { staff }) => {
      ensure(metadata.actor.id !== staffId, 'own-deactivation');
      ensureFound(person, 'person-not-found');
      if (person.inactive) {
        ensure(person.inactive.reason === reason, 'person-already-inactive');
        return [];
      }
      ensure(!isLastAdmin(staff, staffId), 'last-admin');
      ensureStillReviewable(staff, staffId, { active: false });
      const handOverTo = staff.superiorOf(staffId);
      ensure(handOverTo, 'nobody-to-hand-over-to');
      const left = { staffId, round: person.round + 1, reason, handOverTo };
      return [...closeLeaves(staffId, person), { type: 'PersonDeactivated', data: left }];
    },

    ReactivatePerson: ({ staffId }, person) => {
      ensureFound(person, 'person-not-found');
      return person.inactive ? [{ type: 'PersonReactivated', data: { staffId, round: person.round } }] : [];
    },

    RecordHandOver: ({ staffId, round, upTo }, person) => {
      ensureFound(person, 'person-not-found');
      if (!person.handOver || person.handOver.done || person.handOver.round !== round) return [];
      return [{ type: 'HandOverCompleted', data: { staffId, round, upTo } }];
    },

    ...decideLeave,
  },
  evolve: {
    PersonRegistered: (_, { data: { name, roles, unitId, superior } }) => ({
      name,
      roles,
      unitId,
      superior,
      round: 0,
      leaves: [],
    }),
    PersonRenamed: (person, { data: { name } }) => changed(person, { name }),
    PersonRolesChanged: (person, { data: { roles } }) => changed(person, { roles }),
    PersonMoved: (person, { data: { unitId, superior } }) => changed(person, { unitId, superior }),
    DeputyAppointed: (person, { data: { deputy } }) => changed(person, { deputy }),
    DeputyDismissed: (person) => changed(person, { deputy: undefined }),
    PersonDeactivated: (person, { data: { round, reason, handOverTo } }) =>
      changed(person, {
        round,
        inactive: { reason },
        handOver: { round, cause: 'departure', handOverTo, done: false },
      }),
    PersonReactivated: (person) => changed(person, { inactive: undefined, handOver: undefined }),
    HandOverCompleted: (person) =>
      changed(person, person?.handOver && { handOver: { ...person.handOver, done: true } }),
    ...evolveLeave,
  },
});

const changed = (person: PersonState | undefined, change: Partial<PersonState> = {}): PersonState | undefined =>
  person && { ...person, ...change };

/** Roles that rule over the others: only an admin gives them, whoever else may register people. */
const rulingRoles: readonly Role[] = ['admin', 'director'];
/** What an import may bring for somebody who could not register people by hand: the sales line of a team. */
const importedRoles: readonly Role[] = ['rep', 'supervisor'];

function mayGrant({ actor, onBehalfOf }: CommandMetadata, roles: readonly Role[], staff: StaffDirectory): boolean {
  if (actor.kind === 'system') return true;
  const granter = staff.rolesOf(actor.kind === 'staff' ? actor.id : (onBehalfOf ?? '')) ?? [];
  if (granter.includes('admin')) return true;
  return roles.every((role) => (granter.includes('hr') ? !rulingRoles.includes(role) : importedRoles.includes(role)));
}

const isLastAdmin = (staff: StaffDirectory, staffId: string): boolean => {
  const admins = staff.activeWith('admin');
  return admins.length === 1 && admins[0] === staffId;
};

function ensureStillReviewable(
  staff: StaffDirectory,
  staffId: string,
  change: { readonly active?: boolean; readonly roles?: readonly Role[] },
): void {
  const person = staff.person(staffId);
  if (!person) return;
  ensure(!losesReview(staff, staff.withPerson({ ...person, ...change }), staffId), 'last-possible-reviewer');
}

function ensurePlace(staff: StaffDirectory, staffId: string, { unitId, superior }: Place): void {
  if (unitId !== undefined && !staff.unit(unitId)) throw new DomainError('unit-not-found', 'refused', { unitId });
  if (superior === undefined) return;
  ensure(superior !== staffId, 'own-superior');
  ensure(staff.isActive(superior), 'superior-not-active', { superior });
}

const inOrder = (roles: readonly Role[]): readonly Role[] => allRoles.filter((role) => roles.includes(role));

const sameRoles = (a: readonly Role[], b: readonly Role[]): boolean => inOrder(a).join() === inOrder(b).join();

const samePlace = (a: Place, b: Place): boolean => a.unitId === b.unitId && a.superior === b.superior;

const placeOf = ({ unitId, superior }: Place): Place => ({
  ...(unitId !== undefined && { unitId }),
  ...(superior !== undefined && { superior }),
});
