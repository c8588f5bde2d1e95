import {
  authorise,
  ensureFound,
  KnownKeeper,
  permissionOf,
  reachOf,
  systemClock,
  type Instant,
} from '@dealtrail/event-sourcing';
import { daysBetween, startOfDay } from '@dealtrail/calendar';
import { dealRegister, type DealRow } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import { contains, ReadStore, type Page, type Question } from '@dealtrail/read-store';
import { staffRegister, unitRegister } from '@dealtrail/staff';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DealPage, DealRegister } from './deal-views.queries.js';
import { customersCalled, labelsOf, lowest, type Labels } from './labels.js';
import { Organisation } from './organisation.js';

/** A deal as people see it: with names, and with what depends on when it is asked. */
export interface ShownDeal extends DealRow {
  readonly customerName?: string;
  readonly ownerName: string;
  /** Of an open deal: days since it began. */
  readonly ageDays?: number;
  /** Of an open deal: its due instant has passed, whether or not that is on record yet. */
  readonly overdue?: boolean;
}

/** What ages are measured to. */
export const askedAt = ({ asOf, metadata }: Question): Instant =>
  asOf === undefined ? (metadata.occurredAt ?? systemClock.now()) : new Date(asOf).toISOString();

function shown(row: DealRow, labels: Labels, now: Instant): ShownDeal {
  const names = { customerName: labels.customer(row.customerId), ownerName: labels.person(row.ownerId) };
  if (row.status !== 'open') return { ...row, ...names };
  const began = row.registeredOn === undefined ? row.registeredAt : startOfDay(row.registeredOn);
  return { ...row, ...names, ageDays: daysBetween(began, now), overdue: row.dueAt !== undefined && now > row.dueAt };
}

@QueryHandler(DealRegister)
export class DealRegisterHandler implements IQueryHandler<DealRegister, Page<ShownDeal>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DealRegister): Promise<Page<ShownDeal>> {
    const { ownerId, status, stage, productId, customerId, grade, stale, from, to, closedFrom, closedTo } = question;
    const { text = '' } = question;
    const reach = reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff);
    const members = question.unitId === undefined ? undefined : await this.membersOf(question.unitId, question);
    const customers = await customersCalled(this.store, text, question);
    const page = await this.store.list(dealRegister, question, {
      reach: { column: 'ownerId', reach },
      where: (query) => {
        const equal = { ownerId, status, stage, productId, customerId, grade, stale };
        for (const [column, value] of Object.entries(equal))
          if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
        if (members)
          query = members.length > 0 ? query.where('ownerId', 'in', members) : query.where('ownerId', '=', '');
        if (from !== undefined) query = query.where('registeredOn', '>=', from);
        if (to !== undefined) query = query.where('registeredOn', '<=', to);
        if (closedFrom !== undefined) query = query.where('closedOn', '>=', closedFrom);
        if (closedTo !== undefined) query = query.where('closedOn', '<=', closedTo);
        if (text === '') return query;
        return query.where((is) =>
          is.or([
            contains('title', text),
            contains('number', text),
            ...(customers.length > 0 ? [is('customerId', 'in', customers)] : []),
          ]),
        );
      },
      sortable: ['registeredOn', 'registeredAt', 'amount', 'dueAt', 'closedOn', 'title', 'number'],
      defaultSort: '-registeredAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map((row) => row.customerId),
      page.items.map((row) => row.ownerId),
    );
    const now = askedAt(question);
    return {
      ...page,
      items: page.items.map((row) => shown(row, labels, now)),
      position: lowest(page.position, labels.position),
    };
  }

  private async membersOf(unitId: string, question: Question): Promise<string[]> {
    const { answer } = await this.store.ask([staffRegister, unitRegister], question, Organisation.from);
    return answer.membersOf(unitId);
  }
}

@QueryHandler(DealPage)
export class DealPageHandler implements IQueryHandler<DealPage, ShownDeal & { readonly position: string }> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DealPage): Promise<ShownDeal & { readonly position: string }> {
    const { row, position } = await this.store.find(dealRegister, question.dealId, question);
    ensureFound(row, 'deal-not-found');
    const { actor } = question.metadata;
    authorise(permissionOf(question), actor, { owners: [row.ownerId] }, this.known.now().staff);
    const labels = await labelsOf(this.store, question, [row.customerId], [row.ownerId]);
    return { ...shown(row, labels, askedAt(question)), position: lowest(position, labels.position) };
  }
}
