import { KnownKeeper, permissionOf, reachOf, type Directory, type Instant, type Role } from '@dealtrail/event-sourcing';
import { daysBetween } from '@dealtrail/calendar';
import { contractRegister } from '@dealtrail/contracts';
import { dealRegister } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import { orderRegister } from '@dealtrail/orders';
import { ReadStore, type Page, type Question } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';
import type { WorkItem } from './work-item.row.js';
import { workItems } from './work-items.projection.js';
import { MyWork, TeamWork, type WorkQuestion } from './work.queries.js';

/** Something that waits, as people see it. */
export interface ShownWork extends Omit<WorkItem, 'urgency'> {
  /** Of the contract or deal; the order's number with the company. */
  readonly title?: string;
  readonly customerName?: string;
  readonly ownerName: string;
  readonly assigneeNames: readonly string[];
  /** Whole days it has waited. */
  readonly ageDays: number;
  readonly overdue: boolean;
}

@QueryHandler(MyWork)
export class MyWorkHandler implements IQueryHandler<MyWork, Page<ShownWork>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: MyWork): Promise<Page<ShownWork>> {
    return waitingFor(this.store, question, this.known.now().staff);
  }
}

@QueryHandler(TeamWork)
export class TeamWorkHandler implements IQueryHandler<TeamWork, Page<ShownWork>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: TeamWork): Promise<Page<ShownWork>> {
    return waitingFor(this.store, question, this.known.now().staff, question.assigneeId);
  }
}

async function waitingFor(
  store: ReadStore,
  question: WorkQuestion,
  staff: Directory,
  assigneeId?: string,
): Promise<Page<ShownWork>> {
  const reach = reachOf(permissionOf(question), question.metadata.actor, staff);
  const { kind, overdue, dueBefore } = question;
  const now = askedAt(question);
  const page = await store.list(workItems, question, {
    where: (query) => {
      if (reach !== 'all') query = query.where(waitsFor([...reach], staff));
      if (kind !== undefined) query = query.where('kind', '=', kind);
      if (assigneeId !== undefined) query = query.where(waitsFor([assigneeId], staff));
      if (dueBefore !== undefined) query = query.where('dueAt', '<', dueBefore);
      if (overdue === undefined) return query;
      return overdue
        ? query.where('dueAt', '<', now)
        : query.where((is) => is.or([is('dueAt', 'is', null), is('dueAt', '>=', now)]));
    },
    sortable: ['dueAt', 'since'],
    defaultSort: 'urgency',
  });
  return { ...page, ...(await shown(store, question, page, now)) };
}

/** For one of these people, by name or by a role they have. */
function waitsFor(people: readonly string[], staff: Directory) {
  const roles: readonly Role[] = people.flatMap((id) => staff.rolesOf(id) ?? []);
  return sql<boolean>`("assignees" && ${people} or "role" = any(${[...new Set(roles)]}))`;
}

async function shown(store: ReadStore, question: Question, page: Page<WorkItem>, now: Instant) {
  const { items } = page;
  const labels = await labelsOf(
    store,
    question,
    items.map(({ customerId }) => customerId),
    items.flatMap(({ ownerId, assignees }) => [ownerId, ...assignees]),
  );
  const titles = await titlesOf(store, question, items);
  return {
    items: items.map(({ urgency: _, ...item }) => {
      const assignees = [...new Set(item.assignees)];
      return {
        ...item,
        assignees,
        title: titles.of.get(item.subjectId),
        customerName: labels.customer(item.customerId),
        ownerName: labels.person(item.ownerId),
        assigneeNames: assignees.map(labels.person),
        ageDays: daysBetween(item.since, now),
        overdue: item.dueAt !== undefined && now > item.dueAt,
      };
    }),
    position: [labels.position, titles.position].reduce(lowest, page.position),
  };
}

const titled = [contractRegister, dealRegister, orderRegister];

/** What the contracts, deals and orders are called. */
async function titlesOf(store: ReadStore, question: Question, items: readonly WorkItem[]) {
  const idsOf = (subject: WorkItem['subject']) => [
    ...new Set(items.flatMap((item) => (item.subject === subject ? [item.subjectId] : []))),
  ];
  const { answer, position } = await store.ask(titled, question, async (tables) => {
    const contracts = await tables
      .from(contractRegister)
      .select(['contractId as id', 'title'])
      .where(sql<boolean>`"contractId" = any(${idsOf('contract')})`)
      .execute();
    const deals = await tables
      .from(dealRegister)
      .select(['dealId as id', 'title'])
      .where(sql<boolean>`"dealId" = any(${idsOf('deal')})`)
      .execute();
    const orders = await tables
      .from(orderRegister)
      .select(['orderId as id', 'orderNumber as title'])
      .where(sql<boolean>`"orderId" = any(${idsOf('order')})`)
      .execute();
    return [...contracts, ...deals, ...orders];
  });
  return { of: new Map(answer.map(({ id, title }) => [id, title])), position };
}
