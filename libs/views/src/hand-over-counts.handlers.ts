import { KnownKeeper, type Instant, type Reach } from '@dealtrail/event-sourcing';
import type { Day } from '@dealtrail/calendar';
import { caseResponsibility, type CaseResponsibilityRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type Tables } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all, among, equal, inPeriod, ofTeam, teamless, teamOf } from './case-conditions.js';
import { departmentNames, originNames, type CaseDepartment, type HoldingOrigin } from './case-words.js';
import { Listed } from './counted-list.js';
import { askedAt } from './deal-views.handlers.js';
import { handOverGroup, type HandOverGroup, type HoldingSum } from './hand-over-counts.js';
import { CountedHoldings, HandOverCounts, type HoldingGrouping } from './hand-over-counts.queries.js';
import { hours } from './hours.js';
import { labelsOf, lowest } from './labels.js';
import type { Organisation } from './organisation.js';
import { kind, month, Parted, person, team, word, type PartedAnswer } from './parted-report.js';
import { msBetween, tookOf } from './took.js';

type Conditions = readonly RawBuilder<boolean>[];

/** What they ask of a row of `caseResponsibility`. */
const holdingsIn = (
  { kind, customerId, sellerId, personId, teamId }: Omit<HandOverCounts | CountedHoldings, 'metadata'>,
  reach: Reach,
  organisation: Organisation,
): Conditions => [
  ...(reach === 'all'
    ? []
    : [sql<boolean>`(${among(sql`"staffId"`, [...reach])} or coalesce(${among(sql`"sellerId"`, [...reach])}, false))`]),
  ...equal({ kind, customerId, sellerId, staffId: personId }),
  ...ofTeam(sql`"staffId"`, teamId, organisation),
];

/** Its stretches, one by one. */
const stretches = sql`json_to_recordset("holdings")
  as stretch("from" text, "to" text, "came" text, "department" text, "group" text)`;

/** What they ask of a stretch. */
const stretchesIn = ({ from, to }: { readonly from?: Day; readonly to?: Day }): Conditions =>
  inPeriod(sql`stretch."from"`, from, to);

@QueryHandler(HandOverCounts)
export class HandOverCountsHandler
  extends Parted<HandOverCounts, HoldingSum, HandOverGroup>
  implements IQueryHandler<HandOverCounts, PartedAnswer<HoldingGrouping, HandOverGroup>>
{
  protected readonly projection = caseResponsibility;
  protected readonly path = '/reports/hand-overs/list';
  protected readonly group = handOverGroup;
  protected readonly groupings = {
    person: person('staffId', 'personId'),
    team,
    department: {
      ...word('stretch.department', 'department', (key) => departmentNames[key as CaseDepartment]),
      none: { handedOver: false },
    },
    came: word('stretch.came', 'came', (key) => originNames[key as HoldingOrigin]),
    kind,
    month: month(sql`stretch."from"`),
  };

  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: HandOverCounts): Promise<PartedAnswer<HoldingGrouping, HandOverGroup>> {
    return this.answer(question);
  }

  protected async sums(
    tables: Tables,
    question: HandOverCounts,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly HoldingSum[]> {
    const until = sql`coalesce(stretch."to", ${askedAt(question)})`;
    const conditions = [...holdingsIn(question, reach, organisation), ...stretchesIn(question)];
    const { rows } = await sql<HoldingSum>`
      with counted as (
        select ${part} as part, "caseId", stretch."came", stretch."department", stretch."to" as ended,
          ${msBetween(sql`stretch."from"`, until)} as held
        from ${sql.raw(tables.table(caseResponsibility))} cross join lateral ${stretches}
        ${teamOf(sql`"staffId"`, organisation)}
        where ${all(conditions)}
      )
      select part, grouping(part) = 1 as "isTotal", count(*)::int as stretches, count(distinct "caseId")::int as cases,
        count(*) filter (where "came" = 'reported')::int as reported,
        count(*) filter (where "came" = 'assigned')::int as assigned,
        count(*) filter (where "came" = 'handedOver')::int as "handedOver",
        count(*) filter (where "came" = 'reassigned')::int as reassigned,
        count(*) filter (where "came" in ('reopened', 'unmerged'))::int as reopened,
        count(*) filter (where "department" = 'customerService')::int as "toService",
        count(*) filter (where "department" = 'technical')::int as "toTechnical",
        count(*) filter (where ended is null)::int as "goOn", ${tookOf(sql`held`)}
      from counted group by grouping sets ((part), ())`.execute(tables.db);
    return rows;
  }
}

/** One person's part of a case; hours held up to now, as decimal text. */
export interface CountedHolding extends Pick<
  CaseResponsibilityRow,
  | 'caseId'
  | 'number'
  | 'kind'
  | 'staffId'
  | 'customerId'
  | 'sellerId'
  | 'holds'
  | 'times'
  | 'since'
  | 'until'
  | 'holdings'
> {
  readonly customerName?: string;
  readonly staffName: string;
  readonly sellerName?: string;
  readonly heldHours: string;
}

const atLeast = (ms: number): number => Math.max(0, ms);

@QueryHandler(CountedHoldings)
export class CountedHoldingsHandler
  extends Listed<CountedHoldings>
  implements IQueryHandler<CountedHoldings, Page<CountedHolding>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  async execute(question: CountedHoldings): Promise<Page<CountedHolding>> {
    const { came, department, handedOver, holds, without } = question;
    const now = askedAt(question);
    const { where, position } = await this.asked(question, (reach, organisation) => {
      const stretch = [
        ...stretchesIn(question),
        ...(came === undefined ? [] : [sql<boolean>`stretch."came" = ${came}`]),
        ...(department === undefined ? [] : [sql<boolean>`stretch."department" = ${department}`]),
        ...(handedOver === undefined ? [] : [sql<boolean>`(stretch."department" is not null) = ${handedOver}`]),
        ...(holds === undefined ? [] : [sql<boolean>`(stretch."to" is null) = ${holds}`]),
      ];
      return [
        ...holdingsIn(question, reach, organisation),
        ...(without === undefined ? [] : [teamless(sql`"staffId"`, organisation)]),
        sql<boolean>`exists (select from ${stretches} where ${all(stretch)})`,
      ];
    });
    const page = await this.store.list(caseResponsibility, question, {
      where: (query) => query.where(where),
      sortable: ['since', 'heldMs', 'times'],
      defaultSort: '-since',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.flatMap(({ staffId, sellerId = staffId }) => [staffId, sellerId]),
    );
    return {
      ...page,
      items: page.items.map((row) => {
        const { caseId, number, kind, staffId, customerId, sellerId, times, since, until, holdings, heldMs } = row;
        const going: Instant | undefined = row.holds ? holdings.at(-1)?.from : undefined;
        const more = going === undefined ? 0 : atLeast(Date.parse(now) - Date.parse(going));
        return {
          ...{ caseId, number, kind, staffId, customerId, sellerId, holds: row.holds, times, since, until, holdings },
          customerName: labels.customer(customerId),
          staffName: labels.person(staffId),
          sellerName: sellerId && labels.person(sellerId),
          heldHours: hours(heldMs + more),
        };
      }),
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}
