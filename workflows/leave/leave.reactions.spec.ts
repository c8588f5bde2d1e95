import { evolve, fold, signal, type Aggregate, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { person, type PersonEvent } from '@dealtrail/staff';
import { leave, watchedLeaves } from './leave.process.js';
import { leaveReactions } from './leave.reactions.js';
import { stepsOf } from './leave.state.js';

const time = {
  from: '2026-10-08',
  until: '2026-10-09',
  beginsAt: '2026-10-07T16:00:00.000Z',
  endsAt: '2026-10-09T16:00:00.000Z',
};
const of = { staffId: 'sun.li', leaveId: 'a' };
const here: PersonEvent = { type: 'PersonRegistered', data: { staffId: 'sun.li', name: '孫麗', roles: ['rep'] } };
const planned: PersonEvent = { type: 'LeavePlanned', data: { ...of, ...time } };
const begun: PersonEvent = { type: 'LeaveBegun', data: { ...of, round: 1, ...time } };
const ended: PersonEvent = { type: 'LeaveEnded', data: { ...of, round: 1 } };
const cancelled: PersonEvent = { type: 'LeaveCancelled', data: of };
const watched = { leaveId: 'a', beginsAt: time.beginsAt, endsAt: time.endsAt };

const when = (events: readonly PersonEvent[]) => {
  const load = <S>({ evolve, initialState }: Aggregate<S>): Promise<S> =>
    Promise.resolve(fold({ evolve, initialState }, events));
  return reactionSpecification(leaveReactions, { known: testKnown({}), load });
};
const last = (events: readonly PersonEvent[]): Recorded<PersonEvent> =>
  recorded(events.at(-1) ?? here, 'staff-sun.li', events.length - 1);

describe('what happens to a leave', () => {
  it.each([
    ['planned', [here, planned], [{ ...watched, begun: false }]],
    ['begun', [here, planned, begun], [{ ...watched, begun: true }]],
    ['ended', [here, planned, begun, ended], []],
    ['cancelled', [here, planned, cancelled], []],
  ] as const)('is told to the process as what is open now: %s', (_, events, leaves) =>
    when(events)(last(events)).then(signal(leave, 'sun.li', { ...last(events), data: { leaves } })),
  );
  it('is all that the process hears', () => when([here])(last([here])).then());
});

describe('the leaves that should be watched', () => {
  const open = (...events: readonly PersonEvent[]) =>
    leave.open(fold(person, events), { id: 'sun.li', revision: events.length - 1, position: 40 });

  it('are those planned and begun, of whoever has any', () => {
    const input = { staffId: 'sun.li', leaves: [{ ...watched, begun: false }], position: 40 };
    expect(open(here, planned)).toEqual({ workflowId: 'leave/sun.li', input });
    expect(open(here, planned, begun)?.input).toEqual({ ...input, leaves: [{ ...watched, begun: true }] });
  });
  it('are none once over', () => {
    expect(open(here)).toBeUndefined();
    expect(open(here, planned, cancelled)).toBeUndefined();
    expect(open(here, planned, begun, ended)).toBeUndefined();
  });
  it('end with a departure', () => {
    const decided = person.decide.DeactivatePerson(
      {
        type: 'DeactivatePerson',
        staffId: 'sun.li',
        reason: '離職',
        metadata: {
          commandId: 'c',
          correlationId: 'c',
          actor: { kind: 'staff', id: 'admin' },
          occurredAt: time.beginsAt,
        },
      },
      fold(person, [here, planned, begun]),
      testKnown({ people: [{ staffId: 'admin', roles: ['admin'] }] }),
    );
    const left = decided.reduce((state, event) => evolve(person, state, event), fold(person, [here, planned, begun]));
    expect(watchedLeaves(left)).toEqual([]);
  });
  it('lie ahead in order, an end before the beginning at the same instant', () => {
    const next = { leaveId: 'b', beginsAt: time.endsAt, endsAt: '2026-10-12T16:00:00.000Z', begun: false };
    const steps = stepsOf({ staffId: 'sun.li', leaves: [next, { ...watched, begun: true }], position: 1 });
    expect(steps.map(({ does, leaveId }) => `${does} ${leaveId}`)).toEqual(['end a', 'begin b', 'end b']);
  });
});
