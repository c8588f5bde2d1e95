import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import type { DealEvent, FollowUp } from './deal.events.js';
import { regradeTasks } from './regrade-tasks.projection.js';

const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const given = (...events: readonly DealEvent[]) =>
  projectionSpecification(regradeTasks)(
    ...events.map((event, revision) => recorded(event, `deal-${dealId}`, revision + 1)),
  );

const followUp: FollowUp = {
  since: '2026-03-02T01:00:00.000Z',
  warnAt: '2026-04-07T01:00:00.000Z',
  dueAt: '2026-04-16T01:00:00.000Z',
  days: 45,
  grade: 'B',
  policy: { kind: 'follow-up', version: 1 },
};
const { warnAt: _warnAt, ...limit } = followUp;
const goneStale: DealEvent = {
  type: 'DealGoneStale',
  data: { dealId, number: 'FJF6CYBM', ownerId: 'li.na', superiorId: 'zhao.min', ...limit },
};
const task = {
  dealId,
  number: 'FJF6CYBM',
  ownerId: 'li.na',
  superiorId: 'zhao.min',
  grade: 'B',
  days: 45,
  lastProgressAt: followUp.since,
  dueAt: followUp.dueAt,
  position: '2',
};
const to = { stage: 'interest' };
const stages = { kind: 'deal-stages', version: 1 };

describe('regradeTasks', () => {
  it('asks for a new grade once a deal has gone stale', () => given(goneStale).then(task));
  it('goes with the deal to another owner and customer', () =>
    given(
      goneStale,
      { type: 'DealOwnerChanged', data: { dealId, ownerId: 'wang.wei', previousOwnerId: 'li.na' } },
      { type: 'DealEdited', data: { dealId, changes: { customerId: 'c' }, previous: {} } },
    ).then({ ...task, ownerId: 'wang.wei', superiorId: undefined, customerId: 'c' }));
  it.each<DealEvent>([
    { type: 'DealGraded', data: { dealId, grade: 'B', reason: '仍有意向', followUp } },
    { type: 'DealAdvanced', data: { dealId, from: { stage: 'awareness' }, to, policy: stages, followUp } },
    {
      type: 'DealWon',
      data: { dealId, ownerId: 'li.na', amount: { amount: 1, currency: 'USD' }, wonOn: '2026-05-01' },
    },
    { type: 'DealLost', data: { dealId, ownerId: 'li.na', reason: '預算取消', lostOn: '2026-05-01' } },
  ])('is done with $type', (progress) => given(goneStale, progress).then());
  it('is nothing for a deal that is not stale', () =>
    given({ type: 'DealReassigned', data: { dealId, ownerId: 'a', previousOwnerId: 'b', position: 1 } }).then());
});
