import type { Event } from '@dealtrail/event-sourcing';
import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { PersonEvent } from './person.events.js';
import { staffRegister, type StaffRow } from './staff-register.projection.js';
import { unitRegister } from './unit-register.projection.js';
import type { UnitEvent } from './unit.events.js';

const at = <E extends Event>(event: E, revision: number) => recorded(event, 'staff-li', revision);
const people = (...events: readonly PersonEvent[]) => projectionSpecification(staffRegister)(...events.map(at));
const units = (...events: readonly UnitEvent[]) => projectionSpecification(unitRegister)(...events.map(at));

const registered: PersonEvent = {
  type: 'PersonRegistered',
  data: { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1' },
};
const left: PersonEvent = {
  type: 'PersonDeactivated',
  data: { staffId: 'li', round: 1, reason: '離職', handOverTo: 'zhao' },
};
const row: StaffRow = { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1', active: true };

describe('staffRegister', () => {
  it('enters a person', () => people(registered).then(row));
  it('follows name, roles, place and deputy', () =>
    people(
      registered,
      { type: 'PersonRenamed', data: { staffId: 'li', name: '李娜' } },
      { type: 'PersonRolesChanged', data: { staffId: 'li', roles: ['rep', 'mentor'] } },
      { type: 'PersonMoved', data: { staffId: 'li', superior: 'wu' } },
      { type: 'DeputyAppointed', data: { staffId: 'li', deputy: 'wu' } },
    ).then({ staffId: 'li', name: '李娜', roles: ['rep', 'mentor'], superior: 'wu', deputy: 'wu', active: true }));
  it('forgets a dismissed deputy', () =>
    people(
      registered,
      { type: 'DeputyAppointed', data: { staffId: 'li', deputy: 'wu' } },
      { type: 'DeputyDismissed', data: { staffId: 'li', deputy: 'wu' } },
    ).then(row));
  it('shows who left, when, and whether all is handed over, but not why', () => {
    const gone = { ...row, active: false, leftAt: '2026-03-02T01:00:00.000Z', handOverTo: 'zhao' };
    people(registered, left).then({ ...gone, handedOver: false });
    people(registered, left, { type: 'HandOverCompleted', data: { staffId: 'li', round: 1, upTo: 42 } }).then({
      ...gone,
      handedOver: true,
    });
  });
  it('shows who came back as if they had never left', () =>
    people(registered, left, { type: 'PersonReactivated', data: { staffId: 'li', round: 1 } }).then(row));
});

describe('unitRegister', () => {
  const team: UnitEvent = {
    type: 'UnitRegistered',
    data: { unitId: 'east.1', kind: 'team', name: '華東一組', parent: 'east' },
  };
  it('enters a unit', () => units(team).then({ unitId: 'east.1', kind: 'team', name: '華東一組', parent: 'east' }));
  it('follows name, place and head', () =>
    units(
      team,
      { type: 'UnitRenamed', data: { unitId: 'east.1', name: '大客戶組' } },
      { type: 'UnitMoved', data: { unitId: 'east.1' } },
      { type: 'UnitHeadAppointed', data: { unitId: 'east.1', head: 'zhao' } },
    ).then({ unitId: 'east.1', kind: 'team', name: '大客戶組', head: 'zhao' }));
});
