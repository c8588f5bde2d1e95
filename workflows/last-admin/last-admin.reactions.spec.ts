import { send, type Recorded, type Role } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import type { ChangePersonRoles, PersonEvent, ReactivatePerson } from '@dealtrail/staff';
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

const demoted = (staffId: string, previous?: readonly Role[]): Recorded<PersonEvent> =>
  recorded<PersonEvent>(
    { type: 'PersonRolesChanged', data: { staffId, roles: ['rep'], ...(previous && { previous }) } },
    `staff-${staffId}`,
    3,
  );
const whenDemoted = (others: { readonly roles: readonly Role[] }) =>
  reactionSpecification(lastAdminReactions, {
    known: testKnown({
      people: [
        { staffId: 'first', roles: ['rep'] },
        { staffId: 'second', ...others },
        { staffId: 'away', roles: ['rep'], active: false },
      ],
    }),
    load: () => Promise.reject(new Error('not asked')),
  });

describe('the last admin', () => {
  it('has the role back when two took it from each other', () =>
    whenDemoted({ roles: ['rep'] })(demoted('first', ['admin', 'rep'])).then(
      send<ChangePersonRoles>({ type: 'ChangePersonRoles', staffId: 'first', roles: ['rep', 'admin'] }),
    ));
  it('is not made of somebody who never was one', () =>
    whenDemoted({ roles: ['rep'] })(demoted('first', ['rep', 'mentor'])).then());
  it('goes without the role while another has it', () =>
    whenDemoted({ roles: ['admin'] })(demoted('first', ['admin'])).then());
  it('is nobody who has left', () => whenDemoted({ roles: ['rep'] })(demoted('away', ['admin'])).then());

  it('is brought back when two deactivated each other', () =>
    when({ active: false })(left('first')).then(
      send<ReactivatePerson>({ type: 'ReactivatePerson', staffId: 'first' }),
    ));
  it('stays away while another is there', () => when({ active: true })(left('first')).then());
  it('is nobody who was no admin', () => when({ active: false })(left('li.na')).then());
});
