import {
  ensureFound,
  KnownKeeper,
  permissionOf,
  projection,
  reachOf,
  type Instant,
  type Reach,
} from '@dealtrail/event-sourcing';
import { dayOf, type Day } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { checkStandIns, dailyChecks } from '@dealtrail/orders';
import { pageRequest, ReadStore, type ListQuestion, type Page, type Tables } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql, type RawBuilder } from 'kysely';
import { dutiesOn, dutyProjections, type Duty } from './daily-check-duties.js';
import { CheckersToRemind, DailyCheckList, MyDailyChecks } from './daily-check.queries.js';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';

/** `due` while the day goes on; then checked in time, late, or not at all so far. */
export const dutyStates = ['inTime', 'due', 'late', 'missing'] as const;
export type DutyState = (typeof dutyStates)[number];

/** An order that had to be checked on a day, as people see it. */
export interface ShownDuty {
  readonly day: Day;
  readonly orderId: string;
  readonly number: string;
  readonly customerId?: string;
  readonly customerName?: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** The owner, on leave who stood in for them. */
  readonly checkerId: string;
  readonly checkerName: string;
  readonly state: DutyState;
  /** It stands on the day's list: not checked in time. Once the day is closed this never changes. */
  readonly listed: boolean;
  readonly checkedAt?: Instant;
  readonly checkedBy?: string;
  /** A check made when the day was closed. */
  readonly lateAt?: Instant;
  readonly lateBy?: string;
}

/** A day's list, and what is said of the day as a whole, whichever page is shown. */
export interface ShownDailyCheck extends Page<ShownDuty> {
  readonly day: Day;
  /** A day off demands no check: its list is empty. */
  readonly workday: boolean;
  readonly calendarVersion: number;
  /** Absent while the day goes on. */
  readonly closedPosition?: string;
}

/** Pages are cut by the duty's own key. */
const order = projection<{ readonly duty: string }, never>({
  name: 'duties',
  version: 1,
  key: 'duty',
  columns: { duty: 'text' },
  keys: {},
  project: {},
});

interface Wanted {
  readonly duties: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
}

/** The part of the duties that a page holds, and one more. */
async function pageOf(
  { db }: Tables,
  question: ListQuestion,
  { duties, conditions }: Wanted,
): Promise<{ readonly found: readonly Duty[]; readonly nextCursor?: string }> {
  const { limit, after, cursorAfter } = pageRequest({ projection: order }, question, {
    sortable: ['duty'],
    defaultSort: 'duty',
  });
  const all = [...conditions, ...(after ? [sql`"duty" collate "C" > ${after.key}`] : [])];
  const { rows } = await sql<Duty>`select * from (${duties}) as duties
    where ${sql.join([sql`true`, ...all], sql` and `)} order by "duty" collate "C" limit ${limit + 1}`.execute(db);
  const found = rows.slice(0, limit);
  const last = found.at(-1);
  return rows.length > limit && last ? { found, nextCursor: cursorAfter(last) } : { found };
}

const inReach = (reach: Reach): readonly RawBuilder<unknown>[] =>
  reach === 'all' ? [] : [sql`("checkerId" = any(${[...reach]}) or "ownerId" = any(${[...reach]}))`];

function stateOf({ checkedAt, lateAt }: Duty, closed: boolean): DutyState {
  if (checkedAt !== null) return 'inTime';
  if (lateAt !== null) return 'late';
  return closed ? 'missing' : 'due';
}

/** Duties as people see them, with what customers and people are called. */
async function shown(store: ReadStore, question: ListQuestion, duties: readonly Duty[], closed: boolean) {
  const labels = await labelsOf(
    store,
    question,
    duties.map(({ customerId }) => customerId ?? undefined),
    duties.flatMap(({ ownerId, checkerId }) => [ownerId, checkerId]),
  );
  const items = duties.map(({ duty: _, ...its }): ShownDuty => {
    const { day, orderId, number, ownerId, checkerId, customerId, checkedAt, checkedBy, lateAt, lateBy } = its;
    return {
      ...{ day, orderId, number, ownerId, checkerId },
      ...(customerId !== null && { customerId, customerName: labels.customer(customerId) }),
      ownerName: labels.person(ownerId),
      checkerName: labels.person(checkerId),
      state: stateOf({ duty: '', ...its }, closed),
      listed: checkedAt === null,
      ...(checkedAt !== null && checkedBy !== null && { checkedAt, checkedBy }),
      ...(lateAt !== null && lateBy !== null && { lateAt, lateBy }),
    };
  });
  return { items, position: labels.position };
}

@QueryHandler(DailyCheckList)
export class DailyCheckListHandler implements IQueryHandler<DailyCheckList, ShownDailyCheck> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DailyCheckList): Promise<ShownDailyCheck> {
    const { day, listed, checkerId, metadata } = question;
    const { staff } = this.known.now();
    const reach = reachOf(permissionOf(question), metadata.actor, staff);
    const conditions = [
      ...inReach(reach),
      ...(listed === undefined ? [] : [sql`("checkedAt" is null) = ${listed}`]),
      ...(checkerId === undefined ? [] : [sql`"checkerId" = ${checkerId}`]),
    ];
    const { answer, position } = await this.store.ask(dutyProjections, question, async (tables) => {
      const its = await tables.from(dailyChecks).selectAll().where('day', '=', day).executeTakeFirst();
      ensureFound(its, 'daily-check-not-found');
      const duties = dutiesOn(tables, { from: day, to: day }, checkStandIns(staff, askedAt(question)));
      return { its, ...(await pageOf(tables, question, { duties, conditions })) };
    });
    const { its, found, nextCursor } = answer;
    const closed = (its.closedPosition ?? null) !== null; // a missing member is null in a table
    const { items, position: named } = await shown(this.store, question, found, closed);
    return {
      ...{ day, workday: its.workday, calendarVersion: its.calendarVersion },
      ...(closed && { closedPosition: String(its.closedPosition) }),
      items,
      ...cursorOf({ nextCursor }),
      position: lowest(position, named),
    };
  }
}

@QueryHandler(MyDailyChecks)
export class MyDailyChecksHandler implements IQueryHandler<MyDailyChecks, Page<ShownDuty>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: MyDailyChecks): Promise<Page<ShownDuty>> {
    const { actor } = question.metadata;
    const { staff, policies } = this.known.now();
    reachOf(permissionOf(question), actor, staff); // refuses who may not ask; the checks are one's own
    const now = askedAt(question);
    const day = dayOf(now, policies.inForce('calendar', now).value.zone);
    const { answer, position } = await this.store.ask(dutyProjections, question, (tables) =>
      pageOf(tables, question, {
        duties: dutiesOn(tables, { from: day, to: day }, checkStandIns(staff, now)),
        conditions: [sql`"checkerId" = ${actor.id}`, ...stillToDo],
      }),
    );
    const { items, position: named } = await shown(this.store, question, answer.found, false);
    return { items, ...cursorOf(answer), position: lowest(position, named) };
  }
}

const stillToDo = [sql`"checkedAt" is null`, sql`"lateAt" is null`];

const cursorOf = ({ nextCursor }: { readonly nextCursor?: string }) => nextCursor !== undefined && { nextCursor };

@QueryHandler(CheckersToRemind)
export class CheckersToRemindHandler implements IQueryHandler<CheckersToRemind, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: CheckersToRemind): Promise<Page<string>> {
    const { day, metadata } = question;
    const { staff } = this.known.now();
    reachOf(permissionOf(question), metadata.actor, staff); // refuses who may not ask
    const standIns = checkStandIns(staff, askedAt(question));
    const { answer, position } = await this.store.ask(dutyProjections, question, (tables) =>
      pageOf(tables, question, {
        duties: sql`select distinct "checkerId" as "duty"
          from (${dutiesOn(tables, { from: day, to: day }, standIns)}) as each
          where ${sql.join(stillToDo, sql` and `)}`,
        conditions: [],
      }),
    );
    return { items: answer.found.map(({ duty }) => duty), ...cursorOf(answer), position };
  }
}
