import { KnownKeeper, type Instant, type Reach } from '@dealtrail/event-sourcing';
import { caseEscalations, type CaseEscalationRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type Tables } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all, among, equal, inPeriod, ofTeam, teamless, teamOf } from './case-conditions.js';
import { withWhose, type Whose } from './case-reading.js';
import { clockNames, type ClockKind } from './case-words.js';
import { Listed } from './counted-list.js';
import { askedAt } from './deal-views.handlers.js';
import { escalationGroup, type EscalationGroup, type EscalationSum } from './escalation-report.js';
import { CountedEscalations, EscalationReport, type EscalationGrouping } from './escalation-report.queries.js';
import { hours } from './hours.js';
import { labelsOf, lowest } from './labels.js';
import type { Organisation } from './organisation.js';
import { kind, month, Parted, person, team, word, type PartedAnswer } from './parted-report.js';
import { msBetween, tookOf } from './took.js';

type Conditions = readonly RawBuilder<boolean>[];

/** What the report and its list ask of a row of `caseEscalations`. */
const escalationsIn = (
  { from, to, kind, clock, toldId, responsibleId, teamId }: Omit<EscalationReport | CountedEscalations, 'metadata'>,
  reach: Reach,
  organisation: Organisation,
): Conditions => [
  ...(reach === 'all'
    ? []
    : [sql<boolean>`(${among(sql`"responsibleId"`, [...reach])} or ${among(sql`"to"`, [...reach])})`]),
  ...inPeriod(sql`"dueAt"`, from, to),
  ...equal({ kind, clockKind: clock, to: toldId, responsibleId }),
  ...ofTeam(sql`"responsibleId"`, teamId, organisation),
];

/** From when somebody could know of a breach: an import tells what they knew then. */
const toldAt = sql<Instant>`case when "history" then "dueAt" else greatest("toldAt", "dueAt") end`;

@QueryHandler(EscalationReport)
export class EscalationReportHandler
  extends Parted<EscalationReport, EscalationSum, EscalationGroup>
  implements IQueryHandler<EscalationReport, PartedAnswer<EscalationGrouping, EscalationGroup>>
{
  protected readonly projection = caseEscalations;
  protected readonly path = '/reports/escalations/list';
  protected readonly group = escalationGroup;
  protected readonly groupings = {
    told: person('to', 'toldId'),
    responsible: person('responsibleId', 'responsibleId'),
    team,
    clock: word('clockKind', 'clock', (key) => clockNames[key as ClockKind]),
    kind,
    month: month(sql`"dueAt"`),
  };

  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  execute(question: EscalationReport): Promise<PartedAnswer<EscalationGrouping, EscalationGroup>> {
    return this.answer(question);
  }

  protected async sums(
    tables: Tables,
    question: EscalationReport,
    part: RawBuilder<unknown>,
    reach: Reach,
    organisation: Organisation,
  ): Promise<readonly EscalationSum[]> {
    const now = askedAt(question);
    const { rows } = await sql<EscalationSum>`
      with counted as (
        select ${part} as part, "caseId", "state",
          case when "state" = 'acknowledged' then ${msBetween(toldAt, sql`"acknowledgedAt"`)} end as took,
          case when "state" = 'open' then ${msBetween(toldAt, sql`${now}`)} end as waits
        from ${sql.raw(tables.table(caseEscalations))} ${teamOf(sql`"responsibleId"`, organisation)}
        where ${all(escalationsIn(question, reach, organisation))}
      )
      select part, grouping(part) = 1 as "isTotal", count(*)::int as escalations,
        count(distinct "caseId")::int as cases, count(*) filter (where "state" = 'acknowledged')::int as acknowledged,
        count(*) filter (where "state" = 'past')::int as past,
        max(waits)::text as "longestOpenMs", ${tookOf(sql`took`)}
      from counted group by grouping sets ((part), ())`.execute(tables.db);
    return rows;
  }
}

/** Who was told of a missed clock, when, and what they answered; hours to the answer, or so far, as decimal text. */
export interface CountedEscalation
  extends
    Pick<
      CaseEscalationRow,
      | 'caseId'
      | 'number'
      | 'kind'
      | 'clock'
      | 'responsibleId'
      | 'to'
      | 'post'
      | 'dueAt'
      | 'toldAt'
      | 'state'
      | 'acknowledgedAt'
      | 'acknowledgedBy'
      | 'answer'
    >,
    Pick<Whose, 'ownerId' | 'customerId'> {
  readonly customerName?: string;
  readonly ownerName: string;
  readonly responsibleName: string;
  readonly toName: string;
  readonly answerHours: string;
}

const atLeast = (ms: number): number => Math.max(0, ms);

@QueryHandler(CountedEscalations)
export class CountedEscalationsHandler
  extends Listed<CountedEscalations>
  implements IQueryHandler<CountedEscalations, Page<CountedEscalation>>
{
  constructor(store: ReadStore, known: KnownKeeper<Known>) {
    super(store, known);
  }

  async execute(question: CountedEscalations): Promise<Page<CountedEscalation>> {
    const { state, without } = question;
    const now = askedAt(question);
    const { where, position } = await this.asked(question, (reach, organisation) => [
      ...escalationsIn(question, reach, organisation),
      ...(state === undefined ? [] : [sql<boolean>`"state" = ${state}`]),
      ...(without === undefined ? [] : [teamless(sql`"responsibleId"`, organisation)]),
    ]);
    const page = await this.store.list(caseEscalations, question, {
      where: (query) => query.where(where),
      sortable: ['dueAt', 'toldAt', 'acknowledgedAt'],
      defaultSort: '-dueAt',
    });
    const { rows: items, position: known } = await withWhose(this.store, question, page.items);
    const labels = await labelsOf(
      this.store,
      question,
      items.map(({ customerId }) => customerId),
      items.flatMap(({ ownerId, responsibleId, to }) => [ownerId, responsibleId, to]),
    );
    return {
      ...page,
      items: items.map((row) => {
        const { caseId, number, kind, clock, customerId, ownerId, responsibleId, to, post, dueAt, toldAt } = row;
        const { state: answered, acknowledgedAt, acknowledgedBy, answer, history } = row;
        const knownAt = history || toldAt < dueAt ? dueAt : toldAt;
        return {
          ...{ caseId, number, kind, clock, customerId, ownerId, responsibleId, to, post, dueAt, toldAt },
          ...{ state: answered, acknowledgedAt, acknowledgedBy, answer },
          customerName: labels.customer(customerId),
          ownerName: labels.person(ownerId),
          responsibleName: labels.person(responsibleId),
          toName: labels.person(to),
          answerHours: hours(atLeast(Date.parse(acknowledgedAt ?? now) - Date.parse(knownAt))),
        };
      }),
      position: [position, known, labels.position].reduce(lowest, page.position),
    };
  }
}
