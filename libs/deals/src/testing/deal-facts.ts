import type { CommandMetadata, Decided, Intention } from '@dealtrail/event-sourcing';
import { testKnown } from '@dealtrail/known/testing';
import type { AnyDealCommand } from '../deal.commands.js';
import type { DealEvent, FollowUp } from '../deal.events.js';

export const dealId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
export const number = 'FJF6CYBM';
export const customerId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** Li Na and Wang Wei sell in Zhao Min's team; Sun Li has left; Chen Jing enters for others; Gao Feng directs. */
export const known = testKnown({
  units: [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }],
  people: [
    { staffId: 'li.na', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
    { staffId: 'sun.li', roles: ['rep'], unitId: 'east.1', active: false },
    { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
    { staffId: 'gao.feng', roles: ['director'] },
    { staffId: 'chen.jing', roles: ['salesSupport'] },
  ],
});

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: '2026-03-02T01:00:00.000Z',
};

/** A command of Li Na's at 09:00 on 2 March 2026 in Shanghai, unless said otherwise. */
export const asked = (command: Intention<AnyDealCommand>, metadata: Partial<CommandMetadata> = {}): AnyDealCommand =>
  ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyDealCommand;

export const byProcess: Partial<CommandMetadata> = { actor: { kind: 'process', id: `dealFollowUp/${dealId}` } };
export const byImport: Partial<CommandMetadata> = { actor: { kind: 'import', id: 'crm-pipeline' }, history: true };

export const stagesPolicy = { kind: 'deal-stages', version: 1 };
const followUpPolicy = { kind: 'follow-up', version: 1 };

/** Registered on 2 March, ungraded: counts as B, warned after 36 days, due after 45. */
export const marchClock: FollowUp = {
  since: '2026-03-02T01:00:00.000Z',
  warnAt: '2026-04-07T01:00:00.000Z',
  dueAt: '2026-04-16T01:00:00.000Z',
  days: 45,
  grade: 'B',
  policy: followUpPolicy,
};

/** The same deal after progress on 10 March. */
export const laterClock: FollowUp = {
  ...marchClock,
  since: '2026-03-10T01:00:00.000Z',
  warnAt: '2026-04-15T01:00:00.000Z',
  dueAt: '2026-04-24T01:00:00.000Z',
};

export const registered: DealEvent = {
  type: 'DealRegistered',
  data: {
    dealId,
    number,
    title: '12 台 GTX Pro',
    customerId,
    productId: 'gtx.pro',
    productName: 'GTX Pro',
    listPrice: { amount: 482_100, currency: 'USD' },
    amount: { amount: 5_700_000, currency: 'USD' },
    ownerId: 'li.na',
    stage: 'awareness',
    registeredOn: '2026-03-02',
    policy: stagesPolicy,
    followUp: marchClock,
  },
};

export const advanced: DealEvent = {
  type: 'DealAdvanced',
  data: {
    dealId,
    from: { stage: 'awareness' },
    to: { stage: 'consideration', step: 'solution' },
    policy: stagesPolicy,
    followUp: laterClock,
  },
};

export const evidenceAdded: DealEvent = {
  type: 'DealEvidenceAdded',
  data: { dealId, key: 'needs-report', note: '需求分析報告' },
};

const staleness = {
  dealId,
  number,
  since: marchClock.since,
  dueAt: marchClock.dueAt,
  days: 45,
  grade: 'B' as const,
  policy: followUpPolicy,
  ownerId: 'li.na',
  superiorId: 'zhao.min',
  customerId,
};
export const goingStale: DealEvent = { type: 'DealGoingStale', data: staleness };
export const goneStale: DealEvent = { type: 'DealGoneStale', data: staleness };
/** As decided: the breach carries its own instant. */
export const goneStaleAtDue: Decided<DealEvent> = { ...goneStale, occurredAt: marchClock.dueAt };

export const won: DealEvent = {
  type: 'DealWon',
  data: {
    dealId,
    ownerId: 'li.na',
    customerId,
    amount: { amount: 5_500_000, currency: 'USD' },
    wonOn: '2026-03-20',
  },
};

export const lost: DealEvent = {
  type: 'DealLost',
  data: { dealId, ownerId: 'li.na', customerId, reason: '價格過高', lostOn: '2026-03-20' },
};
