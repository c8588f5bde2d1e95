import { type KnownKeeper, permissionOf, reachOf, type AnyProjection, type Reach } from '@dealtrail/event-sourcing';
import { customerRegister } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import { type ReadStore, type Question, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { sql, type RawBuilder } from 'kysely';
import { monthOf } from './case-conditions.js';
import { addressOf, withinMonth, withTotal, type GroupName, type Parameters, type Part } from './case-groups.js';
import { customerNames } from './case-report.js';
import { caseKindNames, type CaseKind } from './case-words.js';
import { Organisation } from './organisation.js';

/** A report with a row for each part and one for all. */
export interface PartedAnswer<Grouping, Group> {
  readonly groupBy: Grouping;
  readonly groups: readonly Group[];
  readonly total: Group;
  readonly position: string;
}

/** One way to group: what the part is, what it is called, and which filters of the list leave its rows. */
export interface Grouping {
  readonly part: RawBuilder<unknown>;
  readonly label: (
    key: string,
    organisation: Organisation,
    customers: ReadonlyMap<string, string>,
  ) => string | undefined;
  readonly filter: (key: string, period: Period) => Parameters;
  readonly none?: Parameters;
}
export interface Period {
  readonly from?: string;
  readonly to?: string;
}

export const person = (column: string, filter: string): Grouping => ({
  part: sql.ref(column),
  label: (key, organisation) => organisation.nameOf(key),
  filter: (key) => ({ [filter]: key }),
});
export const team: Grouping = {
  part: sql`belongs.unit`,
  label: (key, organisation) => organisation.unitName(key),
  filter: (key) => ({ teamId: key }),
  none: { without: 'team' },
};
export const word = (column: string, filter: string, label: (key: string) => string | undefined): Grouping => ({
  part: sql.ref(column),
  label,
  filter: (key) => ({ [filter]: key }),
});
export const month = (instant: RawBuilder<unknown>): Grouping => ({
  part: monthOf(instant),
  label: (key) => key,
  filter: withinMonth,
});
export const kind = word('kind', 'kind', (key) => caseKindNames[key as CaseKind]);

/** What the three reports have in common: ask, sum, name, and say where each figure's rows are listed. */
export abstract class Parted<
  Q extends Question & Period & { readonly groupBy: string },
  S extends Part,
  G extends GroupName,
> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  protected abstract readonly projection: AnyProjection;
  protected abstract readonly path: string;
  protected abstract readonly groupings: Readonly<Record<Q['groupBy'], Grouping>>;
  protected abstract sums(
    tables: Tables,
    question: Q,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly S[]>;
  protected abstract group(name: GroupName, sum: S, list: string): G;

  protected async answer(question: Q): Promise<PartedAnswer<Q['groupBy'], G>> {
    const groupBy: Q['groupBy'] = question.groupBy;
    const { part, label, filter, none } = this.groupings[groupBy];
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const projections = [this.projection, customerRegister, staffRegister, unitRegister];
    const { answer, position } = await this.store.ask(projections, question, async (tables) => {
      const organisation = await Organisation.from(tables);
      const sums = await this.sums(tables, question, part, reach, organisation);
      const customers = groupBy === 'customer' ? sums.map((sum) => sum.part) : [];
      return { sums, organisation, customers: await customerNames(tables, customers) };
    });
    const { metadata: _, minPosition: _at, groupBy: _by, ...filters } = question;
    const report = withTotal(answer.sums, (sum) => {
      const { part: key, isTotal } = sum;
      const name = key === null ? {} : { key, label: label(key, answer.organisation, answer.customers) };
      const more = isTotal ? {} : key === null ? none : filter(key, question);
      return this.group(name, sum, addressOf(this.path, { ...(filters as Parameters), ...more }));
    });
    return { groupBy, ...report, position };
  }
}
