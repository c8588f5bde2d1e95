import { customerRegister } from '@dealtrail/customers';
import type { Tables } from '@dealtrail/read-store';
import { sql, type RawBuilder } from 'kysely';
import { monthOf } from './case-conditions.js';
import { withinMonth, type GroupName, type Parameters } from './case-groups.js';
import type { CaseFilters } from './counted-cases.queries.js';
import {
  caseKindNames,
  caseStatusNames,
  channelNames,
  priorityNames,
  type CaseChannel,
  type CaseKind,
  type CasePriority,
  type CaseStatus,
} from './case-words.js';
import type { Organisation } from './organisation.js';

/** What ids are called in a report. */
export interface Names {
  readonly organisation: Organisation;
  readonly customers: ReadonlyMap<string, string>;
  /** The policy's word for a cause. */
  readonly cause: (id: string) => string | undefined;
}

export type CaseGrouping =
  | 'person'
  | 'team'
  | 'seller'
  | 'group'
  | 'channel'
  | 'product'
  | 'customer'
  | 'priority'
  | 'kind'
  | 'status'
  | 'cause'
  | 'month';

interface Grouping {
  readonly part: (person: RawBuilder<unknown>) => RawBuilder<unknown>;
  readonly label: (key: string, names: Names) => string | undefined;
  /** Which filters of the list of cases leave those of one key. */
  readonly filter: (key: string, filters: CaseFilters) => Parameters;
  /** And those that have none of it. */
  readonly none?: Parameters;
}

/** A column of `caseRegister`, filtered by a member of the same name unless said otherwise. */
const column = (name: string, label: Grouping['label'], more: Partial<Grouping> = {}): Grouping => ({
  part: () => sql.ref(name),
  label,
  filter: (key) => ({ [name]: key }),
  ...more,
});
const itself = (key: string): string => key;

/** What reports of cases are grouped by. */
export const groupings: Readonly<Record<CaseGrouping, Grouping>> = {
  person: {
    part: (person) => person,
    label: (key, { organisation }) => organisation.nameOf(key),
    filter: (key) => ({ personId: key }),
  },
  team: {
    part: () => sql`belongs.unit`,
    label: (key, { organisation }) => organisation.unitName(key),
    filter: (key) => ({ teamId: key }),
    none: { without: 'team' },
  },
  seller: column('sellerId', (key, { organisation }) => organisation.nameOf(key), { none: { without: 'sellerId' } }),
  group: column('group', itself, { none: { without: 'group' } }),
  channel: column('channel', (key) => channelNames[key as CaseChannel]),
  product: column('productId', itself, { none: { without: 'productId' } }),
  customer: column('customerId', (key, { customers }) => customers.get(key) ?? key, {
    none: { without: 'customerId' },
  }),
  priority: column('priority', (key) => priorityNames[key as CasePriority]),
  kind: column('kind', (key) => caseKindNames[key as CaseKind]),
  status: column('status', (key) => caseStatusNames[key as CaseStatus]),
  cause: column('cause', (key, { cause }) => cause(key), { none: { caused: false } }),
  month: { part: () => monthOf(sql`"reportedAt"`), label: itself, filter: withinMonth },
};

export const nameOf = (groupBy: CaseGrouping, part: string | null, names: Names): GroupName =>
  part === null ? { key: undefined } : { key: part, label: groupings[groupBy].label(part, names) };

/** The filters of the list behind a row; undefined: of all rows together. */
export function listOf(groupBy: CaseGrouping, part: string | null | undefined, filters: CaseFilters): Parameters {
  if (part === undefined) return filters;
  const { filter, none } = groupings[groupBy];
  return { ...filters, ...(part === null ? none : filter(part, filters)) };
}

/** The filters of a report as its list takes them over. */
export function filtersOf(
  question: CaseFilters & { readonly asOf?: string },
): CaseFilters & { readonly asOf?: string } {
  const { from, to, kind, channel, priority, group, productId, customerId, sellerId, personId, teamId, asOf } =
    question;
  return { from, to, kind, channel, priority, group, productId, customerId, sellerId, personId, teamId, asOf };
}

/** The names of these customers, at the position of the report. */
export async function customerNames(
  tables: Tables,
  customerIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(customerIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ customerId: string; name: string }>`
    select "customerId", "name" from ${sql.raw(tables.table(customerRegister))} where "customerId" = any(${ids})`.execute(
    tables.db,
  );
  return new Map(rows.map(({ customerId, name }) => [customerId, name]));
}
