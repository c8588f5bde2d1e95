import { send, type Recorded, type Role } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import type { ChangePersonRoles, PersonEvent, ReactivatePerson } from '@dealtrail/staff';
import { neededPeopleReactions } from './needed-people.reactions.js';

const left = (staffId: string): Recorded<PersonEvent> =>
  recorded<PersonEvent>(
    { type: 'PersonDeactivated', data: { staffId, round: 1, reason: '離職', handOverTo: 'gao.feng' } },
    `staff-${staffId}`,
    3,
  );
/** Whoever reviews besides the admins. */
const reviewers: readonly TestPerson[] = [
  { staffId: 'zhou', roles: ['director'] },
  { staffId: 'fang', roles: ['legal'] },
];
const when = (others: { readonly active: boolean }) =>
  reactionSpecification(neededPeopleReactions, {
    known: testKnown({
      people: [
        ...reviewers,
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
  reactionSpecification(neededPeopleReactions, {
    known: testKnown({
      people: [
        ...reviewers,
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

describe('the last possible reviewers', () => {
  const load = () => Promise.reject(new Error('not asked'));
  /** Fang is in legal, Jin in finance; only the directors Zhou and Gao may stand in for both, besides the admin. */
  const whenLeft = (...people: readonly TestPerson[]) =>
    reactionSpecification(neededPeopleReactions, {
      known: testKnown({
        people: [
          { staffId: 'fang', roles: ['legal'] },
          { staffId: 'jin', roles: ['finance'] },
          { staffId: 'admin', roles: ['admin'] },
          ...people,
        ],
      }),
      load,
    });
  const gone = (staffId: string): TestPerson => ({ staffId, roles: ['director'], active: false });

  it('come back when two who left in the same moment were each other’s stand-in', () =>
    whenLeft(
      gone('zhou'),
      gone('gao'),
    )(left('gao')).then(send<ReactivatePerson>({ type: 'ReactivatePerson', staffId: 'gao' })));
  it('stay away while one of them is here', () =>
    whenLeft(gone('zhou'), { staffId: 'gao', roles: ['director'] })(left('zhou')).then());
  it('are back already when that is seen late', () =>
    whenLeft(gone('zhou'), { staffId: 'gao', roles: ['director'] })(left('gao')).then());
  it('have the role back when both lost it', () =>
    whenLeft(
      { staffId: 'zhou', roles: ['rep'] },
      { staffId: 'gao', roles: ['rep'] },
    )(demoted('gao', ['director', 'rep'])).then(
      send<ChangePersonRoles>({ type: 'ChangePersonRoles', staffId: 'gao', roles: ['rep', 'director'] }),
    ));
  it('are nobody in a company that was too small before', () =>
    reactionSpecification(neededPeopleReactions, {
      known: testKnown({
        people: [
          { staffId: 'fang', roles: ['legal'] },
          { staffId: 'hao', roles: ['legal'], active: false },
        ],
      }),
      load,
    })(left('hao')).then());
});

it('reacts under the name that its checkpoint bears', () => expect(neededPeopleReactions.name).toBe('lastAdmin'));
