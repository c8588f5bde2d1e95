import { specification } from '@dealtrail/event-sourcing/testing';
import { deal } from './deal.decider.js';
import type { DealEvent } from './deal.events.js';
import {
  advanced,
  asked,
  byImport,
  byProcess,
  dealId,
  evidenceAdded,
  goneStale,
  known,
  laterClock,
  lost,
  registered,
  stagesPolicy,
  won,
} from './testing/deal-facts.js';

const given = specification(deal, known);
const on10March = { occurredAt: '2026-03-10T01:00:00.000Z' };

describe('AddDealEvidence', () => {
  const add = { type: 'AddDealEvidence', dealId, key: 'needs-report', note: '需求分析報告' } as const;
  it('records it', () => given(registered).when(asked(add)).then(evidenceAdded));
  it('stays quiet about the same evidence', () => given(registered, evidenceAdded).when(asked(add)).thenNothing());
  it('refuses a closed deal', () => given(registered, lost).when(asked(add)).thenRefuses('deal-already-lost'));
});

describe('AdvanceDeal', () => {
  const advance = { type: 'AdvanceDeal', dealId, stage: 'consideration', step: 'solution' } as const;
  const quote = { type: 'AdvanceDeal', dealId, stage: 'consideration', step: 'quotation' } as const;
  it('advances, and winds the follow-up clock', () => given(registered).when(asked(advance, on10March)).then(advanced));
  it('stays quiet when it stands there already', () => {
    given(registered, advanced).when(asked(advance, on10March)).thenNothing();
    given(registered, advanced)
      .when(asked({ type: 'AdvanceDeal', dealId, stage: 'consideration' }))
      .thenNothing();
  });
  it('refuses to go back', () =>
    given(registered, advanced)
      .when(asked({ type: 'AdvanceDeal', dealId, stage: 'interest' }))
      .thenRefuses('stage-is-behind'));
  it('refuses a quotation without the needs report, also when it is passed over', () => {
    given(registered, advanced).when(asked(quote)).thenRefuses('gate-not-met');
    given(registered)
      .when(asked({ type: 'AdvanceDeal', dealId, stage: 'decision' }))
      .thenRefuses('gate-not-met');
  });
  it('opens the gate for the evidence', () =>
    given(registered, advanced, evidenceAdded)
      .when(asked(quote, on10March))
      .then({
        type: 'DealAdvanced',
        data: {
          dealId,
          from: { stage: 'consideration', step: 'solution' },
          to: { stage: 'consideration', step: 'quotation' },
          policy: stagesPolicy,
          followUp: laterClock,
        },
      }));
  it('asks an import for no evidence', () =>
    given(registered)
      .when(asked({ type: 'AdvanceDeal', dealId, stage: 'decision' }, { ...byImport, ...on10March }))
      .then({
        type: 'DealAdvanced',
        data: {
          dealId,
          from: { stage: 'awareness' },
          to: { stage: 'decision' },
          policy: stagesPolicy,
          followUp: laterClock,
        },
      }));
  it('refuses places the policy does not know', () => {
    const to = (stage: string, step?: string) => asked({ type: 'AdvanceDeal', dealId, stage, step });
    given(registered).when(to('closing')).thenRefuses('unknown-stage');
    given(registered).when(to('interest', 'dinner')).thenRefuses('unknown-step');
    given(registered).when(to('interest', 'quotation')).thenRefuses('step-not-in-stage');
  });
  it('refuses a closed deal', () => given(registered, won).when(asked(advance)).thenRefuses('deal-already-won'));
});

describe('MoveDealBack', () => {
  const back = { type: 'MoveDealBack', dealId, stage: 'interest', reason: '更換決策人' } as const;
  const movedBack: DealEvent = {
    type: 'DealMovedBack',
    data: {
      dealId,
      from: { stage: 'consideration', step: 'solution' },
      to: { stage: 'interest' },
      policy: stagesPolicy,
      reason: '更換決策人',
    },
  };
  it('moves back with the reason, without winding the clock', () =>
    given(registered, advanced).when(asked(back)).then(movedBack));
  it('stays quiet when it stands there', () => given(registered, advanced, movedBack).when(asked(back)).thenNothing());
  it('refuses to go forward', () => given(registered).when(asked(back)).thenRefuses('stage-is-ahead'));
});

describe('GradeDeal', () => {
  const grade = { type: 'GradeDeal', dealId, grade: 'C', reason: '預算推遲' } as const;
  const graded: DealEvent = {
    type: 'DealGraded',
    data: {
      dealId,
      grade: 'C',
      reason: '預算推遲',
      followUp: {
        ...laterClock,
        warnAt: '2026-04-27T01:00:00.000Z',
        dueAt: '2026-05-09T01:00:00.000Z',
        days: 60,
        grade: 'C',
      },
    },
  };
  it('grades, and counts the new limit from now', () => given(registered).when(asked(grade, on10March)).then(graded));
  it('stays quiet about the grade it has', () => given(registered, graded).when(asked(grade)).thenNothing());
  it('confirms the grade of a stale deal', () =>
    given(registered, graded, goneStale)
      .when(asked(grade, on10March))
      .then({ type: 'DealGraded', data: { ...graded.data, previousGrade: 'C' } as typeof graded.data }));
  it('refuses a closed deal, of which a process hears nothing', () => {
    given(registered, won).when(asked(grade)).thenRefuses('deal-already-won');
    given(registered, won).when(asked(grade, byProcess)).thenNothing();
  });
  it('follows the later of two gradings of its customer, in whichever order they come', () => {
    const later: DealEvent = { type: 'DealGraded', data: { ...graded.data, position: 20 } };
    given(registered)
      .when(asked({ ...grade, position: 20 }, { ...byProcess, ...on10March }))
      .then(later);
    const overtaken = { ...grade, grade: 'A', position: 10 } as const;
    given(registered, later).when(asked(overtaken, byProcess)).thenNothing();
    const reopened: DealEvent = {
      type: 'DealReopened',
      data: { dealId, reason: '客戶重新立項', previousStatus: 'won', followUp: laterClock },
    };
    given(registered, later, won, reopened).when(asked(overtaken, byProcess)).thenNothing();
  });
  it('takes no position from anybody but a process', () =>
    given(registered)
      .when(asked({ ...grade, position: 20 }))
      .thenRefuses('position-is-for-processes'));
});
