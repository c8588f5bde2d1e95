import { ensureFound, KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import {
  caseClocks,
  casePages,
  ensureMayReadCase,
  explained,
  type CaseClockRow,
  type ExplainedClock,
} from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { readable } from './case-reading.js';
import { clockName } from './case-titles.js';
import { CaseClock, CaseClocks } from './case-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';

/** A clock as people see it in a list; how it came about its explanation tells. */
export interface ShownClock extends Omit<CaseClockRow, 'clockKey' | 'its'> {
  readonly clockName: string;
  readonly customerName?: string;
  readonly ownerName: string;
  readonly responsibleName: string;
  /** Up to its end, or when it is asked, ms. */
  readonly elapsedMs: number;
  readonly leftMs: number;
  readonly overMs: number;
  /** Its time has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
}

@QueryHandler(CaseClocks)
export class CaseClocksHandler implements IQueryHandler<CaseClocks, Page<ShownClock>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CaseClocks): Promise<Page<ShownClock>> {
    const { actor } = question.metadata;
    const known = this.known.now();
    const reach = reachOf(permissionOf(question), actor, known.staff);
    const now = askedAt(question);
    const page = await this.store.list(caseClocks, question, {
      where: (query) =>
        reach === 'all'
          ? filtered(query, question, now)
          : filtered(query, question, now).where(
              readable(reach, actor, (self) => sql`("responsibleId" = any(${self}) or "escalatedTo" && ${self})`),
            ),
      sortable: ['dueAt', 'since', 'overdueAt', 'endedAt'],
      defaultSort: 'dueAt',
    });
    const { items } = page;
    const labels = await labelsOf(
      this.store,
      question,
      items.map(({ customerId }) => customerId),
      items.flatMap(({ ownerId, responsibleId }) => [ownerId, responsibleId]),
    );
    return {
      ...page,
      items: items.map(({ clockKey: _, its, ...row }) => {
        const { elapsedMs, countedMs, pausedMs, leftMs, overMs, overdue } = explained(its, now, known);
        return {
          ...{ ...row, elapsedMs, countedMs, pausedMs, leftMs, overMs, overdue },
          clockName: clockName(row.clock),
          customerName: labels.customer(row.customerId),
          ownerName: labels.person(row.ownerId),
          responsibleName: labels.person(row.responsibleId),
        };
      }),
      position: lowest(page.position, labels.position),
    };
  }
}

function filtered(query: RowQuery<CaseClockRow>, question: CaseClocks, now: Instant): RowQuery<CaseClockRow> {
  const { caseId, clockKind, state, kind, responsibleId, customerId, overdue } = question;
  const equal = { caseId, clockKind, state, kind, responsibleId, customerId };
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  if (overdue === undefined) return query;
  const missed = sql<boolean>`("overdueAt" is not null or coalesce("dueAt" < ${now}, false))`;
  return query.where(overdue ? missed : sql<boolean>`not ${missed}`);
}

/** A clock that adds up, with the names of everybody it mentions. */
export interface CaseClockAnswer extends ExplainedClock {
  readonly caseId: string;
  readonly number: string;
  readonly clockName: string;
  readonly people: Readonly<Record<string, string>>;
  /** When it was asked: up to here what goes on has counted. */
  readonly asked: Instant;
  /** Decimal. */
  readonly position: string;
}

@QueryHandler(CaseClock)
export class CaseClockHandler implements IQueryHandler<CaseClock, CaseClockAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CaseClock): Promise<CaseClockAnswer> {
    const { caseId, metadata } = question;
    const known = this.known.now();
    const { row, position } = await this.store.find(casePages, caseId, question);
    ensureFound(row, 'case-not-found');
    ensureMayReadCase(permissionOf(question), metadata.actor, row, known.staff);
    const its = row.known.clocks.find(({ clock }) => clock === question.clock);
    ensureFound(its, 'clock-not-found');
    const asked = askedAt(question);
    const clock = explained(its, asked, known);
    const ids = [...new Set([clock.responsibleId, ...clock.escalations.map(({ to }) => to)])];
    const labels = await labelsOf(this.store, question, [], ids);
    return {
      ...{ caseId, number: row.known.number, ...clock, clockName: clockName(clock.clock) },
      people: Object.fromEntries(ids.map((id) => [id, labels.person(id)])),
      asked,
      position: lowest(position, labels.position),
    };
  }
}
