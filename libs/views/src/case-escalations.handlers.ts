import { KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { dayAfter, startOfDay } from '@dealtrail/calendar';
import { caseEscalations, type CaseEscalationRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { CaseEscalations } from './case-lists.queries.js';
import { readable } from './case-reading.js';
import { clockName } from './case-titles.js';
import { labelsOf, lowest } from './labels.js';

/** A breach somebody was told of, as people see it. */
export interface ShownEscalation extends CaseEscalationRow {
  readonly clockName: string;
  readonly customerName?: string;
  readonly ownerName: string;
  readonly responsibleName: string;
  readonly toName: string;
}

@QueryHandler(CaseEscalations)
export class CaseEscalationsHandler implements IQueryHandler<CaseEscalations, Page<ShownEscalation>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CaseEscalations): Promise<Page<ShownEscalation>> {
    const { actor } = question.metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const page = await this.store.list(caseEscalations, question, {
      where: (query) =>
        reach === 'all'
          ? filtered(query, question)
          : filtered(query, question).where(
              readable(reach, actor, (self) => sql`("to" = any(${self}) or "responsibleId" = any(${self}))`),
            ),
      sortable: ['dueAt', 'toldAt', 'acknowledgedAt'],
      defaultSort: '-dueAt',
    });
    const { items } = page;
    const labels = await labelsOf(
      this.store,
      question,
      items.map(({ customerId }) => customerId),
      items.flatMap(({ ownerId, responsibleId, to }) => [ownerId, responsibleId, to]),
    );
    return {
      ...page,
      items: items.map((row) => ({
        ...row,
        clockName: clockName(row.clock),
        customerName: labels.customer(row.customerId),
        ownerName: labels.person(row.ownerId),
        responsibleName: labels.person(row.responsibleId),
        toName: labels.person(row.to),
      })),
      position: lowest(page.position, labels.position),
    };
  }
}

function filtered(query: RowQuery<CaseEscalationRow>, question: CaseEscalations): RowQuery<CaseEscalationRow> {
  const { state, toldId, responsibleId, caseId, customerId, clockKind, kind, from, to } = question;
  const equal = { state, to: toldId, responsibleId, caseId, customerId, clockKind, kind };
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  if (from !== undefined) query = query.where('dueAt', '>=', startOfDay(from));
  if (to !== undefined) query = query.where('dueAt', '<', startOfDay(dayAfter(to)));
  return query;
}
