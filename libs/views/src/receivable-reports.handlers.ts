import { KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import { customerRegister } from '@dealtrail/customers';
import type { Known } from '@dealtrail/known';
import { receivables } from '@dealtrail/payments';
import { ReadStore, type Tables } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { Organisation } from './organisation.js';
import type { GroupName } from './pipeline-report.js';
import {
  ageing,
  ageingBrackets,
  collectionRate,
  type AgeingBracket,
  type AgeingGroup,
  type Collected,
  type CollectionGroup,
  type Grouped,
  type ReceivableSum,
} from './receivable-reports.js';
import { Ageing, CollectionRate, type AgeingGrouping, type CollectionGrouping } from './receivable-reports.queries.js';

/** A report over receivables; `asOfDay` is the day in Shanghai that ages and dues are measured to. */
export type ReceivableAnswer<G, Grouping> = Grouped<G> & {
  readonly groupBy: Grouping;
  readonly asOfDay: Day;
  readonly position: string;
};

/** What SQL groups by besides owner and currency. */
const parts: Readonly<Record<CollectionGrouping, string>> = {
  owner: 'null::text',
  team: 'null::text',
  customer: '"customerId"',
  month: 'left("dueOn"::text, 7)',
  currency: 'null::text',
};

const projections = [receivables, customerRegister, staffRegister, unitRegister];

/** The sums of the instalments in reach that meet the conditions, and what their groups are called. */
async function sumsOf<C extends string>(
  store: ReadStore,
  known: Known,
  question: Ageing | CollectionRate,
  amounts: Readonly<Record<C, RawBuilder<unknown>>>,
  conditions: readonly RawBuilder<unknown>[],
) {
  const { groupBy, currency, ownerId, customerId } = question;
  const reach = reachOf(permissionOf(question), question.metadata.actor, known.staff);
  const all = [
    ...conditions,
    ...(reach === 'all' ? [] : [sql`"ownerId" = any(${[...reach]})`]),
    ...(currency === undefined ? [] : [sql`"currency" = ${currency}`]),
    ...(ownerId === undefined ? [] : [sql`"ownerId" = ${ownerId}`]),
    ...(customerId === undefined ? [] : [sql`"customerId" = ${customerId}`]),
  ];
  const columns = (Object.entries(amounts) as [C, RawBuilder<unknown>][]).map(
    ([name, amount]) => sql`coalesce(sum(${amount}), 0)::text as ${sql.id(name)}`,
  );
  const { answer, position } = await store.ask(projections, question, async (tables) => {
    const { rows } = await sql<ReceivableSum<C>>`
      select "ownerId", "currency", ${sql.raw(parts[groupBy])} as part, count(*)::text as instalments, ${sql.join(columns)}
      from ${sql.raw(tables.table(receivables))} where ${sql.join(all, sql` and `)}
      group by 1, 2, 3`.execute(tables.db);
    const organisation = await Organisation.from(tables);
    return { rows, nameOf: namesBy(groupBy, organisation, await customerNames(tables, groupBy, rows)) };
  });
  return { ...answer, position };
}

async function customerNames(
  tables: Tables,
  groupBy: CollectionGrouping,
  rows: readonly { readonly part: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = groupBy === 'customer' ? [...new Set(rows.map(({ part }) => part))].filter((id) => id !== null) : [];
  if (ids.length === 0) return new Map();
  const { rows: found } = await sql<{ customerId: string; name: string }>`
    select "customerId", "name" from ${sql.raw(tables.table(customerRegister))} where "customerId" = any(${ids})`.execute(
    tables.db,
  );
  return new Map(found.map(({ customerId, name }) => [customerId, name]));
}

type Sum = Pick<ReceivableSum<string>, 'ownerId' | 'currency' | 'part'>;

function namesBy(
  groupBy: CollectionGrouping,
  organisation: Organisation,
  customers: ReadonlyMap<string, string>,
): (sum: Sum) => GroupName {
  const names: Readonly<Record<CollectionGrouping, (sum: Sum) => GroupName>> = {
    owner: ({ ownerId }) => ({ key: ownerId, label: organisation.nameOf(ownerId) }),
    team: ({ ownerId }) => {
      const team = organisation.unitOf(ownerId, 'team');
      return { key: team?.unitId, label: team?.name };
    },
    customer: ({ part }) => ({
      key: part ?? undefined,
      label: part === null ? undefined : (customers.get(part) ?? part),
    }),
    month: ({ part }) => ({ key: part ?? undefined, label: part ?? undefined }),
    currency: ({ currency }) => ({ key: currency, label: currency }),
  };
  return names[groupBy];
}

@QueryHandler(Ageing)
export class AgeingHandler implements IQueryHandler<Ageing, ReceivableAnswer<AgeingGroup, AgeingGrouping>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: Ageing): Promise<ReceivableAnswer<AgeingGroup, AgeingGrouping>> {
    const { groupBy } = question;
    const asOfDay = dayOf(askedAt(question));
    const amounts = Object.fromEntries(
      Object.entries(ageingBrackets(asOfDay)).map(([name, [from, to]]) => [
        name,
        sql`case when ${from === undefined ? sql`true` : sql`"dueOn" >= ${from}`}
          and ${to === undefined ? sql`true` : sql`"dueOn" <= ${to}`} then "open" end`,
      ]),
    ) as Record<AgeingBracket, RawBuilder<unknown>>;
    const { rows, nameOf, position } = await sumsOf(this.store, this.known.now(), question, amounts, [sql`"open" > 0`]);
    return { groupBy, asOfDay, ...ageing(rows, nameOf), position };
  }
}

@QueryHandler(CollectionRate)
export class CollectionRateHandler implements IQueryHandler<
  CollectionRate,
  ReceivableAnswer<CollectionGroup, CollectionGrouping>
> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CollectionRate): Promise<ReceivableAnswer<CollectionGroup, CollectionGrouping>> {
    const { groupBy, from, to } = question;
    const asOfDay = dayOf(askedAt(question));
    const amounts: Record<Collected, RawBuilder<unknown>> = {
      due: sql`"amount"`,
      received: sql`"allocated"`,
      writtenOff: sql`"writtenOff"`,
    };
    const conditions = [
      sql`"dueOn" <= ${asOfDay}`,
      ...(from === undefined ? [] : [sql`"dueOn" >= ${from}`]),
      ...(to === undefined ? [] : [sql`"dueOn" <= ${to}`]),
    ];
    const { rows, nameOf, position } = await sumsOf(this.store, this.known.now(), question, amounts, conditions);
    return { groupBy, asOfDay, ...collectionRate(rows, nameOf), position };
  }
}
