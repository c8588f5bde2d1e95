import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { testKnown, type TestPerson, type TestPolicy } from '@dealtrail/known/testing';
import type { AnyOrderCommand } from '../order.commands.js';
import { orderId } from './order-facts.js';

const units = [{ unitId: 'east.1', kind: 'team', head: 'zhao.min' }] as const;

const people: readonly TestPerson[] = [
  { staffId: 'li.na', roles: ['rep'], unitId: 'east.1', deputy: 'wang.wei' },
  { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
  { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
  { staffId: 'chen.jing', roles: ['salesSupport'] },
  { staffId: 'ding.hao', roles: ['operations'], superior: 'fu.gang' },
  { staffId: 'fu.gang', roles: ['operations'] },
  { staffId: 'qian.yi', roles: ['finance'] },
  { staffId: 'qin.tao', roles: ['technical'] },
  { staffId: 'gao.feng', roles: ['director'] },
  { staffId: 'mo.qing', roles: ['auditor'] },
  { staffId: 'admin', roles: ['admin'] },
];

/** The company of the specs, some of its people changed, gone (`undefined`) or new. */
export function companyWith(
  changes: Readonly<Record<string, Partial<TestPerson> | undefined>> = {},
  policies: readonly TestPolicy[] = [],
): Known {
  const changed = people.flatMap((person) => {
    if (!Object.hasOwn(changes, person.staffId)) return [person];
    const change = changes[person.staffId];
    return change ? [{ ...person, ...change }] : [];
  });
  return testKnown({ units, people: changed, policies });
}

/**
 * Li Na sells in Zhao Min's team, Wang Wei is her deputy, Chen Jing enters for others; Ding Hao runs the warehouse under Fu Gang,
 * Qian Yi counts, Qin Tao builds; Gao Feng directs, Mo Qing audits.
 */
export const known = companyWith();

/** Monday, 2 March 2026, 10:00 in Shanghai: the order is placed. */
export const monday = '2026-03-02T02:00:00.000Z';
/** The day after at the same hour: the last instant in time to acknowledge it. */
export const tuesday = '2026-03-03T02:00:00.000Z';

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'li.na' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: monday,
};

/** A command of Li Na's on Monday morning, unless said otherwise. */
export const asked = (command: Intention<AnyOrderCommand>, metadata: Partial<CommandMetadata> = {}): AnyOrderCommand =>
  ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyOrderCommand;

/** A person, on Tuesday morning unless said otherwise. */
export const by = (id: string, occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'staff', id },
  occurredAt,
});
export const byProcess = (occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'process', id: `deliveryTracking/${orderId}/1` },
  occurredAt,
});
export const byImport = (occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'import', id: 'shipments' },
  occurredAt,
  history: true,
});
/** The customer, by the link that was sent to them. */
export const byLink = (occurredAt = tuesday): Partial<CommandMetadata> => ({
  actor: { kind: 'customerLink', id: '5b0f0b57-6a0b-4f6e-8f0a-0d6c6a1c3e55' },
  occurredAt,
});
