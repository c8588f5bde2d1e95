import type { Recorded } from '@dealtrail/event-sourcing';
import { recorded } from '@dealtrail/event-sourcing/testing';
import type { DealEvent, FollowUp } from '@dealtrail/deals';

export const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
export const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

const policy = { kind: 'follow-up', version: 1 } as const;

/** The promise of 2 March 2026, of a deal of grade B. */
export const march: FollowUp = {
  since: '2026-03-02T01:00:00.000Z',
  warnAt: '2026-04-07T01:00:00.000Z',
  dueAt: '2026-04-16T01:00:00.000Z',
  days: 45,
  grade: 'B',
  policy,
};

/** The promise after progress on 10 March. */
export const later: FollowUp = {
  ...march,
  since: '2026-03-10T01:00:00.000Z',
  warnAt: '2026-04-15T01:00:00.000Z',
  dueAt: '2026-04-24T01:00:00.000Z',
};

/** A fact of the deal's stream, at the position given. */
export const fact = <E extends DealEvent>(event: E, position = 10): Recorded<E> =>
  recorded(event, `deal-${dealId}`, position - 1, { position });

type Registered = Extract<DealEvent, { type: 'DealRegistered' }>;

/** Li Na's deal with a customer. */
export const registered = (over: Partial<Registered['data']> = {}): Registered => ({
  type: 'DealRegistered',
  data: {
    dealId,
    number: 'FJF6CYBM',
    title: '12 台 GTX Pro',
    customerId,
    ownerId: 'li.na',
    stage: 'awareness',
    registeredOn: '2026-03-02',
    policy: { kind: 'deal-stages', version: 1 },
    followUp: march,
    ...over,
  },
});
