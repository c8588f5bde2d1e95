import { projectionSpecification, recorded, specification } from '@dealtrail/event-sourcing/testing';
import { testKnown } from '@dealtrail/known/testing';
import { caseHandling } from '@dealtrail/policies';
import type { AnyCaseRecurrenceCommand } from './case-recurrence.commands.js';
import { caseRecurrence, recurrenceId } from './case-recurrence.decider.js';
import type { CausedCase, CaseRecurrenceEvent } from './case-recurrence.events.js';
import { caseRecurrences } from './case-recurrences.projection.js';

const first = 'b3a1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4b';
const second = 'a2b1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4c';
const third = 'c5d1f0c2-4d5e-4f60-8a7b-9c0d1e2f3a4d';
const ofCause = { category: 'product-quality', subjectKind: 'product', subjectId: 'gtx.pro' } as const;
const its = { recurrenceId: recurrenceId('product-quality', 'product', 'gtx.pro'), ...ofCause };
const policy = { kind: 'case-handling', version: 1 } as const;

const given = specification(caseRecurrence, testKnown({}));
const note = (caseId: string, at: string) =>
  ({
    ...{ type: 'NoteCaseCause', ...ofCause, caseId, at },
    metadata: {
      commandId: '11111111-1111-4111-8111-111111111111',
      actor: { kind: 'process', id: 'caseRecurrence' },
      correlationId: '11111111-1111-4111-8111-111111111111',
      occurredAt: at,
    },
  }) as AnyCaseRecurrenceCommand;
const noted = (caseId: string, at: string): CaseRecurrenceEvent => ({
  type: 'CaseCauseNoted',
  data: { ...its, caseId, at },
});
const recurred = (caseId: string, cases: readonly CausedCase[], days = 90, version = 1): CaseRecurrenceEvent => ({
  type: 'CauseRecurred',
  data: { ...its, caseId, cases, days, policy: { ...policy, version } },
});
const march = '2026-03-04T02:00:00.000Z';
/** 90 times 24 hours later, to the millisecond. */
const june = '2026-06-02T02:00:00.000Z';

describe('NoteCaseCause', () => {
  it('notes the first', () => given().when(note(first, march)).then(noted(first, march)));
  it('raises a recurrence with the second within 90 days, the last instant included', () => {
    const both = [
      { caseId: first, at: march },
      { caseId: second, at: june },
    ];
    given(noted(first, march)).when(note(second, june)).then(noted(second, june), recurred(second, both));
    const after = '2026-06-02T02:00:00.001Z';
    given(noted(first, march)).when(note(second, after)).then(noted(second, after));
  });
  it('names all that lie within the days, oldest first, also of one that comes late', () => {
    const april = '2026-04-01T02:00:00.000Z';
    given(noted(first, march), noted(second, june))
      .when(note(third, april))
      .then(
        noted(third, april),
        recurred(third, [
          { caseId: first, at: march },
          { caseId: third, at: april },
          { caseId: second, at: june },
        ]),
      );
  });
  it('goes by the days of the policy', () => {
    const content = { ...caseHandling.first, recurrenceDays: 30 };
    const known = testKnown({
      policies: [{ kind: 'case-handling', version: 2, content, effectiveFrom: '2026-01-01T00:00:00.000Z' }],
    });
    specification(caseRecurrence, known)(noted(first, march)).when(note(second, june)).then(noted(second, june));
    const soon = '2026-03-20T02:00:00.000Z';
    specification(
      caseRecurrence,
      known,
    )(noted(first, march))
      .when(note(second, soon))
      .then(
        noted(second, soon),
        recurred(
          second,
          [
            { caseId: first, at: march },
            { caseId: second, at: soon },
          ],
          30,
          2,
        ),
      );
  });
  it('stays quiet on the same case again', () =>
    given(noted(first, march)).when(note(first, '2026-03-09T02:00:00.000Z')).thenNothing());
});

it('keeps causes apart by category, by kind and by name', () => {
  const ids = [
    recurrenceId('product-quality', 'product', 'gtx.pro'),
    recurrenceId('delivery', 'product', 'gtx.pro'),
    recurrenceId('product-quality', 'customer', 'gtx.pro'),
    recurrenceId('product-quality', 'product', 'gtx.one'),
  ];
  expect(new Set(ids).size).toBe(4);
  expect(caseRecurrence.id(note(first, march))).toBe(ids[0]);
});

describe('caseRecurrences', () => {
  it('shows the cases of a cause and how often it came back', () => {
    const both = [
      { caseId: first, at: march },
      { caseId: second, at: june },
    ];
    const facts = [noted(second, june), noted(first, march), recurred(first, both)];
    projectionSpecification(caseRecurrences)(
      ...facts.map((fact, n) => recorded(fact, `caseRecurrence-${its.recurrenceId}`, n, { occurredAt: june })),
    ).then({
      ...its,
      ...{ cases: both, caseIds: [first, second], caseCount: 2, lastCauseAt: june },
      ...{
        recurrences: 1,
        recurredAt: june,
        within: both,
        days: 90,
        recurringIds: [first],
        revision: 2,
        lastPosition: '3',
      },
    });
  });
});
