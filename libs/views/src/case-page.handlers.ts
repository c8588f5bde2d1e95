import { ensureFound, KnownKeeper, permissionOf, type Instant } from '@dealtrail/event-sourcing';
import { dayOf } from '@dealtrail/calendar';
import {
  caseEscalations,
  casePages,
  caseRegister,
  caseResponsibility,
  ensureMayReadCase,
  explained,
  servicePromises,
  type CaseEscalationRow,
  type CasePageRow,
  type ExplainedClock,
  type Holding,
  type KnownCase,
} from '@dealtrail/cases';
import type { Known } from '@dealtrail/known';
import { ReadStore } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { clockName } from './case-titles.js';
import { CasePage } from './case-views.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';
import { orderNumbersOf } from './order-labels.js';
import { shownPromise, type ShownPromise } from './service-promise-views.handlers.js';

/** Another case in a few words. */
interface Duplicate {
  readonly caseId: string;
  readonly number: string;
  readonly subject: string;
  readonly ownerId: string;
  readonly reportedAt: Instant;
}

type PageEscalation = Omit<CaseEscalationRow, 'escalationKey' | 'caseId' | 'number' | 'kind' | 'revision'> & {
  readonly clockName: string;
};

/** A case with all of it. */
export interface CasePageAnswer extends Omit<CasePageRow, 'assigned' | 'known'> {
  readonly known: Omit<KnownCase, 'clocks' | 'handlers' | 'before'>;
  /** Each adds up (U-28). */
  readonly clocks: readonly (ExplainedClock & { readonly clockName: string })[];
  /** Its breaches somebody was told of: everybody, when, and who answers for it in whose place (R108); the newest 200. */
  readonly escalations: readonly PageEscalation[];
  /** The cases that were merged into it. */
  readonly duplicates: readonly Duplicate[];
  /** Promises made to its customer, of its order, or asked for by it; the newest 200. */
  readonly promises: readonly ShownPromise[];
  /** Who had it from when to when (R106), oldest first. */
  readonly responsibility: readonly (Holding & { readonly staffId: string })[];
  readonly customerName?: string;
  readonly orderNumber?: string;
  /** The names of everybody it mentions, by id. */
  readonly people: Readonly<Record<string, string>>;
  readonly nextDueAt?: Instant;
  /** The due instant of a clock that goes on has passed, whether or not that is on record yet. */
  readonly overdue: boolean;
  /** Decimal. */
  readonly position: string;
}

@QueryHandler(CasePage)
export class CasePageHandler implements IQueryHandler<CasePage, CasePageAnswer> {
  constructor(
    private readonly store: ReadStore,
    private readonly knownKeeper: KnownKeeper<Known>,
  ) {}

  async execute(question: CasePage): Promise<CasePageAnswer> {
    const company = this.knownKeeper.now();
    const { row, position } = await this.store.find(casePages, question.caseId, question);
    ensureFound(row, 'case-not-found');
    ensureMayReadCase(permissionOf(question), question.metadata.actor, row, company.staff);
    const { assigned: _, known, ...page } = row;
    const { clocks: its, handlers: _handlers, before: _before, ...told } = known;
    const now = askedAt(question);
    const { escalations, duplicates, promises, holdings, position: around } = await this.around(question, known);
    const ids = peopleIn(row, [
      ...promises.map(({ sellerId }) => sellerId),
      ...duplicates.map(({ ownerId }) => ownerId),
      ...escalations.flatMap(({ responsibleId, told: all }) => [responsibleId, ...all.map(({ to }) => to)]),
    ]);
    const labels = await labelsOf(
      this.store,
      question,
      [known.customerId, ...promises.map((one) => one.customerId)],
      ids,
    );
    const orders = await orderNumbersOf(this.store, question, [known.orderId]);
    const clocks = its.map((one) => ({ ...explained(one, now, company), clockName: clockName(one.clock) }));
    const owed = clocks.filter(({ kind, state }) => kind !== 'silence' && (state === 'running' || state === 'paused'));
    return {
      ...page,
      known: told,
      clocks,
      escalations,
      duplicates,
      promises: promises.map((one) => shownPromise(one, labels, dayOf(now))),
      responsibility: holdings,
      customerName: labels.customer(known.customerId),
      orderNumber: orders.of(known.orderId),
      people: Object.fromEntries(ids.map((id) => [id, labels.person(id)])),
      nextDueAt: owed.flatMap(({ dueAt = [] }) => dueAt).sort()[0],
      overdue: owed.some(({ overdue }) => overdue),
      position: [around, labels.position, orders.position].reduce(lowest, position),
    };
  }

  /** What has rows of its own: breaches, duplicates, promises, and who had it. */
  private async around({ metadata, minPosition, asOf }: CasePage, { caseId, customerId, orderId }: KnownCase) {
    const when = { metadata, minPosition, asOf, limit: 200 };
    const told = await this.store.list(caseEscalations, when, {
      where: (query) => query.where('caseId', '=', caseId),
      sortable: ['dueAt'],
      defaultSort: '-dueAt',
    });
    const merged = await this.store.list(caseRegister, when, {
      where: (query) => query.where('mergedInto', '=', caseId),
      sortable: ['reportedAt'],
      defaultSort: 'reportedAt',
    });
    const promised = await this.store.list(servicePromises, when, {
      where: (query) =>
        query.where(
          sql<boolean>`("customerId" = ${customerId ?? null} or "orderId" = ${orderId ?? null} or "cases" @> ${[caseId]})`,
        ),
      sortable: ['registeredAt'],
      defaultSort: '-registeredAt',
    });
    const held = await this.store.list(caseResponsibility, when, {
      where: (query) => query.where('caseId', '=', caseId),
      sortable: ['since'],
      defaultSort: 'since',
    });
    return {
      escalations: told.items.map(
        ({ escalationKey: _, caseId: _id, number: _number, kind: _kind, revision: _at, ...one }) => ({
          ...one,
          clockName: clockName(one.clock),
        }),
      ),
      duplicates: merged.items.map(({ caseId: id, number, subject, ownerId, reportedAt }) => ({
        ...{ caseId: id, number, subject, ownerId, reportedAt },
      })),
      promises: promised.items,
      holdings: held.items
        .flatMap(({ staffId, holdings }) => holdings.map((one) => ({ staffId, ...one })))
        .sort((a, b) => order(a.from, b.from) || order(a.to ?? '9', b.to ?? '9')),
      position: [told.position, merged.position, promised.position].reduce(lowest, held.position),
    };
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Everybody a page names. */
function peopleIn({ assigned, happened }: CasePageRow, others: readonly string[]): readonly string[] {
  const said = happened.flatMap(({ type, said: { by, reportedBy, responsibleId, leadId, stageOwnerId, from, to } }) => [
    ...[by, reportedBy, responsibleId, leadId, stageOwnerId, to],
    ...(type === 'CaseUnmerged' ? [] : [from]), // from another case, not from a person
  ]);
  return [...new Set([...assigned, ...others, ...said].filter((id) => typeof id === 'string'))];
}
