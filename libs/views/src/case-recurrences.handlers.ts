import { ensureFound, KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import {
  casePages,
  caseRecurrences,
  ensureMayReadCase,
  type CaseCause,
  type CaseRecurrenceRow,
  type CaseStatus,
} from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import type { CaseKind } from '@dealtrail/policies';
import { ReadStore, type Page, type Question, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { CaseRecurrences } from './case-lists.queries.js';
import { CaseCausePage } from './case-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';

/** A cause and what it came back to, as people see it; titled by the policy in force, a category it has no more by itself. */
export interface ShownRecurrence extends CaseRecurrenceRow {
  readonly categoryZh: string;
  readonly categoryEn: string;
  /** Where it came back to a customer. */
  readonly customerName?: string;
}

const titlesOf = ({ policies }: Known, question: Question) => {
  const { causes } = policies.inForce('case-handling', askedAt(question)).value;
  return (category: string) => {
    const { zh, en } = causes.find(({ id }) => id === category) ?? { zh: category, en: category };
    return { categoryZh: zh, categoryEn: en };
  };
};

@QueryHandler(CaseRecurrences)
export class CaseRecurrencesHandler implements IQueryHandler<CaseRecurrences, Page<ShownRecurrence>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CaseRecurrences): Promise<Page<ShownRecurrence>> {
    const known = this.known.now();
    reachOf(permissionOf(question), question.metadata.actor, known.staff); // refuses who may not ask
    const page = await this.store.list(caseRecurrences, question, {
      where: (query) => filtered(query, question),
      sortable: ['recurredAt', 'lastCauseAt', 'caseCount', 'recurrences'],
      defaultSort: '-lastCauseAt',
    });
    const { items } = page;
    const titles = titlesOf(known, question);
    const customers = items.filter(({ subjectKind }) => subjectKind === 'customer').map(({ subjectId }) => subjectId);
    const labels = await labelsOf(this.store, question, customers, []);
    return {
      ...page,
      items: items.map((row) => ({
        ...{ ...row, ...titles(row.category) },
        ...(row.subjectKind === 'customer' && { customerName: labels.customer(row.subjectId) }),
      })),
      position: lowest(page.position, labels.position),
    };
  }
}

function filtered(query: RowQuery<CaseRecurrenceRow>, question: CaseRecurrences): RowQuery<CaseRecurrenceRow> {
  const { category, subjectKind, subjectId, caseId, recurred } = question;
  const equal = { category, subjectKind, subjectId };
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  if (caseId !== undefined) query = query.where(sql<boolean>`"caseIds" @> ${[caseId]}`);
  return recurred === undefined ? query : query.where('recurrences', recurred ? '>' : '=', 0);
}

/** Why a case came about, and the other cases of the same cause of its product and its customer. */
export interface CaseCauseAnswer {
  readonly caseId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  /** Absent until it is recorded; without it a complaint does not close (R105). */
  readonly cause?: CaseCause & { readonly categoryZh: string; readonly categoryEn: string };
  readonly same: readonly CaseRecurrenceRow[];
  /** The cause has come back within the policy's days. */
  readonly recurred: boolean;
  /** Decimal. */
  readonly position: string;
}

@QueryHandler(CaseCausePage)
export class CaseCausePageHandler implements IQueryHandler<CaseCausePage, CaseCauseAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CaseCausePage): Promise<CaseCauseAnswer> {
    const { caseId, metadata, minPosition, asOf } = question;
    const known = this.known.now();
    const { row, position } = await this.store.find(casePages, caseId, question);
    ensureFound(row, 'case-not-found');
    ensureMayReadCase(permissionOf(question), metadata.actor, row, known.staff);
    const { number, kind, status, cause } = row.known;
    const same = await this.store.list(
      caseRecurrences,
      { metadata, minPosition, asOf, limit: 200 },
      {
        where: (query) => query.where(sql<boolean>`"caseIds" @> ${[caseId]}`),
        sortable: ['recurrenceId'],
        defaultSort: 'recurrenceId',
      },
    );
    return {
      ...{ caseId, number, kind, status, same: same.items },
      ...(cause && { cause: { ...cause, ...titlesOf(known, question)(cause.category) } }),
      recurred: same.items.some(({ recurrences }) => recurrences > 0),
      position: lowest(position, same.position),
    };
  }
}
