import { dayAfter } from '@dealtrail/calendar';
import { DomainError, KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { dailyChecks } from '@dealtrail/orders';
import type { Known } from '@dealtrail/known';
import { ReadStore } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { complianceOf, type ComplianceGroup, type ComplianceSum } from './daily-check-compliance.js';
import { dutiesOn, dutyProjections } from './daily-check-duties.js';
import { DailyCheckCompliance } from './daily-check.queries.js';
import { labelsOf, lowest } from './labels.js';

/** Every order that is open counts on every day: a year, and a leap day. */
const mostDays = 366;

export interface DailyCheckComplianceAnswer {
  readonly groups: readonly ComplianceGroup[];
  readonly total: ComplianceGroup;
  readonly position: string;
}

const nothing: ComplianceSum = {
  ...{ month: null, checkerId: null, isTotal: true },
  ...{ days: 0, demanded: 0, inTime: 0, late: 0 },
};

@QueryHandler(DailyCheckCompliance)
export class DailyCheckComplianceHandler implements IQueryHandler<DailyCheckCompliance, DailyCheckComplianceAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DailyCheckCompliance): Promise<DailyCheckComplianceAnswer> {
    const { from, to, checkerId, metadata } = question;
    if (to > dayAfter(from, mostDays - 1)) throw new DomainError('too-many-days', 'refused', { days: mostDays });
    const reach = reachOf(permissionOf(question), metadata.actor, this.known.now().staff);
    const conditions = [
      sql`closed."closedPosition" is not null`,
      ...(reach === 'all' ? [] : [sql`"checkerId" = any(${[...reach]})`]),
      ...(checkerId === undefined ? [] : [sql`"checkerId" = ${checkerId}`]),
    ];
    const { answer: sums, position } = await this.store.ask(dutyProjections, question, async (tables) => {
      const { rows } = await sql<ComplianceSum>`
        select left(duties."day", 7) as "month", "checkerId", grouping("checkerId") = 1 as "isTotal",
          count(distinct duties."day")::int as "days", count(*)::int as "demanded",
          count("checkedAt")::int as "inTime", count("lateAt")::int as "late"
        from (${dutiesOn(tables, { from, to }, [])}) as duties
        join ${sql.raw(tables.table(dailyChecks))} as closed on closed."day" = duties."day"
        where ${sql.join(conditions, sql` and `)}
        group by grouping sets ((left(duties."day", 7), "checkerId"), ())
        order by "month", "checkerId"`.execute(tables.db);
      return rows;
    });
    const groups = sums.filter(({ isTotal }) => !isTotal).map(complianceOf);
    const labels = await labelsOf(
      this.store,
      question,
      [],
      groups.flatMap(({ checkerId: id }) => (id === undefined ? [] : [id])),
    );
    return {
      groups: groups.map((group) => ({
        ...group,
        ...(group.checkerId !== undefined && { checkerName: labels.person(group.checkerId) }),
      })),
      total: complianceOf(sums.find(({ isTotal }) => isTotal) ?? nothing),
      position: lowest(position, labels.position),
    };
  }
}
