import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { PersonEvent, ReactivatePerson } from '@dealtrail/staff';
import { lastAdminReactions } from './last-admin.reactions.js';

const left = (staffId: string): Recorded<PersonEvent> =>
  recorded<PersonEvent>(
    { type: 'PersonDeactivated', data: { staffId, round: 1, reason: '離職', handOverTo: 'gao.feng' } },
    `staff-${staffId}`,
    3,
  );
const when = (others: { readonly active: boolean }) =>
  reactionSpecification(lastAdminReactions, {
    known: testKnown({
      people: [
        { staffId: 'first', roles: ['admin'], active: false },
        { staffId: 'second', roles: ['admin'], ...others },
        { staffId: 'li.na', roles: ['rep'], active: false },
      ],
    }),
    load: () => Promise.reject(new Error('not asked')),
  });

describe('the last admin', () => {
  it('is brought back when two deactivated each other', () =>
    when({ active: false })(left('first')).then(
      send<ReactivatePerson>({ type: 'ReactivatePerson', staffId: 'first' }),
    ));
  it('stays away while another is there', () => when({ active: true })(left('first')).then());
  it('is nobody who was no admin', () => when({ active: false })(left('li.na')).then());
});
