import type { Event } from '@dealtrail/event-sourcing';
import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { leaveRegister, type LeaveRow } from './leave-register.projection.js';
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
const row: StaffRow = { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1', active: true, away: false };

describe('staffRegister', () => {
  it('enters a person', () => people(registered).then(row));
  it('follows name, roles, place and deputy', () =>
    people(
      registered,
      { type: 'PersonRenamed', data: { staffId: 'li', name: '李娜' } },
      { type: 'PersonRolesChanged', data: { staffId: 'li', roles: ['rep', 'mentor'] } },
      { type: 'PersonMoved', data: { staffId: 'li', superior: 'wu' } },
      { type: 'DeputyAppointed', data: { staffId: 'li', deputy: 'wu' } },
    ).then({
      staffId: 'li',
      name: '李娜',
      roles: ['rep', 'mentor'],
      superior: 'wu',
      deputy: 'wu',
      active: true,
      away: false,
    }));
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

const leaveTime = {
  from: '2026-10-08',
  until: '2026-10-09',
  beginsAt: '2026-10-07T16:00:00.000Z',
  endsAt: '2026-10-09T16:00:00.000Z',
};
const leaveOf = { staffId: 'li', leaveId: 'a' };
const planned: PersonEvent = { type: 'LeavePlanned', data: { ...leaveOf, ...leaveTime } };
const begun: PersonEvent = { type: 'LeaveBegun', data: { ...leaveOf, round: 1, ...leaveTime } };
const ended: PersonEvent = { type: 'LeaveEnded', data: { ...leaveOf, round: 1 } };

describe('staffRegister, of leave', () => {
  it('shows who is away until when, and who is back', () => {
    people(registered, planned).then(row);
    people(registered, planned, begun).then({ ...row, away: true, awayUntil: '2026-10-09' });
    people(registered, planned, begun, ended).then(row);
  });
  it('says of handed over things only of those who have left', () =>
    people(registered, begun, { type: 'HandOverCompleted', data: { staffId: 'li', round: 1, upTo: 42 } }).then({
      ...row,
      away: true,
      awayUntil: '2026-10-09',
    }));
});

describe('leaveRegister', () => {
  const leaves = (...events: readonly PersonEvent[]) => projectionSpecification(leaveRegister)(...events.map(at));
  const leaveRow: LeaveRow = { id: 'li/a', ...leaveOf, ...leaveTime, state: 'planned' };
  const closedAt = '2026-03-02T01:00:00.000Z';

  it('follows a leave from the plan to the end', () => {
    leaves(planned).then(leaveRow);
    leaves(planned, begun).then({ ...leaveRow, state: 'begun' });
    leaves(planned, begun, ended).then({ ...leaveRow, state: 'ended', closedAt });
  });
  it('keeps what was cancelled', () =>
    leaves(planned, { type: 'LeaveCancelled', data: leaveOf }).then({ ...leaveRow, state: 'cancelled', closedAt }));
  it('tells two people’s leaves of one id apart', () =>
    leaves(planned, { type: 'LeavePlanned', data: { ...leaveOf, staffId: 'wu', ...leaveTime } }).then(leaveRow, {
      ...leaveRow,
      id: 'wu/a',
      staffId: 'wu',
    }));
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
