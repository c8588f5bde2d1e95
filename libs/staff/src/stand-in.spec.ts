import { fold, roles, type Role } from '@dealtrail/event-sourcing';
import type { PersonEvent } from './person.events.js';
import type { StandIn } from './stand-in.js';
import { staffFold } from './staff.fold.js';
import type { UnitEvent } from './unit.events.js';

type StaffEvent = PersonEvent | UnitEvent;

const person = (staffId: string, role: Role, unitId?: string): StaffEvent => ({
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
const away = (staffId: string): StaffEvent => ({
  type: 'LeaveBegun',
  data: { staffId, leaveId: staffId, round: 1, from: '', until: '', beginsAt: '', endsAt: '' },
});
const back = (staffId: string): StaffEvent => ({ type: 'LeaveEnded', data: { staffId, leaveId: staffId, round: 1 } });

/** Legal (team legal.1 in department legal): Fang reviews, Guo is deputy, Mei heads the team, Lin the department. */
const company: readonly StaffEvent[] = [
  unit('legal', 'department'),
  unit('legal.1', 'team', 'legal'),
  person('admin', 'admin'),
  person('boss.a', 'director'),
  person('boss.b', 'director'),
  person('fang', 'legal', 'legal.1'),
  person('guo', 'legal', 'legal.1'),
  person('hao', 'legal'),
  person('lin', 'legal', 'legal'),
  person('mei', 'legal', 'legal.1'),
  head('legal.1', 'mei'),
  head('legal', 'lin'),
  deputy('fang', 'guo'),
];
const directory = (...more: readonly StaffEvent[]) => fold(staffFold, [...company, ...more]);
const team: StandIn = { staffId: 'mei', via: 'head', unitId: 'legal.1' };
const department: StandIn = { staffId: 'lin', via: 'head', unitId: 'legal' };

describe('who takes a step over from Fang', () => {
  const cases: readonly [string, readonly StaffEvent[], readonly string[], StandIn][] = [
    ['is the deputy', [], [], { staffId: 'guo', via: 'deputy' }],
    ['is the deputy of one who left too', [gone('fang')], [], { staffId: 'guo', via: 'deputy' }],
    ['is the head of the team when the deputy has left', [gone('guo')], [], team],
    ['is the head of the team when the deputy is the author', [], ['guo'], team],
    ['is the head of the team when the deputy is away', [away('guo')], [], team],
    ['is the deputy once back', [away('guo'), back('guo')], [], { staffId: 'guo', via: 'deputy' }],
    ['is the head above when the head is the author', [], ['guo', 'mei'], department],
    [
      'is never a deputy of the deputy',
      [deputy('guo', 'hao'), gone('guo')],
      [],
      team, // one level
    ],
    [
      'is the superior who was named, before the heads',
      [{ type: 'PersonMoved', data: { staffId: 'fang', unitId: 'legal.1', superior: 'hao' } }, gone('guo')],
      [],
      { staffId: 'hao', via: 'head' },
    ],
    [
      'is the deputy of a head who is not here',
      [deputy('mei', 'hao'), gone('guo'), away('mei')],
      [],
      { staffId: 'hao', via: 'head', unitId: 'legal.1' },
    ],
    ['is not the deputy of a head who is here and may not', [deputy('mei', 'hao'), gone('guo')], ['mei'], department],
    ['is a director when no head may', [], ['guo', 'mei', 'lin'], { staffId: 'boss.a', via: 'director' }],
    ['is another director', [away('boss.a')], ['guo', 'mei', 'lin'], { staffId: 'boss.b', via: 'director' }],
    ['is an admin in the end', [], ['guo', 'mei', 'lin', 'boss.a', 'boss.b'], { staffId: 'admin', via: 'admin' }],
    [
      'is somebody away when nobody else is left',
      [away('guo'), gone('mei'), gone('lin'), gone('boss.a'), gone('boss.b')],
      ['admin'],
      { staffId: 'guo', via: 'deputy' },
    ],
  ];
  it.each(cases)('%s', (_, more, without, expected) => {
    expect(directory(...more).standInFor('fang', { without: new Set(without) })).toEqual(expected);
  });

  it('is only who may serve', () =>
    expect(directory().standInFor('fang', { without: new Set(), mayServe: (id) => id.startsWith('boss') })).toEqual({
      staffId: 'boss.a',
      via: 'director',
    }));
  it('of a head is the head above, not the own team', () =>
    expect(directory().standInFor('mei', { without: new Set() })).toEqual(department));
  it('is nobody when all that are left are barred', () =>
    expect(
      fold(staffFold, [person('admin', 'admin'), person('fang', 'legal')]).standInFor('fang', {
        without: new Set(['admin']),
      }),
    ).toBeUndefined());
});

/** A repeatable sequence in [0, 1): mulberry32. */
function chance(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

describe('a stand-in in any company', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed))('is active, free and not barred (seed %i)', (seed) => {
    const random = chance(seed);
    const pick = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T;
    const ids = Array.from({ length: 2 + Math.floor(random() * 10) }, (_, n) => `p${n}`);
    const units = ['t1', 't2', 'r1', 'd1'];
    const facts: StaffEvent[] = [
      unit('d1', 'department'),
      unit('r1', 'region', 'd1'),
      unit('t1', 'team', 'r1'),
      unit('t2', 'team', random() < 0.5 ? 'd1' : undefined),
      ...ids.map((id) => person(id, pick(roles), random() < 0.8 ? pick(units) : undefined)),
      ...units.filter(() => random() < 0.8).map((unitId) => head(unitId, pick(ids))),
    ];
    for (const id of ids) {
      if (random() < 0.4) facts.push(deputy(id, pick(ids)));
      if (random() < 0.2) facts.push({ type: 'PersonMoved', data: { staffId: id, superior: pick(ids) } });
      if (random() < 0.3) facts.push(gone(id));
      if (random() < 0.3) facts.push(away(id));
    }
    const staff = fold(staffFold, facts);
    for (const id of ids) {
      const without = new Set(ids.filter(() => random() < 0.3));
      const mayServe = (other: string): boolean => Number(other.slice(1)) % 5 !== 0;
      const found = staff.standInFor(id, { without, mayServe });
      const leaders = [...staff.activeWith('director'), ...staff.activeWith('admin'), staff.activeDeputyOf(id)].filter(
        (other) => other !== undefined && other !== id && !without.has(other) && mayServe(other),
      );
      if (!found) expect(leaders).toEqual([]);
      else {
        expect(found.staffId).not.toBe(id);
        expect(staff.isActive(found.staffId)).toBe(true);
        expect(without.has(found.staffId)).toBe(false);
        expect(mayServe(found.staffId)).toBe(true);
        if (!staff.isAvailable(found.staffId))
          expect(leaders.filter((other) => other !== undefined && staff.isAvailable(other))).toEqual([]);
      }
    }
  });
});
