import { decide, DomainError, evolve, type Decided } from '@dealtrail/event-sourcing';
import { addDays } from '@dealtrail/calendar';
import fc from 'fast-check';
import type { AnyDealCommand } from './deal.commands.js';
import { deal } from './deal.decider.js';
import type { DealEvent } from './deal.events.js';
import type { Deal } from './deal.fold.js';
import { asked, byImport, byProcess, dealId, known } from './testing/deal-facts.js';

const amount = fc.record({ amount: fc.integer({ min: 0, max: 3 }), currency: fc.constantFrom('USD', 'CNY') });
const grade = fc.constantFrom('A' as const, 'B' as const, 'C' as const);
const people = fc.constantFrom('li.na', 'wang.wei', 'zhao.min', 'sun.li');
const place = fc.constantFrom(
  { stage: 'awareness' },
  { stage: 'interest', step: 'needs' },
  { stage: 'consideration' },
  { stage: 'decision', step: 'contract' },
);
const reason = fc.constantFrom('一', '二');
const bare = fc.oneof(
  fc.record({ type: fc.constant('RegisterDeal' as const), title: reason, ownerId: people }),
  fc.record({ type: fc.constant('EditDeal' as const), title: reason }),
  fc.record({ type: fc.constant('ChangeDealOwner' as const), ownerId: people }),
  fc.record({ type: fc.constant('ReassignDeal' as const), from: people, to: people, position: fc.constant(1) }),
  fc.record({ type: fc.constant('AddDealEvidence' as const), key: fc.constant('needs-report'), note: reason }),
  place.map((to) => ({ type: 'AdvanceDeal' as const, ...to })),
  fc.tuple(place, reason).map(([to, why]) => ({ type: 'MoveDealBack' as const, ...to, reason: why })),
  fc.record({ type: fc.constant('GradeDeal' as const), grade, reason }),
  fc.record({ type: fc.constant('WinDeal' as const), amount }),
  fc.record({ type: fc.constant('LoseDeal' as const), reason }),
  fc.record({ type: fc.constant('ReopenDeal' as const), reason }),
  fc.record({ type: fc.constantFrom('RecordDealGoingStale' as const, 'RecordDealGoneStale' as const) }),
);
const happening = fc.record({
  bare,
  days: fc.integer({ min: 0, max: 40 }),
  by: fc.constantFrom({}, byImport, byProcess),
});

/** Sends each in turn, later and later; gives what was decided, refusals left out. */
function* lived(happenings: readonly { bare: object; days: number; by: object }[]) {
  let state: Deal = deal.initialState;
  let occurredAt = '2026-03-02T01:00:00.000Z';
  for (const { bare, days, by } of happenings) {
    occurredAt = addDays(occurredAt, days);
    const dueAt = state.status === 'open' ? state.followUp.dueAt : occurredAt;
    const command: AnyDealCommand = asked({ dealId, dueAt, ...bare } as never, { ...by, occurredAt });
    let events: readonly Decided<DealEvent>[];
    try {
      events = decide(deal, command, state, known);
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      continue;
    }
    const before = state;
    for (const event of events) state = evolve(deal, state, event);
    yield { command, before, events, state };
  }
}

// The seed of a failure is printed by fast-check with its smallest example.
describe('whatever happens to a deal', () => {
  const whatever = fc.array(happening, { minLength: 1, maxLength: 25 });

  it('a command that was taken leaves nothing when it is sent again', () =>
    fc.assert(
      fc.property(whatever, (happenings) => {
        for (const { command, state } of lived(happenings)) expect(decide(deal, command, state, known)).toEqual([]);
      }),
    ));

  it('staleness is on record once per promise, at its due instant, and before the progress that ends it', () =>
    fc.assert(
      fc.property(whatever, (happenings) => {
        const due: string[] = [];
        for (const { events } of lived(happenings))
          events.forEach((event, n) => {
            if (event.type !== 'DealGoneStale') return;
            expect(event.occurredAt).toBe(event.data.dueAt);
            expect(n).toBe(0);
            due.push(event.data.since);
          });
        expect(new Set(due).size).toBe(due.length);
      }),
    ));

  it('a closed deal changes only by being opened again', () =>
    fc.assert(
      fc.property(whatever, (happenings) => {
        for (const { before, events } of lived(happenings))
          if (before.status === 'won' || before.status === 'lost')
            expect(events.map(({ type }) => type)).toEqual(events.length > 0 ? ['DealReopened'] : []);
      }),
    ));
});
