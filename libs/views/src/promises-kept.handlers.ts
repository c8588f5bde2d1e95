import { KnownKeeper, type Reach } from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import { servicePromises, type ServicePromiseRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type Tables } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all, among, equal, inPeriod, ofTeam, teamless, teamOf } from './case-conditions.js';
import { promiseOutcomes, sourceNames, type PromiseOutcome, type PromiseSource } from './case-words.js';
import { Listed } from './counted-list.js';
import { askedAt } from './deal-views.handlers.js';
import { promiseGroup, type PromisesKeptGroup, type PromiseSum } from './promises-kept.js';
import { CountedPromises, PromisesKept, type PromiseGrouping } from './promises-kept.queries.js';
import { labelsOf, lowest } from './labels.js';
import type { Organisation } from './organisation.js';
import { month, Parted, person, team, word, type PartedAnswer } from './parted-report.js';

type Conditions = readonly RawBuilder<boolean>[];

/** What they ask of a row of `servicePromises`. */
const promisesIn = (
  { from, to, source, customerId, sellerId, teamId }: Omit<PromisesKept | CountedPromises, 'metadata'>,
  reach: Reach,
  organisation: Organisation,
): Conditions => [
  ...(reach === 'all' ? [] : [among(sql`"sellerId"`, [...reach])]),
  ...inPeriod(sql`"registeredAt"`, from, to),
  ...equal({ source, customerId, sellerId }),
  ...ofTeam(sql`"sellerId"`, teamId, organisation),
];

/** Its day is the last on which keeping it is in time. */
const promiseOutcome = (today: Day): RawBuilder<PromiseOutcome> => sql`case "state"
  when 'kept' then case when "late" then 'keptLate' else 'kept' end
  when 'broken' then 'broken'
  else case when coalesce("dueOn" < ${today}, false) then 'overdue' else 'open' end end`;

@QueryHandler(PromisesKept)
export class PromisesKeptHandler
  extends Parted<PromisesKept, PromiseSum, PromisesKeptGroup>
  implements IQueryHandler<PromisesKept, PartedAnswer<PromiseGrouping, PromisesKeptGroup>>
{
  protected readonly projection = servicePromises;
  protected readonly path = '/reports/promises-kept/list';
  protected readonly group = promiseGroup;
  protected readonly groupings = {
    seller: person('sellerId', 'sellerId'),
    team,
    customer: {
      part: sql`"customerId"`,
      label: (key: string, _: Organisation, customers: ReadonlyMap<string, string>) => customers.get(key) ?? key,
      filter: (key: string) => ({ customerId: key }),
    },
    source: word('source', 'source', (key) => sourceNames[key as PromiseSource]),
    month: month(sql`"registeredAt"`),
  };

  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: PromisesKept): Promise<PartedAnswer<PromiseGrouping, PromisesKeptGroup>> {
    return this.answer(question);
  }

  protected async sums(
    tables: Tables,
    question: PromisesKept,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly PromiseSum[]> {
    const counts = promiseOutcomes.map(
      (outcome) => sql`count(*) filter (where outcome = ${sql.lit(outcome)})::int as ${sql.id(outcome)}`,
    );
    const { rows } = await sql<PromiseSum>`
      with counted as (
        select ${part} as part, ${promiseOutcome(dayOf(askedAt(question)))} as outcome
        from ${sql.raw(tables.table(servicePromises))} ${teamOf(sql`"sellerId"`, organisation)}
        where ${all(promisesIn(question, reach, organisation))}
      )
      select part, grouping(part) = 1 as "isTotal", count(*)::int as promises, ${sql.join(counts)}
      from counted group by grouping sets ((part), ())`.execute(tables.db);
    return rows;
  }
}

export interface CountedPromise extends Pick<
  ServicePromiseRow,
  | 'promiseId'
  | 'number'
  | 'customerId'
  | 'sellerId'
  | 'source'
  | 'text'
  | 'dueOn'
  | 'registeredAt'
  | 'cases'
  | 'endedAt'
  | 'endedBy'
  | 'note'
  | 'brokenFor'
> {
  readonly outcome: PromiseOutcome;
  readonly customerName?: string;
  readonly sellerName: string;
}

@QueryHandler(CountedPromises)
export class CountedPromisesHandler
  extends Listed<CountedPromises>
  implements IQueryHandler<CountedPromises, Page<CountedPromise>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  async execute(question: CountedPromises): Promise<Page<CountedPromise>> {
    const { outcome, without } = question;
    const today = dayOf(askedAt(question));
    const { where, position } = await this.asked(question, (reach, organisation) => [
      ...promisesIn(question, reach, organisation),
      ...(outcome === undefined ? [] : [sql<boolean>`${promiseOutcome(today)} = ${outcome}`]),
      ...(without === undefined ? [] : [teamless(sql`"sellerId"`, organisation)]),
    ]);
    const page = await this.store.list(servicePromises, question, {
      where: (query) => query.where(where),
      sortable: ['registeredAt', 'dueOn', 'endedAt'],
      defaultSort: '-registeredAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.map(({ sellerId }) => sellerId),
    );
    return {
      ...page,
      items: page.items.map((row) => {
        const { promiseId, number, customerId, sellerId, source, text, dueOn, registeredAt, cases } = row;
        const { endedAt, endedBy, note, brokenFor } = row;
        return {
          ...{ promiseId, number, customerId, sellerId, source, text, dueOn, registeredAt, cases },
          ...{ endedAt, endedBy, note, brokenFor, outcome: outcomeOf(row, today) },
          customerName: labels.customer(customerId),
          sellerName: labels.person(sellerId),
        };
      }),
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}

function outcomeOf({ state, late, dueOn }: ServicePromiseRow, today: Day): PromiseOutcome {
  if (state === 'kept') return late ? 'keptLate' : 'kept';
  if (state === 'broken') return 'broken';
  return dueOn !== undefined && dueOn < today ? 'overdue' : 'open';
}
