import { caseDecider, type CaseCause, type CaseEvent, type NoteCaseCause } from '@dealtrail/cases';
import { facts } from '@dealtrail/cases/testing';
import { fold, send } from '@dealtrail/event-sourcing';
import { reactionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { caseRecurrenceReactions } from './case-recurrence.reactions.js';

const { caseId, customerId, productId, whom } = facts;
const at = '2026-03-04T02:00:00.000Z';
const caused = (category: string) =>
  facts.fact('CaseCauseRecorded', { ...whom, category, prevention: '出廠前逐台老化測試', by: 'luo.jia' });
const closed = (cause?: CaseCause) => facts.fact('CaseClosed', { ...whom, ...(cause && { cause }), late: false });

/** The last of these facts, when the log holds all of them. */
const when = (...all: readonly CaseEvent[]) =>
  reactionSpecification(caseRecurrenceReactions, {
    known: testKnown({}),
    load: <S>() => Promise.resolve(fold(caseDecider, [facts.reported, ...all]) as S),
    ask: () => Promise.reject(new Error('nothing is to be asked')),
  })(recorded(all.at(-1) ?? facts.reported, `case-${caseId}`, all.length, { occurredAt: at }));
const note = (category: string, subjectKind: 'product' | 'customer', subjectId: string) =>
  send<NoteCaseCause>({ type: 'NoteCaseCause', category, subjectKind, subjectId, caseId, at });

describe('when a case closes', () => {
  it('its cause is noted for its product and its customer, recorded before or told along with it', async () => {
    const both = [note('delivery', 'product', productId), note('delivery', 'customer', customerId)];
    await when(caused('delivery'), closed()).then(...both);
    await when(closed({ category: 'delivery', prevention: '改用專線' })).then(...both);
  });
  it('what was put right before then is noted as it was put right', async () => {
    await when(caused('delivery')).then();
    await when(caused('delivery'), caused('billing'), closed()).then(
      note('billing', 'product', productId),
      note('billing', 'customer', customerId),
    );
  });
  it('without a cause nothing is', () => when(closed()).then());
});
