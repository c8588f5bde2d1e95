import { fold, type Actor, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { staffFold } from './staff.fold.js';
import type { AnyUnitCommand } from './unit.commands.js';
import { unit } from './unit.decider.js';
import type { UnitEvent } from './unit.events.js';

const staff = fold(staffFold, [
  { type: 'UnitRegistered', data: { unitId: 'east', kind: 'region', name: '華東' } },
  { type: 'UnitRegistered', data: { unitId: 'west', kind: 'region', name: '華西' } },
  { type: 'PersonRegistered', data: { staffId: 'zhao', name: '趙', roles: ['supervisor'] } },
  { type: 'PersonRegistered', data: { staffId: 'wu', name: '吳', roles: ['supervisor'] } },
]);
const given = specification(unit, { staff });

const metadata: CommandMetadata = {
  commandId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  actor: { kind: 'staff', id: 'qian' },
  correlationId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  occurredAt: '2026-03-02T01:00:00.000Z',
};
const by = (actor: Actor, intention: Intention<AnyUnitCommand>): AnyUnitCommand =>
  ({ ...intention, metadata: { ...metadata, actor } }) as AnyUnitCommand;
const byAdmin = (intention: Intention<AnyUnitCommand>): AnyUnitCommand => by(metadata.actor, intention);

const team = { unitId: 'east.1', kind: 'team', name: '華東一組', parent: 'east' } as const;
const registered: UnitEvent = { type: 'UnitRegistered', data: team };
const headed: UnitEvent = { type: 'UnitHeadAppointed', data: { unitId: 'east.1', head: 'zhao' } };

describe('RegisterUnit', () => {
  const register = byAdmin({ type: 'RegisterUnit', ...team });
  it('registers', () => given().when(register).then(registered));
  it('stays quiet when it is registered', () => given(registered).when(register).thenNothing());
  it('refuses another unit under the same code', () =>
    given(registered)
      .when(byAdmin({ type: 'RegisterUnit', ...team, name: '華東二組' }))
      .thenRefuses('unit-already-registered'));
  it('refuses an unknown parent and one that is not larger', () => {
    given()
      .when(byAdmin({ type: 'RegisterUnit', ...team, parent: 'moon' }))
      .thenRefuses('parent-not-found');
    given()
      .when(byAdmin({ type: 'RegisterUnit', ...team, kind: 'region' }))
      .thenRefuses('parent-not-larger');
  });
});

describe('RenameUnit', () => {
  const rename = byAdmin({ type: 'RenameUnit', unitId: 'east.1', name: '華東大客戶組' });
  const renamed: UnitEvent = { type: 'UnitRenamed', data: { unitId: 'east.1', name: '華東大客戶組' } };
  it('renames', () => given(registered).when(rename).then(renamed));
  it('stays quiet when that is the name', () => given(registered, renamed).when(rename).thenNothing());
  it('refuses when there is none', () => given().when(rename).thenRefuses('unit-not-found'));
});

describe('MoveUnit', () => {
  const move = byAdmin({ type: 'MoveUnit', unitId: 'east.1', parent: 'west' });
  const moved: UnitEvent = { type: 'UnitMoved', data: { unitId: 'east.1', parent: 'west' } };
  it('moves', () => given(registered).when(move).then(moved));
  it('lets a unit stand alone', () =>
    given(registered)
      .when(byAdmin({ type: 'MoveUnit', unitId: 'east.1' }))
      .then({ type: 'UnitMoved', data: { unitId: 'east.1' } }));
  it('stays quiet when already there', () => given(registered, moved).when(move).thenNothing());
  it('refuses an unknown parent', () =>
    given(registered)
      .when(byAdmin({ type: 'MoveUnit', unitId: 'east.1', parent: 'moon' }))
      .thenRefuses('parent-not-found'));
});

describe('AppointUnitHead', () => {
  const appoint = byAdmin({ type: 'AppointUnitHead', unitId: 'east.1', head: 'zhao' });
  it('appoints', () => given(registered).when(appoint).then(headed));
  it('replaces, and says whom', () =>
    given(registered, headed)
      .when(byAdmin({ type: 'AppointUnitHead', unitId: 'east.1', head: 'wu' }))
      .then({ type: 'UnitHeadAppointed', data: { unitId: 'east.1', head: 'wu', previous: 'zhao' } }));
  it('stays quiet when already appointed', () => given(registered, headed).when(appoint).thenNothing());
  it('refuses somebody who is not active', () =>
    given(registered)
      .when(byAdmin({ type: 'AppointUnitHead', unitId: 'east.1', head: 'nobody' }))
      .thenRefuses('head-not-active'));
  it('refuses an import that would replace a head', () =>
    given(registered, headed)
      .when(by({ kind: 'import', id: 'crm-pipeline' }, { type: 'AppointUnitHead', unitId: 'east.1', head: 'wu' }))
      .thenRefuses('head-already-appointed'));
});
