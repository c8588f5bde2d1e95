import { send, signal, start, type Aggregate, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { Deal, ReassignDeal } from '@dealtrail/deals';
import { testKnown } from '@dealtrail/known/testing';
import { person, type PersonEvent } from '@dealtrail/staff';
import { fold } from '@dealtrail/event-sourcing';
import { dealId, fact, later, registered } from '../testing/deal-events.js';
import { reassignment } from './reassignment.process.js';
import { reassignmentReactions } from './reassignment.reactions.js';

const known = testKnown({
  units: [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'sun.li', roles: ['rep'], unitId: 'east.1', active: false },
    { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
  ],
});
const reopenedDeal = { status: 'open', ownerId: 'sun.li' } as Deal;
const load = <S>(_: Aggregate<S>): Promise<S> => Promise.resolve(reopenedDeal as S);
const when = reactionSpecification(reassignmentReactions, { known, load });

const ofPerson = <E extends PersonEvent>(event: E): Recorded<E> => recorded(event, 'staff-sun.li', 3, { position: 40 });
const left: PersonEvent = {
  type: 'PersonDeactivated',
  data: { staffId: 'sun.li', round: 1, reason: '離職', handOverTo: 'zhao.min' },
};
const handOn = (position: number) =>
  send<ReassignDeal>({ type: 'ReassignDeal', dealId, from: 'sun.li', to: 'zhao.min', position });

const begun: PersonEvent = {
  type: 'LeaveBegun',
  data: {
    staffId: 'sun.li',
    leaveId: 'a',
    round: 1,
    from: '2026-10-08',
    until: '2026-10-09',
    beginsAt: '2026-10-07T16:00:00.000Z',
    endsAt: '2026-10-09T16:00:00.000Z',
  },
};
const ended: PersonEvent = { type: 'LeaveEnded', data: { staffId: 'sun.li', leaveId: 'a', round: 1 } };

describe('a leave', () => {
  it('starts a hand-over when it begins', () => when(ofPerson(begun)).then(start(reassignment, 'sun.li')));
  it('stops it when it ends', () => {
    const over = ofPerson(ended);
    return when(over).then(signal(reassignment, 'sun.li/1', { ...over, data: { cancelled: true } }));
  });
});

describe('a departure', () => {
  it('starts the hand-over', () => when(ofPerson(left)).then(start(reassignment, 'sun.li')));

  it('stops it when the person comes back', () => {
    const back = ofPerson<PersonEvent>({ type: 'PersonReactivated', data: { staffId: 'sun.li', round: 1 } });
    return when(back).then(signal(reassignment, 'sun.li/1', { ...back, data: { cancelled: true } }));
  });

  it('is seen by a deal that is registered for somebody who has left', () =>
    when(fact(registered({ ownerId: 'sun.li' }), 41)).then(handOn(41)));
  it('is seen by a deal that is given to somebody who has left', () =>
    when(fact({ type: 'DealOwnerChanged', data: { dealId, ownerId: 'sun.li', previousOwnerId: 'li.na' } }, 42)).then(
      handOn(42),
    ));
  it('is seen by a deal that was closed at the time and is opened again', () =>
    when(
      fact({ type: 'DealReopened', data: { dealId, reason: '重新立項', previousStatus: 'lost', followUp: later } }, 43),
    ).then(handOn(43)));
  it('is seen by a deal that an import brings', () => expect(reassignmentReactions.history).toBe(true));
  it('does not concern the deals of those who are here', () => when(fact(registered())).then());
});

describe('a hand-over that should run', () => {
  const here: PersonEvent = { type: 'PersonRegistered', data: { staffId: 'sun.li', name: '孫麗', roles: ['rep'] } };
  const open = (...events: readonly PersonEvent[]) =>
    reassignment.open(fold(person, events), { id: 'sun.li', revision: events.length - 1, position: 40 });

  it('is that of a departure that is not on record as handed over', () =>
    expect(open(here, left)).toEqual({
      workflowId: 'reassignment/sun.li/1',
      input: {
        staffId: 'sun.li',
        round: 1,
        cause: 'departure',
        to: 'zhao.min',
        cancelled: false,
        moved: 0,
        position: 40,
      },
    }));
  it('is that of a leave, until it is on record as handed over or the person is back', () => {
    expect(open(here, begun)).toEqual({
      workflowId: 'reassignment/sun.li/1',
      input: { staffId: 'sun.li', round: 1, cause: 'leave', cancelled: false, moved: 0, position: 40 },
    });
    expect(open(here, begun, { type: 'HandOverCompleted', data: { staffId: 'sun.li', round: 1, upTo: 50 } })).toBe(
      undefined,
    );
    expect(open(here, begun, ended)).toBeUndefined();
  });
  it('is that of a departure during a leave, as the next round', () =>
    expect(
      open(here, begun, ended, {
        type: 'PersonDeactivated',
        data: { staffId: 'sun.li', round: 2, reason: '離職', handOverTo: 'zhao.min' },
      })?.workflowId,
    ).toBe('reassignment/sun.li/2'));
  it('is none of a person who is here, is back, or has handed over', () => {
    expect(open(here)).toBeUndefined();
    expect(open(here, left, { type: 'PersonReactivated', data: { staffId: 'sun.li', round: 1 } })).toBeUndefined();
    expect(
      open(here, left, { type: 'HandOverCompleted', data: { staffId: 'sun.li', round: 1, upTo: 50 } }),
    ).toBeUndefined();
  });
});
