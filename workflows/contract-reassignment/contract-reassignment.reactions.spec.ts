import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import {
  OpenReviewStepsOf,
  type ContractEvent,
  type ReassignContract,
  type ReassignContractReview,
} from '@dealtrail/contracts';
import { testKnown, type TestPerson } from '@dealtrail/known/testing';
import type { PersonEvent, UnitEvent } from '@dealtrail/staff';
import { approve, contractId, ContractStory } from '../testing/contract-story.js';
import { contractReassignmentReactions } from './contract-reassignment.reactions.js';

const morning = '2026-03-02T01:00:00.000Z';
const units = [{ unitId: 'law', kind: 'department', head: 'gao.feng' }] as const;
const everybody: readonly TestPerson[] = [
  { staffId: 'li.na', roles: ['rep'] },
  { staffId: 'zhao.min', roles: ['salesManager'] },
  { staffId: 'fang.yuan', roles: ['legal'], unitId: 'law' },
  { staffId: 'gao.feng', roles: ['supervisor'], unitId: 'law' },
  { staffId: 'he.jing', roles: ['finance'] },
  { staffId: 'zhou.hong', roles: ['director'] },
];

/** The company when the reaction looks: somebody has left or is away by then. */
const when = (who = '', over: Partial<TestPerson> = {}, steps: readonly string[] = []) =>
  reactionSpecification(contractReassignmentReactions, {
    known: testKnown({
      units,
      people: everybody.map((person) => (person.staffId === who ? { ...person, ...over } : person)),
    }),
    load: () => Promise.reject(new Error('nothing is to be loaded')),
    ask: <Q, A>(question: new () => Q, parameters: object) => {
      expect([question, parameters]).toEqual([OpenReviewStepsOf, { staffId: 'gao.feng', limit: 200 }]);
      return Promise.resolve({ items: steps } as A);
    },
  });
const gone = { active: false };
const away = { away: true };

/** The fact of this type in a story that has one of each. */
function fact(type: ContractEvent['type']): Recorded<ContractEvent> {
  const story = new ContractStory().submitted(morning, 100_000_000);
  story.does('fang.yuan', { type: 'AddContractReviewer', round: 1, reviewerId: 'zhao.min' }, morning);
  story.does('he.jing', { type: 'DelegateContractReview', round: 1, to: 'admin' }, morning);
  story.does('admin', { type: 'DelegateContractReview', round: 1, to: 'he.jing', step: 'finance' }, morning);
  story.does('zhao.min', { type: 'ApproveContract', round: 1 }, morning);
  story.does('fang.yuan', approve, morning);
  story.does('he.jing', { ...approve, step: 'finance' } as typeof approve, morning);
  const found = story.facts.findLast((one) => one.type === type);
  if (!found) throw new Error(`no ${type}`);
  return found;
}
const reassign = (step: string, from: string, cause: string, { position }: { readonly position: number }) =>
  send<ReassignContractReview>({
    type: 'ReassignContractReview',
    contractId,
    round: 1,
    step,
    from,
    cause,
    position,
  } as never);

const given = [
  ['a submission', fact('ContractSubmitted'), 'legal', 'fang.yuan'],
  ['the request to the director', fact('DirectorApprovalRequested'), 'director', 'zhou.hong'],
  ['an added reviewer', fact('ContractReviewerAdded'), 'added-1', 'zhao.min'],
  ['a delegation', fact('ContractReviewDelegated'), 'finance', 'he.jing'],
] as const;

describe('a step that is given to somebody', () => {
  it.each(given)('goes on from who has left: %s', (_, event, step, who) =>
    when(who, gone)(event).then(reassign(step, who, 'departure', event)),
  );
  it.each(given)('goes on from who is away: %s', (_, event, step, who) =>
    when(who, away)(event).then(reassign(step, who, 'leave', event)),
  );
  it.each(given)('goes on from who only audits by now: %s', (_, event, step, who) =>
    when(who, { roles: ['auditor'] })(event).then(reassign(step, who, 'post', event)),
  );
  it.each(given)('stays with who is here: %s', (_, event) => when()(event).then());

  it('goes on from who took it over and has left as well', () => {
    const took = recorded<ContractEvent>(
      {
        type: 'ContractReviewReassigned',
        data: {
          contractId,
          round: 1,
          step: 'legal',
          from: 'fang.yuan',
          to: 'gao.feng',
          via: 'deputy',
          cause: 'leave',
          position: 3,
        },
      },
      `contract-${contractId}`,
      5,
    );
    return when('gao.feng', gone)(took).then(reassign('legal', 'gao.feng', 'departure', took));
  });

  it('goes on from who took it over as a head and is none any more', async () => {
    const took = (to: string) =>
      recorded<ContractEvent>(
        {
          type: 'ContractReviewReassigned',
          data: {
            contractId,
            round: 1,
            step: 'legal',
            from: 'fang.yuan',
            to,
            via: 'head',
            unitId: 'law',
            cause: 'leave',
            position: 3,
          },
        },
        `contract-${contractId}`,
        5,
      );
    await when()(took('gao.feng')).then();
    await when()(took('zhao.min')).then(reassign('legal', 'zhao.min', 'head', took('zhao.min')));
  });

  it('goes on from who has left in history too, and stays with who is only away: its own rows may decide it', async () => {
    expect(contractReassignmentReactions.history).toBe(true);
    const { metadata, ...event } = fact('ContractSubmitted');
    const old = { ...event, metadata: { ...metadata, history: true } } as Recorded<ContractEvent>;
    await when('he.jing', gone)(old).then(reassign('finance', 'he.jing', 'departure', old));
    await when('he.jing', away)(old).then();
  });
});

describe('a contract that is given to somebody', () => {
  const reassigned = recorded<ContractEvent>(
    { type: 'ContractReassigned', data: { contractId, from: 'li.na', to: 'zhao.min', position: 3 } },
    `contract-${contractId}`,
    5,
  );
  const handOver = (from: string, { position }: { readonly position: number }) =>
    send<ReassignContract>({ type: 'ReassignContract', contractId, from, position });

  it('goes on from who has left', async () => {
    const drafted = fact('ContractDrafted');
    await when('li.na', gone)(drafted).then(handOver('li.na', drafted));
    await when('zhao.min', gone)(reassigned).then(handOver('zhao.min', reassigned));
  });
  it('waits for who is away', async () => {
    await when('li.na', away)(fact('ContractDrafted')).then();
    await when('zhao.min', away)(reassigned).then();
  });
});

describe('a change of head', () => {
  const appointed = (previous?: string) =>
    recorded<UnitEvent>(
      { type: 'UnitHeadAppointed', data: { unitId: 'law', head: 'zhao.min', previous } },
      'unit-law',
      4,
    );

  it('asks for each open step of the head before to go on', () => {
    const event = appointed('gao.feng');
    return when('', {}, [`${contractId}/1/legal`, `${contractId}/1/added-2`])(event).then(
      reassign('legal', 'gao.feng', 'head', event),
      reassign('added-2', 'gao.feng', 'head', event),
    );
  });
  it('has nothing to ask for where there was none', () => when()(appointed()).then());
});

describe('a change of post', () => {
  const changed = recorded<PersonEvent>(
    { type: 'PersonRolesChanged', data: { staffId: 'gao.feng', roles: ['auditor'], previous: ['supervisor'] } },
    'staff-gao.feng',
    4,
  );
  const held = [`${contractId}/1/legal`];

  it('asks for each open step of who only audits from now on to go on', () =>
    when('gao.feng', { roles: ['auditor'] }, held)(changed).then(reassign('legal', 'gao.feng', 'post', changed)));
  it('leaves the steps of who may still decide, or has left: the departure moves those', async () => {
    await when('gao.feng', { roles: ['rep'] }, held)(changed).then();
    await when('gao.feng', { ...gone, roles: ['auditor'] }, held)(changed).then();
  });
});
