import { KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { caseEscalations, caseRegister, type CaseEscalationRow } from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { all, equal, inPeriod } from './case-conditions.js';
import { CaseEscalations } from './case-lists.queries.js';
import { ofCases, readable, withWhose, type Whose } from './case-reading.js';
import { clockName } from './case-titles.js';
import { labelsOf, lowest } from './labels.js';

/** A breach somebody was told of, as people see it. */
export interface ShownEscalation extends CaseEscalationRow, Whose {
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
    const { state, toldId, responsibleId, caseId, clockKind, kind, from, to, ownerId, customerId, metadata } = question;
    const reach = reachOf(permissionOf(question), metadata.actor, this.known.now().staff);
    const page = await this.store.list(caseEscalations, question, {
      beside: [caseRegister],
      where: (query, tables) =>
        query.where(
          all([
            ...equal({ state, to: toldId, responsibleId, caseId, clockKind, kind }),
            ...inPeriod(sql`"dueAt"`, from, to),
            ...ofCases(tables, [...readable(reach, metadata.actor), ...equal({ ownerId, customerId })]),
          ]),
        ),
      sortable: ['dueAt', 'toldAt', 'acknowledgedAt'],
      defaultSort: '-dueAt',
    });
    const { rows: items, position } = await withWhose(this.store, question, page.items);
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
      position: [position, labels.position].reduce(lowest, page.position),
    };
  }
}
