import { specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { deal } from './deal.decider.js';
import { followUpFrom } from './follow-up-clock.js';
import {
  advanced,
  asked,
  byImport,
  byProcess,
  dealId,
  goingStale,
  goneStale,
  goneStaleAtDue,
  known,
  lost,
  marchClock,
  registered,
  stagesPolicy,
  won,
} from './testing/deal-facts.js';

const given = specification(deal, known);
const { dueAt } = marchClock;
const atDue = { occurredAt: dueAt };
const justAfter = { occurredAt: '2026-04-16T01:00:00.001Z' };

describe('followUpFrom', () => {
  it('takes the version in force at the progress', () => {
    const stricter = testKnown({
      policies: [
        {
          kind: 'follow-up',
          version: 2,
          content: { days: { A: 7, B: 10, C: 14 }, ungraded: 'C', warnPercent: 50 },
          effectiveFrom: '2026-03-05T00:00:00.000Z',
        },
      ],
    });
    expect(followUpFrom('2026-03-04T23:59:59.999Z', undefined, stricter).days).toBe(45);
    expect(followUpFrom('2026-03-05T00:00:00.000Z', undefined, stricter)).toEqual({
      since: '2026-03-05T00:00:00.000Z',
      warnAt: '2026-03-12T00:00:00.000Z',
      dueAt: '2026-03-19T00:00:00.000Z',
      days: 14,
      grade: 'C',
      policy: { kind: 'follow-up', version: 2 },
    });
  });
});

describe('RecordDealGoingStale', () => {
  const warn = (due = dueAt) => asked({ type: 'RecordDealGoingStale', dealId, dueAt: due }, byProcess);
  it('warns', () => given(registered).when(warn()).then(goingStale));
  it('stays quiet after progress, when stale, and when closed', () => {
    given(registered, advanced).when(warn()).thenNothing();
    given(registered, goneStale).when(warn()).thenNothing();
    given(registered, won).when(warn()).thenNothing();
  });
  it('warns of the new due instant after progress', () => {
    given(registered, goingStale).when(warn()).thenNothing();
    given(registered, goingStale, advanced).when(warn()).thenNothing();
  });
});

describe('RecordDealGoneStale', () => {
  const breach = (due = dueAt) => asked({ type: 'RecordDealGoneStale', dealId, dueAt: due }, byProcess);
  it('records the breach at its due instant, whenever it is noticed', () => {
    given(registered).when(breach()).then(goneStaleAtDue);
    given(registered, goingStale).when(breach()).then(goneStaleAtDue);
  });
  it('stays quiet when it is on record', () => given(registered, goneStale).when(breach()).thenNothing());
  it('stays quiet after progress: the due instant is another', () =>
    given(registered, advanced).when(breach()).thenNothing());
  it('stays quiet when closed', () => given(registered, lost).when(breach()).thenNothing());
  it('stays quiet about a deal that is not there', () => given().when(breach()).thenNothing());
});

describe('late is a fact, whoever notices first', () => {
  const win = { type: 'WinDeal', dealId, amount: { amount: 5_500_000, currency: 'USD' }, wonOn: '2026-03-20' } as const;
  const advance = { type: 'AdvanceDeal', dealId, stage: 'interest' } as const;
  const advancedLate = {
    type: 'DealAdvanced' as const,
    data: {
      dealId,
      from: { stage: 'awareness' },
      to: { stage: 'interest' },
      policy: stagesPolicy,
      followUp: followUpFrom(justAfter.occurredAt, undefined, known),
    },
  };
  it('records the breach with progress that comes after the due instant', () =>
    given(registered).when(asked(advance, justAfter)).then(goneStaleAtDue, advancedLate));
  it('records it once', () => given(registered, goneStale).when(asked(advance, justAfter)).then(advancedLate));
  it('takes progress at the due instant as in time', () =>
    given(registered)
      .when(asked(advance, atDue))
      .then({ ...advancedLate, data: { ...advancedLate.data, followUp: followUpFrom(dueAt, undefined, known) } }));
  it('records it with a win, a loss and a grade, the same grade included', () => {
    given(registered).when(asked(win, justAfter)).then(goneStaleAtDue, won);
    given(registered)
      .when(asked({ type: 'LoseDeal', dealId, reason: '價格過高', lostOn: '2026-03-20' }, justAfter))
      .then(goneStaleAtDue, lost);
    const graded = { type: 'DealGraded' as const, data: { dealId, grade: 'A' as const, reason: '重新評估' } };
    const followUp = followUpFrom(justAfter.occurredAt, 'A', known);
    given(registered)
      .when(asked({ type: 'GradeDeal', dealId, grade: 'A', reason: '重新評估' }, justAfter))
      .then(goneStaleAtDue, { ...graded, data: { ...graded.data, followUp } });
  });
  it('does not read silence between two imported dates as staleness', () =>
    given(registered)
      .when(asked(win, { ...byImport, ...justAfter }))
      .then(won));
});
