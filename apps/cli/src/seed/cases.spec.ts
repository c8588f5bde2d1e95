import { caseCommands, caseDecider, type AnyCaseCommand, type Case, type CaseEvent } from '@dealtrail/cases';
import { decide, evolve, type Instant } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import { cases, complaintId, issueId } from './cases.js';
import { people, units } from './company.js';
import { id } from './story-step.js';

const placedAt = '2026-03-02T16:00:01.000Z';
const known = testKnown({ units, people });
const sold = {
  customerId: id('customer', 'precision'),
  contractId: id('contract', 'won'),
  orderId: id('order', 'won'),
};
const ofCases = new Set<string>(caseCommands.map(({ name }) => name));

/** What the rules make of the chapter, told half a minute to a step; a refusal fails whoever asks. */
function happened(caseId: string): readonly CaseEvent[] {
  const facts: CaseEvent[] = [];
  let state: Case = caseDecider.initialState;
  cases(sold, '2026-03-02', placedAt).forEach(({ as, command: type, fields }, step) => {
    if (!ofCases.has(type) || fields['caseId'] !== caseId) return;
    const occurredAt: Instant = new Date(Date.parse(placedAt) + step * 30_000).toISOString();
    const metadata = {
      commandId: `step-${step}`,
      correlationId: 'story',
      actor: { kind: 'staff', id: as },
      occurredAt,
    };
    for (const fact of decide(caseDecider, { ...fields, type, metadata } as AnyCaseCommand, state, known)) {
      state = evolve(caseDecider, state, fact as CaseEvent);
      facts.push(fact as CaseEvent);
    }
  });
  return facts;
}
const namesOf = (facts: readonly CaseEvent[]): readonly string[] => facts.map(({ type }) => type);

describe('the cases of the story', () => {
  it('are an issue that is handed over, waited for and closed in time', () => {
    expect(namesOf(happened(issueId))).toEqual([
      ...['CaseReported', 'CaseResponded', 'CaseHandedOver', 'PreliminarySolutionGiven', 'CaseWaitBegun'],
      ...['CaseWaitEnded', 'CaseResolved', 'CaseResolutionConfirmed', 'CaseClosed'],
    ]);
  });

  it('are a complaint that is answered late, escalated, and closed with its cause', () => {
    const facts = happened(complaintId);
    type Data<T> = Extract<CaseEvent, { type: T }>['data'];
    const of = <T extends CaseEvent['type']>(type: T) =>
      facts.filter((fact) => fact.type === type).map(({ data }) => data as Data<T>);
    expect(of('ComplaintStageEntered').map(({ stage }) => stage)).toEqual([
      ...['intake', 'investigation', 'handling', 'feedback'],
    ]);
    expect(of('CaseClockOverdue').map(({ clock }) => clock)).toEqual(['response', 'stage/intake/1']);
    expect(of('CaseEscalated').map(({ to }) => to)).toEqual(['shen.wei', 'shen.wei']);
    expect(of('CaseEscalationAcknowledged')).toMatchObject([{ clock: 'response', by: 'shen.wei' }]);
    expect(namesOf(facts).slice(-4)).toEqual([
      ...['CaseCauseRecorded', 'CaseResolutionConfirmed', 'CaseClosed', 'TaskForceEnded'],
    ]);
  });
});
