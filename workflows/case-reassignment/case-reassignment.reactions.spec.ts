import { send, type Recorded } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { CaseEvent, ReassignCase } from '@dealtrail/cases';
import { company, facts } from '@dealtrail/cases/testing';
import { CaseStory, form } from '../testing/case-story.js';
import { caseReassignmentReactions } from './case-reassignment.reactions.js';

const { caseId } = facts;
const story = new CaseStory().reported(company.monday);
story.does('luo.jia', form, company.hours(1));
const when = (...gone: readonly string[]) =>
  reactionSpecification(caseReassignmentReactions, {
    known: company.companyWith(Object.fromEntries(gone.map((id) => [id, { active: false }]))),
    load: <S>() => Promise.resolve(story.state as S),
  });
const of = (fact: CaseEvent): Recorded<CaseEvent> => recorded(fact, `case-${caseId}`, 5);
const handOver = (from: string, { position }: Recorded) =>
  send<ReassignCase>({ type: 'ReassignCase', caseId, from, position });

describe('what a fact of a case gives to somebody', () => {
  it.each<[string, CaseEvent, readonly string[]]>([
    ['the case', facts.reported, ['luo.jia']],
    ['the case, assigned', facts.assigned, ['xu.fang']],
    ['the case, handed over', facts.handedOver, ['qin.tao']],
    ['the case, given on', facts.reassigned, ['he.ping']],
    ['a stage', facts.intakeEntered, ['luo.jia']],
    ['a stage, assigned', facts.stageAssigned, ['xu.fang']],
    ['a place in a task force', facts.formed, ['luo.jia', 'qin.tao']],
    ['a place in a task force, later', facts.forceChanged, ['ma.chao']],
    ['a breach to answer for', facts.escalated(facts.response, 'he.ping'), ['he.ping']],
    ['all of it, opened again', facts.reopened, ['luo.jia', 'qin.tao']],
  ])('goes on from who has left, once each: %s', async (_, fact, people) => {
    const event = of(fact);
    await when(...people)(event).then(...people.map((from) => handOver(from, event)));
    await when()(event).then();
  });
  it('goes on from who has left in history too', () => expect(caseReassignmentReactions.history).toBe(true));
});
