import { ensureFound, KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import {
  caseClocks,
  casePages,
  caseRegister,
  ensureMayReadCase,
  explained,
  type CaseClockRow,
  type ExplainedClock,
} from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { all, equal } from './case-conditions.js';
import { ofCases, readable, withWhose, type Whose } from './case-reading.js';
import { clockName } from './case-titles.js';
import { CaseClock, CaseClocks } from './case-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';

/** A clock as people see it in a list; how it came about its explanation tells. */
export interface ShownClock extends Omit<CaseClockRow, 'clockKey' | 'its'>, Whose {
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
    const { ownerId, customerId, metadata } = question;
    const { actor } = metadata;
    const known = this.known.now();
    const reach = reachOf(permissionOf(question), actor, known.staff);
    const now = askedAt(question);
    const page = await this.store.list(caseClocks, question, {
      beside: [caseRegister],
      where: (query, tables) =>
        query.where(
          all([
            ...filters(question, now),
            ...ofCases(tables, [...readable(reach, actor), ...equal({ ownerId, customerId })]),
          ]),
        ),
      sortable: ['dueAt', 'since', 'overdueAt', 'endedAt'],
      defaultSort: 'dueAt',
    });
    const { rows: items, position } = await withWhose(this.store, question, page.items);
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
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}

/** What the question asks of the clock itself. */
function filters(
  { caseId, clockKind, state, kind, responsibleId, overdue }: CaseClocks,
  now: Instant,
): readonly RawBuilder<boolean>[] {
  const missed = sql<boolean>`("overdueAt" is not null or coalesce("dueAt" < ${now}, false))`;
  return [
    ...equal({ caseId, clockKind, state, kind, responsibleId }),
    ...(overdue === undefined ? [] : [overdue ? missed : sql<boolean>`not ${missed}`]),
  ];
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
