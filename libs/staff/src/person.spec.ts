import type { Actor, CommandMetadata, Intention, Role } from '@dealtrail/event-sourcing';
import { fold, permissionOf } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { AppointDeputy, DismissDeputy } from './person-record.commands.js';
import type { AnyPersonCommand } from './person.commands.js';
import { person } from './person.decider.js';
import type { PersonEvent } from './person.events.js';
import { staffFold } from './staff.fold.js';
import type { UnitEvent } from './unit.events.js';

/** Zhao heads team east.1, where Li and Wu sell; Qian is admin, Hu is in HR, Sun supports sales. */
const company: readonly (PersonEvent | UnitEvent)[] = [
  { type: 'UnitRegistered', data: { unitId: 'east.1', kind: 'team', name: '華東一組' } },
  { type: 'UnitHeadAppointed', data: { unitId: 'east.1', head: 'zhao' } },
  { type: 'PersonRegistered', data: { staffId: 'qian', name: '錢', roles: ['admin'] } },
  { type: 'PersonRegistered', data: { staffId: 'hu', name: '胡', roles: ['hr'] } },
  { type: 'PersonRegistered', data: { staffId: 'sun', name: '孫', roles: ['salesSupport'] } },
  { type: 'PersonRegistered', data: { staffId: 'zhao', name: '趙', roles: ['supervisor'], unitId: 'east.1' } },
  { type: 'PersonRegistered', data: { staffId: 'wu', name: '吳', roles: ['rep'], unitId: 'east.1' } },
  { type: 'PersonRegistered', data: { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1' } },
];
const staff = fold(staffFold, company);
const given = specification(person, { staff });

const metadata: CommandMetadata = {
  commandId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  actor: { kind: 'staff', id: 'qian' },
  correlationId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  occurredAt: '2026-03-02T01:00:00.000Z',
};
const by = (actor: Actor, intention: Intention<AnyPersonCommand>, onBehalfOf?: string): AnyPersonCommand =>
  ({ ...intention, metadata: { ...metadata, actor, ...(onBehalfOf && { onBehalfOf }) } }) as AnyPersonCommand;
const byAdmin = (intention: Intention<AnyPersonCommand>): AnyPersonCommand => by(metadata.actor, intention);
const qian: Actor = { kind: 'staff', id: 'qian' };
const hu: Actor = { kind: 'staff', id: 'hu' };
const system: Actor = { kind: 'system', id: 'first-start' };
const csv: Actor = { kind: 'import', id: 'crm-pipeline' };
const handOver: Actor = { kind: 'process', id: 'handOver/li/1' };

const registered: PersonEvent = {
  type: 'PersonRegistered',
  data: { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1' },
};
const left: PersonEvent = {
  type: 'PersonDeactivated',
  data: { staffId: 'li', round: 1, reason: '離職', handOverTo: 'zhao' },
};
const back: PersonEvent = { type: 'PersonReactivated', data: { staffId: 'li', round: 1 } };
const handedOver: PersonEvent = { type: 'HandOverCompleted', data: { staffId: 'li', round: 1, upTo: 42 } };
const deputised: PersonEvent = { type: 'DeputyAppointed', data: { staffId: 'li', deputy: 'wu' } };

function hired(staffId: string, role: Role): PersonEvent {
  return { type: 'PersonRegistered', data: { staffId, name: staffId, roles: [role] } };
}

describe('RegisterPerson', () => {
  const register = { type: 'RegisterPerson', staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1' } as const;
  const intention = { ...register, roles: [...register.roles] } satisfies Intention<AnyPersonCommand>;

  it('enters a person', () => given().when(byAdmin(intention)).then(registered));
  it('keeps roles in one order', () =>
    given()
      .when(byAdmin({ ...intention, roles: ['mentor', 'rep'] }))
      .then({ ...registered, data: { ...registered.data, roles: ['rep', 'mentor'] } } as PersonEvent));
  it('stays quiet when the same person is registered', () => given(registered).when(byAdmin(intention)).thenNothing());
  it('stays quiet at a first start after somebody renamed the person', () =>
    given(registered, { type: 'PersonRenamed', data: { staffId: 'li', name: '李娜' } })
      .when(by(system, intention))
      .thenNothing());
  it('refuses another person under the same code', () =>
    given(registered)
      .when(byAdmin({ ...intention, name: '黎' }))
      .thenRefuses('person-already-registered'));
  it('refuses a unit nobody knows', () =>
    given()
      .when(byAdmin({ ...intention, unitId: 'moon' }))
      .thenRefuses('unit-not-found'));
  it('refuses an unknown superior, and the person as their own', () => {
    given()
      .when(byAdmin({ ...intention, superior: 'nobody' }))
      .thenRefuses('superior-not-active');
    given()
      .when(byAdmin({ ...intention, superior: 'li' }))
      .thenRefuses('own-superior');
  });
  it('lets only an admin or the system make an admin or a director', () => {
    given()
      .when(by(hu, { ...intention, roles: ['director'] }))
      .thenRefuses('role-not-grantable');
    given()
      .when(by(csv, { ...intention, roles: ['admin'] }, 'hu'))
      .thenRefuses('role-not-grantable');
    given()
      .when(by(hu, { ...intention, roles: ['finance'] }))
      .then(withRoles('finance'));
    given()
      .when(by(qian, { ...intention, roles: ['director'] }))
      .then(withRoles('director'));
    given()
      .when(by(system, { ...intention, roles: ['admin'] }))
      .then(withRoles('admin'));
  });
  it('lets an import for sales support bring a team and nothing above it', () => {
    given()
      .when(by(csv, intention, 'sun'))
      .then(registered);
    given()
      .when(by(csv, { ...intention, roles: ['salesManager'] }, 'sun'))
      .thenRefuses('role-not-grantable');
    given()
      .when(by(csv, { ...intention, roles: ['salesManager'] }))
      .thenRefuses('role-not-grantable');
  });
  const withRoles = (role: 'finance' | 'director' | 'admin'): PersonEvent => ({
    type: 'PersonRegistered',
    data: { staffId: 'li', name: '李', roles: [role], unitId: 'east.1' },
  });
});

describe('RenamePerson', () => {
  const rename = byAdmin({ type: 'RenamePerson', staffId: 'li', name: '李娜' });
  it('renames', () =>
    given(registered)
      .when(rename)
      .then({ type: 'PersonRenamed', data: { staffId: 'li', name: '李娜' } }));
  it('stays quiet when that is the name', () =>
    given(registered, { type: 'PersonRenamed', data: { staffId: 'li', name: '李娜' } })
      .when(rename)
      .thenNothing());
  it('refuses when nobody has this code', () => given().when(rename).thenRefuses('person-not-found'));
});

describe('ChangePersonRoles', () => {
  it('replaces the roles', () =>
    given(registered)
      .when(byAdmin({ type: 'ChangePersonRoles', staffId: 'li', roles: ['mentor', 'rep'] }))
      .then({ type: 'PersonRolesChanged', data: { staffId: 'li', roles: ['rep', 'mentor'], previous: ['rep'] } }));
  it('stays quiet when they are the same', () =>
    given(registered)
      .when(byAdmin({ type: 'ChangePersonRoles', staffId: 'li', roles: ['rep'] }))
      .thenNothing());
  it('refuses to leave the company without an admin', () =>
    given({ type: 'PersonRegistered', data: { staffId: 'qian', name: '錢', roles: ['admin'] } })
      .when(byAdmin({ type: 'ChangePersonRoles', staffId: 'qian', roles: ['auditor'] }))
      .thenRefuses('last-admin'));
});

describe('MovePerson', () => {
  const move = byAdmin({ type: 'MovePerson', staffId: 'li', superior: 'wu' });
  const moved: PersonEvent = { type: 'PersonMoved', data: { staffId: 'li', superior: 'wu' } };
  it('moves to another place', () => given(registered).when(move).then(moved));
  it('stays quiet when already there', () => given(registered, moved).when(move).thenNothing());
  it('refuses a unit nobody knows', () =>
    given(registered)
      .when(byAdmin({ type: 'MovePerson', staffId: 'li', unitId: 'moon' }))
      .thenRefuses('unit-not-found'));
});

describe('AppointDeputy', () => {
  const appoint = byAdmin({ type: 'AppointDeputy', staffId: 'li', deputy: 'wu' });
  it('appoints', () => given(registered).when(appoint).then(deputised));
  it('stays quiet when already appointed', () => given(registered, deputised).when(appoint).thenNothing());
  it('is for those who lead units or review, each for themselves', () => {
    const allow = permissionOf(new AppointDeputy());
    for (const role of ['legal', 'finance', 'technical', 'operations', 'customerService', 'supervisor'] as const)
      expect(allow.roles[role]).toBe('own');
    expect(allow.roles.rep).toBeUndefined();
    expect(permissionOf(new DismissDeputy())).toEqual(allow);
  });
  it('refuses the person, and somebody who is not active', () => {
    given(registered)
      .when(byAdmin({ type: 'AppointDeputy', staffId: 'li', deputy: 'li' }))
      .thenRefuses('own-deputy');
    given(registered)
      .when(byAdmin({ type: 'AppointDeputy', staffId: 'li', deputy: 'nobody' }))
      .thenRefuses('deputy-not-active');
  });
});

describe('DismissDeputy', () => {
  const dismiss = byAdmin({ type: 'DismissDeputy', staffId: 'li', deputy: 'wu' });
  it('dismisses', () =>
    given(registered, deputised)
      .when(dismiss)
      .then({ type: 'DeputyDismissed', data: { staffId: 'li', deputy: 'wu' } }));
  it('stays quiet when there is none', () => given(registered).when(dismiss).thenNothing());
  it('refuses when somebody else is the deputy', () =>
    given(registered, { type: 'DeputyAppointed', data: { staffId: 'li', deputy: 'zhao' } })
      .when(dismiss)
      .thenRefuses('not-the-deputy'));
});

describe('DeactivatePerson', () => {
  const leave = byAdmin({ type: 'DeactivatePerson', staffId: 'li', reason: '離職' });
  it('names who takes over', () => given(registered).when(leave).then(left));
  it('stays quiet when already so', () => given(registered, left).when(leave).thenNothing());
  it('counts a second departure', () =>
    given(registered, left, back)
      .when(leave)
      .then({ type: 'PersonDeactivated', data: { staffId: 'li', round: 2, reason: '離職', handOverTo: 'zhao' } }));
  it('refuses another reason afterwards', () =>
    given(registered, left)
      .when(byAdmin({ type: 'DeactivatePerson', staffId: 'li', reason: '調職' }))
      .thenRefuses('person-already-inactive'));
  it('refuses oneself', () =>
    given(registered)
      .when(by({ kind: 'staff', id: 'li' }, { type: 'DeactivatePerson', staffId: 'li', reason: '離職' }))
      .thenRefuses('own-deactivation'));
  it('refuses the last admin', () =>
    given({ type: 'PersonRegistered', data: { staffId: 'qian', name: '錢', roles: ['admin'] } })
      .when(by(hu, { type: 'DeactivatePerson', staffId: 'qian', reason: '離職' }))
      .thenRefuses('last-admin'));
  it('refuses when nobody is left to hand over to', () =>
    specification(person, { staff: staffFold.initialState })(registered)
      .when(leave)
      .thenRefuses('nobody-to-hand-over-to'));
});

describe('the last possible reviewer', () => {
  const reviewers = [...company, hired('fang', 'legal'), hired('jin', 'finance'), hired('zhou', 'director')];
  const givenReviewers = specification(person, { staff: fold(staffFold, reviewers) });
  const leave = (staffId: string) => byAdmin({ type: 'DeactivatePerson', staffId, reason: '離職' });

  it('does not leave: without Zhou nobody would decide on what the admin wrote', () =>
    givenReviewers(hired('zhou', 'director')).when(leave('zhou')).thenRefuses('last-possible-reviewer'));
  it('keeps the role', () =>
    givenReviewers(hired('zhou', 'director'))
      .when(byAdmin({ type: 'ChangePersonRoles', staffId: 'zhou', roles: ['rep'] }))
      .thenRefuses('last-possible-reviewer'));
  it('may get more roles, or another that reviews as much', () => {
    for (const roles of [['director', 'legal'] as const, ['admin'] as const])
      givenReviewers(hired('zhou', 'director'))
        .when(byAdmin({ type: 'ChangePersonRoles', staffId: 'zhou', roles: [...roles] }))
        .then({ type: 'PersonRolesChanged', data: { staffId: 'zhou', roles, previous: ['director'] } });
  });
  it('is nobody for whom others stand in', () =>
    givenReviewers(hired('fang', 'legal'))
      .when(leave('fang'))
      .then({
        type: 'PersonDeactivated',
        data: { staffId: 'fang', round: 1, reason: '離職', handOverTo: 'zhou' },
      }));
  it('is nobody in a company that is too small to review', () =>
    given(hired('sun', 'salesSupport'))
      .when(leave('sun'))
      .then({ type: 'PersonDeactivated', data: { staffId: 'sun', round: 1, reason: '離職', handOverTo: 'qian' } }));
});

describe('ReactivatePerson', () => {
  const reactivate = byAdmin({ type: 'ReactivatePerson', staffId: 'li' });
  it('brings back', () => given(registered, left).when(reactivate).then(back));
  it('stays quiet when active', () => given(registered).when(reactivate).thenNothing());
  it('refuses when nobody has this code', () => given().when(reactivate).thenRefuses('person-not-found'));
});

describe('RecordHandOver', () => {
  const record = by(handOver, { type: 'RecordHandOver', staffId: 'li', round: 1, upTo: 42 });
  it('records', () => given(registered, left).when(record).then(handedOver));
  it('stays quiet when recorded, when the person is back, and for an earlier hand-over', () => {
    given(registered, left, handedOver).when(record).thenNothing();
    given(registered, left, back).when(record).thenNothing();
    given(registered, left, back, { ...left, data: { ...left.data, round: 2 } } as PersonEvent)
      .when(record)
      .thenNothing();
  });
  it('refuses when nobody has this code', () => given().when(record).thenRefuses('person-not-found'));
});
