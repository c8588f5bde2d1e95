import type { Actor, CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import { authorise, fold, permissionOf } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { BeginLeave, CancelLeave, EndLeave, PlanLeave } from './leave.commands.js';
import type { AnyPersonCommand } from './person.commands.js';
import { person } from './person.decider.js';
import type { PersonEvent } from './person.events.js';
import { staffFold } from './staff.fold.js';
import type { UnitEvent } from './unit.events.js';

const company: readonly (PersonEvent | UnitEvent)[] = [
  { type: 'UnitRegistered', data: { unitId: 'east.1', kind: 'team', name: '華東一組' } },
  { type: 'UnitHeadAppointed', data: { unitId: 'east.1', head: 'zhao' } },
  { type: 'PersonRegistered', data: { staffId: 'qian', name: '錢', roles: ['admin'] } },
  { type: 'PersonRegistered', data: { staffId: 'hu', name: '胡', roles: ['hr'] } },
  { type: 'PersonRegistered', data: { staffId: 'shen', name: '沈', roles: ['auditor'] } },
  { type: 'PersonRegistered', data: { staffId: 'fang', name: '方', roles: ['legal'] } },
  { type: 'PersonRegistered', data: { staffId: 'zhao', name: '趙', roles: ['supervisor'], unitId: 'east.1' } },
  { type: 'PersonRegistered', data: { staffId: 'wu', name: '吳', roles: ['rep'], unitId: 'east.1' } },
  { type: 'PersonRegistered', data: { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1' } },
];
const staff = fold(staffFold, company);
const given = specification(person, { staff });

/** In the morning of 2 March 2026 in Shanghai. */
const metadata: CommandMetadata = {
  commandId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  actor: { kind: 'staff', id: 'li' },
  correlationId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  occurredAt: '2026-03-02T01:00:00.000Z',
};
const asking = (intention: Intention<AnyPersonCommand>, more: Partial<CommandMetadata> = {}): AnyPersonCommand =>
  ({ ...intention, metadata: { ...metadata, ...more } }) as AnyPersonCommand;

const staffMember = (id: string): Actor => ({ kind: 'staff', id });
const leaveId = '5b0c8a4e-7d1f-4e0b-9a55-2c3d4e5f6a7b';
const otherId = '6c1d9b5f-8e20-4f1c-8b66-3d4e5f6a7b8c';
const registered: PersonEvent = {
  type: 'PersonRegistered',
  data: { staffId: 'li', name: '李', roles: ['rep'], unitId: 'east.1' },
};
const days = { from: '2026-03-09', until: '2026-03-10' };
const time = { ...days, beginsAt: '2026-03-08T16:00:00.000Z', endsAt: '2026-03-10T16:00:00.000Z' };
const of = { staffId: 'li', leaveId };
const planned: PersonEvent = { type: 'LeavePlanned', data: { ...of, ...time } };
const cancelled: PersonEvent = { type: 'LeaveCancelled', data: of };
const begun: PersonEvent = { type: 'LeaveBegun', data: { ...of, round: 1, ...time } };
const ended: PersonEvent = { type: 'LeaveEnded', data: { ...of, round: 1 } };
const left: PersonEvent = {
  type: 'PersonDeactivated',
  data: { staffId: 'li', round: 1, reason: '離職', handOverTo: 'zhao' },
};

describe('PlanLeave', () => {
  const plan = (over: Partial<Omit<Intention<PlanLeave>, 'type'>> = {}) =>
    asking({ type: 'PlanLeave', ...of, ...days, ...over });

  it('plans whole days, from the first midnight to the last', () => given(registered).when(plan()).then(planned));
  it('lets a leave that is entered late begin when it is entered', () =>
    given(registered)
      .when(plan({ from: '2026-03-01', until: '2026-03-02' }))
      .then({
        type: 'LeavePlanned',
        data: {
          ...of,
          from: '2026-03-01',
          until: '2026-03-02',
          beginsAt: metadata.occurredAt,
          endsAt: '2026-03-02T16:00:00.000Z',
        },
      }));
  it('plans the days next to another leave, and those of a cancelled one', () => {
    const next = { leaveId: otherId, from: '2026-03-11', until: '2026-03-11' };
    const nextTime = { beginsAt: '2026-03-10T16:00:00.000Z', endsAt: '2026-03-11T16:00:00.000Z' };
    given(registered, planned)
      .when(plan(next))
      .then({ type: 'LeavePlanned', data: { ...of, ...next, ...nextTime } });
    given(registered, planned, cancelled)
      .when(plan({ leaveId: otherId }))
      .then({ type: 'LeavePlanned', data: { ...of, ...time, leaveId: otherId } });
  });

  it('stays quiet when it is planned, has begun, is over or was cancelled', () => {
    for (const since of [[], [begun], [begun, ended], [cancelled]])
      given(registered, planned, ...since)
        .when(plan())
        .thenNothing();
  });

  it('refuses other days under the same id', () =>
    given(registered, planned)
      .when(plan({ until: '2026-03-11' }))
      .thenRefuses('leave-already-planned'));
  it.each([
    ['2026-03-10', '2026-03-12'],
    ['2026-03-01', '2026-03-09'],
    ['2026-03-01', '2026-03-31'],
  ])('refuses %s to %s beside another leave that shares a day', (from, until) =>
    given(registered, planned)
      .when(plan({ leaveId: otherId, from, until }))
      .thenRefuses('leave-overlaps'),
  );
  it('refuses what is over, and no day that still lasts', () => {
    given(registered)
      .when(plan({ from: '2026-02-27', until: '2026-03-01' }))
      .thenRefuses('leave-is-past');
    const lastMoment = { occurredAt: '2026-03-10T15:59:59.999Z' };
    given(registered)
      .when(asking({ type: 'PlanLeave', ...of, ...days }, lastMoment))
      .thenEachTime({ ...planned, data: { ...planned.data, beginsAt: lastMoment.occurredAt } } as PersonEvent);
    given(registered)
      .when(asking({ type: 'PlanLeave', ...of, ...days }, { occurredAt: time.endsAt }))
      .thenRefuses('leave-is-past');
  });
  it('refuses an end before the beginning', () =>
    given(registered)
      .when(plan({ until: '2026-03-08' }))
      .thenRefuses('leave-ends-before-it-begins'));
  it('takes 366 days and refuses one more', () => {
    const year = { from: '2026-03-09', until: '2027-03-09' };
    given(registered)
      .when(plan(year))
      .then({ type: 'LeavePlanned', data: { ...of, ...time, ...year, endsAt: '2027-03-09T16:00:00.000Z' } });
    given(registered)
      .when(plan({ ...year, until: '2027-03-10' }))
      .thenRefuses('leave-too-long');
  });
  it('refuses what lies more than three years ahead, to the end of all calendars', () => {
    for (const from of ['2029-03-03', '9999-12-31'])
      given(registered)
        .when(plan({ from, until: from }))
        .thenRefuses('leave-too-far-ahead');
  });
  it('refuses a 51st that is open', () => {
    const many = Array.from({ length: 50 }, (_, n): PersonEvent => {
      const day = `2026-0${4 + Math.floor(n / 25)}-${String((n % 25) + 1).padStart(2, '0')}`;
      return { type: 'LeavePlanned', data: { ...of, ...time, leaveId: `${n}`, from: day, until: day } };
    });
    given(registered, ...many)
      .when(plan())
      .thenRefuses('too-many-leaves');
    given(registered, ...many, { type: 'LeaveCancelled', data: { ...of, leaveId: '7' } })
      .when(plan())
      .then(planned);
  });
  it('refuses for who has left, and for nobody', () => {
    given(registered, left).when(plan()).thenRefuses('person-not-active');
    given().when(plan()).thenRefuses('person-not-found');
  });
});

describe('CancelLeave', () => {
  const cancel = asking({ type: 'CancelLeave', ...of });
  it('cancels what is planned', () => given(registered, planned).when(cancel).then(cancelled));
  it('ends what has begun', () => given(registered, planned, begun).when(cancel).then(ended));
  it('stays quiet when it is over', () => {
    given(registered, planned, cancelled).when(cancel).thenNothing();
    given(registered, planned, begun, ended).when(cancel).thenNothing();
  });
  it('refuses a leave that nobody planned', () => given(registered).when(cancel).thenRefuses('leave-not-found'));
});

describe('BeginLeave', () => {
  const begin = asking({ type: 'BeginLeave', ...of, at: time.beginsAt }, { occurredAt: '2026-03-09T02:00:00.000Z' });
  it('records it at its instant, however late', () =>
    given(registered, planned)
      .when(begin)
      .then({ ...begun, occurredAt: time.beginsAt }));
  it('counts on from earlier departures', () =>
    given(registered, left, { type: 'PersonReactivated', data: { staffId: 'li', round: 1 } }, planned)
      .when(begin)
      .then({ ...begun, data: { ...begun.data, round: 2 }, occurredAt: time.beginsAt } as PersonEvent));
  it('stays quiet when it has begun, was cancelled, is unknown, or begins at another instant', () => {
    for (const since of [[planned, begun], [planned, begun, ended], [planned, cancelled], []])
      given(registered, ...since)
        .when(begin)
        .thenNothing();
    given(registered, planned)
      .when(asking({ type: 'BeginLeave', ...of, at: time.endsAt }))
      .thenNothing();
  });
  it('refuses when nobody has this code', () => given().when(begin).thenRefuses('person-not-found'));
});

describe('EndLeave', () => {
  const end = asking({ type: 'EndLeave', ...of, at: time.endsAt }, { occurredAt: '2026-03-12T02:00:00.000Z' });
  it('records it at its instant, however late', () =>
    given(registered, planned, begun)
      .when(end)
      .then({ ...ended, occurredAt: time.endsAt }));
  it('stays quiet when it has not begun, is over or is unknown', () => {
    for (const since of [[planned], [planned, begun, ended], [planned, cancelled], []])
      given(registered, ...since)
        .when(end)
        .thenNothing();
  });
  it('refuses when nobody has this code', () => given().when(end).thenRefuses('person-not-found'));
});

describe('who is on leave', () => {
  const record = asking({ type: 'RecordHandOver', staffId: 'li', round: 1, upTo: 42 });
  const handedOver: PersonEvent = { type: 'HandOverCompleted', data: { staffId: 'li', round: 1, upTo: 42 } };

  it('hands over, which is recorded once', () => {
    given(registered, planned, begun).when(record).then(handedOver);
    given(registered, planned, begun, handedOver).when(record).thenNothing();
  });
  it('hands over no more once back', () => given(registered, planned, begun, ended).when(record).thenNothing());
  it('may leave for good: the leave ends and a new hand-over begins', () =>
    given(registered, planned, { ...planned, data: { ...planned.data, leaveId: otherId } } as PersonEvent, begun)
      .when(asking({ type: 'DeactivatePerson', staffId: 'li', reason: '離職' }, { actor: staffMember('qian') }))
      .then(ended, { type: 'LeaveCancelled', data: { staffId: 'li', leaveId: otherId } }, {
        ...left,
        data: { ...left.data, round: 2 },
      } as PersonEvent));
});

describe('leave is planned and cancelled', () => {
  const refusal = (type: new () => AnyPersonCommand, actor: Actor) => {
    try {
      const command = Object.assign(new type(), of);
      authorise(permissionOf(command), actor, person.subject(undefined, command), staff);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  it.each([
    ['li', undefined],
    ['zhao', undefined],
    ['hu', undefined],
    ['qian', undefined],
    ['wu', 'out-of-reach'],
    ['fang', 'out-of-reach'],
    ['shen', 'role-not-permitted'],
  ])('by %s for li: %s', (id, expected) => {
    expect(refusal(PlanLeave, staffMember(id))).toBe(expected);
    expect(refusal(CancelLeave, staffMember(id))).toBe(expected);
  });
  it('and begun and ended by processes only', () => {
    for (const type of [BeginLeave, EndLeave]) {
      expect(refusal(type, staffMember('qian'))).toBe('role-not-permitted');
      expect(refusal(type, { kind: 'process', id: 'leave/li' })).toBeUndefined();
    }
  });
});
