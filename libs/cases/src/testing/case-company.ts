import type { CommandMetadata, Intention } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { testKnown, type TestPerson, type TestPolicy } from '@dealtrail/known/testing';
import type { AnyCaseCommand } from '../case.commands.js';
import { caseId, linkId } from './case-facts.js';

const units = [
  { unitId: 'sales', kind: 'department', head: 'sun.li' },
  { unitId: 'east.1', kind: 'team', parent: 'sales', head: 'zhao.min' },
  { unitId: 'service', kind: 'department', head: 'he.ping' },
  { unitId: 'technics', kind: 'department', head: 'tang.yu' },
] as const;

const people: readonly TestPerson[] = [
  { staffId: 'li.na', roles: ['rep'], unitId: 'east.1', deputy: 'wang.wei' },
  { staffId: 'wang.wei', roles: ['rep'], unitId: 'east.1' },
  { staffId: 'zhao.min', roles: ['supervisor'], unitId: 'east.1' },
  { staffId: 'sun.li', roles: ['salesManager'], unitId: 'sales' },
  { staffId: 'gao.feng', roles: ['director'] },
  { staffId: 'luo.jia', roles: ['customerService'], unitId: 'service' },
  { staffId: 'xu.fang', roles: ['customerService'], unitId: 'service' },
  { staffId: 'he.ping', roles: ['customerService', 'supervisor'], unitId: 'service' },
  { staffId: 'qin.tao', roles: ['technical'], unitId: 'technics' },
  { staffId: 'ma.chao', roles: ['technical'], unitId: 'technics' },
  { staffId: 'tang.yu', roles: ['technical'], unitId: 'technics' },
  { staffId: 'chen.jing', roles: ['salesSupport'] },
  { staffId: 'mo.qing', roles: ['auditor'] },
  { staffId: 'admin', roles: ['admin'] },
];

/** Everybody there is. */
export const everybody: readonly string[] = people.map(({ staffId }) => staffId);

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
 * Li Na and Wang Wei sell in Zhao Min's team, which belongs to Sun Li's department under Gao Feng, the director. Luo Jia and
 * Xu Fang are customer service, led by He Ping, a supervisor; Qin Tao and Ma Chao are technical, led by Tang Yu. Chen Jing enters
 * for others, Mo Qing audits.
 */
export const known = companyWith();

/** Monday, 2 March 2026, 10:00 in Shanghai: the case is reported. */
export const monday = '2026-03-02T02:00:00.000Z';

/** So many minutes after it was reported. */
export const minutes = (n: number): string => new Date(Date.parse(monday) + n * 60_000).toISOString();
export const hours = (n: number): string => minutes(60 * n);
export const days = (n: number): string => hours(24 * n);

const defaults: CommandMetadata = {
  commandId: '11111111-1111-4111-8111-111111111111',
  actor: { kind: 'staff', id: 'luo.jia' },
  correlationId: '11111111-1111-4111-8111-111111111111',
  occurredAt: monday,
};

/** A command of Luo Jia's on Monday at ten, unless said otherwise. */
export const asked = (command: Intention<AnyCaseCommand>, metadata: Partial<CommandMetadata> = {}): AnyCaseCommand =>
  ({ ...command, metadata: { ...defaults, ...metadata } }) as AnyCaseCommand;

/** A person, half an hour after it was reported unless said otherwise. */
export const by = (id: string, occurredAt = minutes(30)): Partial<CommandMetadata> => ({
  actor: { kind: 'staff', id },
  occurredAt,
});
export const byProcess = (occurredAt = minutes(30)): Partial<CommandMetadata> => ({
  actor: { kind: 'process', id: `complaintEscalation/${caseId}` },
  occurredAt,
});
export const byImport = (occurredAt = minutes(30)): Partial<CommandMetadata> => ({
  actor: { kind: 'import', id: 'incidents' },
  occurredAt,
  history: true,
});
/** The customer, by the link that was sent to them. */
export const byLink = (occurredAt = minutes(30)): Partial<CommandMetadata> => ({
  actor: { kind: 'customerLink', id: linkId },
  occurredAt,
});
