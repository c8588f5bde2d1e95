import { KnownKeeper, permissionOf, reachOf, type Directory, type Instant, type Role } from '@dealtrail/event-sourcing';
import { daysBetween } from '@dealtrail/calendar';
import { caseRegister } from '@dealtrail/cases';
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
import { withoutNulls } from './without-nulls.js';

/** Something that waits, as people see it. */
export interface ShownWork extends Omit<WorkItem, 'urgency' | 'idle'> {
  /** Of the contract or deal; the order's number with the company; what a case is about. */
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
      query = query.where('idle', 'is', null);
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
  const records = await recordsOf(store, question, page.items);
  const items = page.items.map(({ urgency: _, idle: _idle, ...item }) => ({ ...item, ...records.of(item.subjectId) }));
  const labels = await labelsOf(
    store,
    question,
    items.map(({ customerId }) => customerId),
    items.flatMap(({ ownerId, assignees }) => [ownerId, ...assignees]),
  );
  return {
    items: items.map((item) => {
      const assignees = [...new Set(item.assignees)];
      return {
        ...item,
        assignees,
        customerName: labels.customer(item.customerId),
        ownerName: labels.person(item.ownerId),
        assigneeNames: assignees.map(labels.person),
        ageDays: daysBetween(item.since, now),
        overdue: item.dueAt !== undefined && now > item.dueAt,
      };
    }),
    position: [labels.position, records.position].reduce(lowest, page.position),
  };
}

/** As the register of its context has a record now. */
interface Registered {
  readonly title?: string;
  readonly ownerId?: string;
  readonly customerId?: string;
}

const registers = [contractRegister, dealRegister, orderRegister, caseRegister];

/** What the records are called; of a case also whose it is: a fact of a case does not touch every item of it. */
async function recordsOf(store: ReadStore, question: Question, items: readonly WorkItem[]) {
  const among = (column: string, subject: WorkItem['subject']) => {
    const ids = items.flatMap((item) => (item.subject === subject ? [item.subjectId] : []));
    return sql<boolean>`${sql.ref(column)} = any(${[...new Set(ids)]})`;
  };
  const { answer, position } = await store.ask(registers, question, async (tables) => {
    const contracts = await tables
      .from(contractRegister)
      .select(['contractId as id', 'title'])
      .where(among('contractId', 'contract'))
      .execute();
    const deals = await tables
      .from(dealRegister)
      .select(['dealId as id', 'title'])
      .where(among('dealId', 'deal'))
      .execute();
    const orders = await tables
      .from(orderRegister)
      .select(['orderId as id', 'orderNumber as title'])
      .where(among('orderId', 'order'))
      .execute();
    const cases = await tables
      .from(caseRegister)
      .select(['caseId as id', 'subject as title', 'ownerId', 'customerId'])
      .where(among('caseId', 'case'))
      .execute();
    return [...contracts, ...deals, ...orders, ...cases];
  });
  const records = new Map(answer.map(({ id, ...record }) => [id, withoutNulls(record) as Registered]));
  return { of: (id: string): Registered => records.get(id) ?? {}, position };
}
