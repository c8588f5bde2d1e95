import { evolve, fold } from '@dealtrail/event-sourcing';
import type { PersonEvent } from './person.events.js';
import { staffFold } from './staff.fold.js';
import type { UnitEvent } from './unit.events.js';

type StaffEvent = PersonEvent | UnitEvent;

const person = (staffId: string, role: 'rep' | 'supervisor' | 'director' | 'admin', unitId?: string): StaffEvent => ({
  type: 'PersonRegistered',
  data: { staffId, name: staffId, roles: [role], ...(unitId && { unitId }) },
});
const unit = (unitId: string, kind: 'team' | 'region' | 'department', parent?: string): StaffEvent => ({
  type: 'UnitRegistered',
  data: { unitId, kind, name: unitId, ...(parent && { parent }) },
});
const head = (unitId: string, staffId: string): StaffEvent => ({
  type: 'UnitHeadAppointed',
  data: { unitId, head: staffId },
});
const deputy = (staffId: string, stand: string): StaffEvent => ({
  type: 'DeputyAppointed',
  data: { staffId, deputy: stand },
});
const gone = (staffId: string): StaffEvent => ({
  type: 'PersonDeactivated',
  data: { staffId, round: 1, reason: '離職', handOverTo: 'admin' },
});

/** Sales = East (teams 1 and 2) + West; Ann and Bob sell in team 1 under Cat, Dot in team 2 under Eve, Fay heads East, Gil Sales. */
const company: readonly StaffEvent[] = [
  unit('sales', 'department'),
  unit('east', 'region', 'sales'),
  unit('west', 'region', 'sales'),
  unit('east.1', 'team', 'east'),
  unit('east.2', 'team', 'east'),
  person('admin', 'admin'),
  person('ann', 'rep', 'east.1'),
  person('bob', 'rep', 'east.1'),
  person('cat', 'supervisor', 'east.1'),
  person('dot', 'rep', 'east.2'),
  person('eve', 'supervisor', 'east.2'),
  person('fay', 'supervisor', 'east'),
  person('gil', 'director', 'sales'),
  head('east.1', 'cat'),
  head('east.2', 'eve'),
  head('east', 'fay'),
  head('sales', 'gil'),
];
const directory = (...more: readonly StaffEvent[]) => fold(staffFold, [...company, ...more]);
const reached = (staff: ReturnType<typeof directory>, id: string, scope: 'own' | 'team' | 'region' | 'department') =>
  [...staff.within(id, scope)].sort();

describe('who reaches whose records', () => {
  it.each([
    ['ann', 'own', ['ann']],
    ['ann', 'team', ['ann']],
    ['cat', 'own', ['cat']],
    ['cat', 'team', ['ann', 'bob', 'cat']],
    ['cat', 'department', ['ann', 'bob', 'cat']],
    ['fay', 'team', ['fay']],
    ['fay', 'region', ['ann', 'bob', 'cat', 'dot', 'eve', 'fay']],
    ['gil', 'region', ['gil']],
    ['gil', 'department', ['ann', 'bob', 'cat', 'dot', 'eve', 'fay', 'gil']],
    ['nobody', 'team', ['nobody']],
  ] as const)('%s by scope %s: %j', (id, scope, expected) => {
    expect(reached(directory(), id, scope)).toEqual(expected);
  });

  it('reaches as deputy what the head reaches', () => {
    expect(reached(directory(deputy('cat', 'bob')), 'bob', 'team')).toEqual(['ann', 'bob', 'cat']);
  });

  it('keeps those who left in reach, as their records are', () => {
    expect(reached(directory(gone('ann')), 'cat', 'team')).toEqual(['ann', 'bob', 'cat']);
  });

  it('follows a move from the next event on', () => {
    const before = directory();
    const moved = evolve(staffFold, before, { type: 'PersonMoved', data: { staffId: 'ann', unitId: 'east.2' } });
    expect(reached(before, 'cat', 'team')).toEqual(['ann', 'bob', 'cat']);
    expect(reached(moved, 'cat', 'team')).toEqual(['bob', 'cat']);
    expect(reached(moved, 'eve', 'team')).toEqual(['ann', 'dot', 'eve']);
  });
});

describe('the next superior', () => {
  it.each([
    ['a seller’s is the head of the team', [], 'ann', 'cat'],
    ['a head’s is the head above', [], 'cat', 'fay'],
    ['above the region is the department', [], 'fay', 'gil'],
    ['above the department is an admin', [], 'gil', 'admin'],
    ['is the deputy of a head who left', [deputy('cat', 'bob'), gone('cat')], 'ann', 'bob'],
    ['is never the own deputy', [deputy('cat', 'bob')], 'cat', 'fay'],
    ['skips a head who left', [gone('cat')], 'ann', 'fay'],
    ['skips everybody who left', [gone('cat'), gone('fay'), gone('gil')], 'ann', 'admin'],
    ['of one who left stays the same', [gone('ann')], 'ann', 'cat'],
    ['of one without a unit is a director', [person('hal', 'rep')], 'hal', 'gil'],
  ] as const)('%s', (_, more, id, expected) => {
    expect(directory(...more).superiorOf(id)).toBe(expected);
  });

  it('is the one named, as long as they are here', () => {
    const named: StaffEvent = { type: 'PersonMoved', data: { staffId: 'ann', unitId: 'east.1', superior: 'eve' } };
    expect(directory(named).superiorOf('ann')).toBe('eve');
    expect(directory(named, gone('eve')).superiorOf('ann')).toBe('cat');
  });

  it('is nobody when nobody else is there', () => {
    expect(fold(staffFold, [person('admin', 'admin')]).superiorOf('admin')).toBeUndefined();
  });
});

describe('people and units', () => {
  it('gives those who left no roles, and unknown people none at all', () => {
    expect(directory(gone('ann')).rolesOf('ann')).toEqual([]);
    expect(directory().rolesOf('nobody')).toBeUndefined();
  });

  it('finds the units of a person through smaller ones', () => {
    expect(directory().unitOf('ann', 'team')?.unitId).toBe('east.1');
    expect(directory().unitOf('ann', 'region')?.unitId).toBe('east');
    expect(directory().unitOf('ann', 'department')?.unitId).toBe('sales');
    expect(directory().unitOf('fay', 'team')).toBeUndefined();
  });

  it('names who answers for a unit', () => {
    expect(directory().head('east')).toBe('fay');
    expect(directory(gone('fay')).head('east')).toBeUndefined();
    expect(directory().head('west')).toBeUndefined();
  });

  it('folds ten thousand changes of five thousand people without copying them all each time', () => {
    const many: StaffEvent[] = [];
    for (let n = 0; n < 5_000; n++) many.push(person(`p${n}`, 'rep', 'east.1'));
    for (let n = 0; n < 5_000; n++) many.push({ type: 'PersonMoved', data: { staffId: `p${n}`, unitId: 'east.2' } });
    const before = process.cpuUsage();
    const staff = directory(...many);
    expect(staff.within('eve', 'team').size).toBe(5_002);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
