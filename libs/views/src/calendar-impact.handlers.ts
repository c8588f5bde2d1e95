import { ensureFound, KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import { workingDayDeadline, type CalendarContent, type WorkingDayDeadline } from '@dealtrail/calendar';
import { reviewSteps, type ReviewStepRow } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { policyDrafts } from '@dealtrail/policies';
import { ReadStore, type ListQuestion, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { labelsOf, lowest } from './labels.js';
import { CalendarImpact, ProvisionalReviews } from './review-views.queries.js';

type Told =
  | 'stepKey'
  | 'contractId'
  | 'round'
  | 'step'
  | 'number'
  | 'customerId'
  | 'reviewerId'
  | 'since'
  | 'workingDays'
  | 'calendarVersion'
  | 'dueAt'
  | 'provisional';

/** An open step as it is planned, and as it would be. */
export interface MovedReview extends Pick<ReviewStepRow, Told> {
  readonly customerName?: string;
  readonly reviewerName: string;
  /** By the draft; none where nothing is drafted. */
  readonly dueThen?: string;
  readonly provisionalThen?: boolean;
}

type Planned = Pick<ReviewStepRow, 'stepKey' | 'since' | 'workingDays' | 'dueAt' | 'provisional'>;

@QueryHandler(CalendarImpact)
export class CalendarImpactHandler implements IQueryHandler<CalendarImpact, Page<MovedReview>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  /** A breach stands, so that a step whose limit has passed is not planned anew. */
  async execute(question: CalendarImpact): Promise<Page<MovedReview>> {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff); // refuses who may not ask
    const { answer, position } = await this.store.ask([reviewSteps, policyDrafts], question, async (tables) => ({
      draft: await tables.from(policyDrafts).selectAll().where('kind', '=', 'calendar').executeTakeFirst(),
      steps: await tables
        .from(reviewSteps)
        .select(['stepKey', 'since', 'workingDays', 'dueAt', 'provisional'])
        .where('state', '=', 'open')
        .where('overdueAt', 'is', null)
        .where('dueAt', '>=', askedAt(question))
        .execute(),
    }));
    ensureFound(answer.draft?.draft === question.draft, 'draft-not-found');
    const moved = movedBy(answer.draft.content as CalendarContent, answer.steps, askedAt(question));
    const page = await planned(this.store, question, (query) =>
      query.where(sql<boolean>`"stepKey" = any(${[...moved.keys()]})`),
    );
    return {
      ...page,
      items: page.items.map((item) => {
        const then = moved.get(item.stepKey);
        return { ...item, dueThen: then?.dueAt, provisionalThen: then?.provisional };
      }),
      position: lowest(position, page.position),
    };
  }
}

@QueryHandler(ProvisionalReviews)
export class ProvisionalReviewsHandler implements IQueryHandler<ProvisionalReviews, Page<MovedReview>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: ProvisionalReviews): Promise<Page<MovedReview>> {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff); // refuses who may not ask
    return planned(this.store, question, (query) => query.where('provisional', '=', true));
  }
}

/**
 * The steps that a calendar plans otherwise, with how; steps that opened at once are reckoned once. Nobody is late by a calendar
 * that was not known, so that a step which would be due by now stays as it is.
 */
function movedBy(
  calendar: CalendarContent,
  steps: readonly Planned[],
  now: Instant,
): ReadonlyMap<string, WorkingDayDeadline> {
  const deadlines = new Map<string, WorkingDayDeadline>();
  const moved = new Map<string, WorkingDayDeadline>();
  for (const { stepKey, since, workingDays, dueAt, provisional } of steps) {
    const limit = `${since} ${workingDays}`;
    const then = deadlines.get(limit) ?? workingDayDeadline(calendar, since, workingDays);
    deadlines.set(limit, then);
    if (now < then.dueAt && (then.dueAt !== dueAt || then.provisional !== provisional)) moved.set(stepKey, then);
  }
  return moved;
}

async function planned(
  store: ReadStore,
  question: ListQuestion,
  where: (query: RowQuery<ReviewStepRow>) => RowQuery<ReviewStepRow>,
): Promise<Page<MovedReview>> {
  const page = await store.list(reviewSteps, question, {
    where: (query) => where(query.where('state', '=', 'open')),
    sortable: ['dueAt', 'since'],
    defaultSort: 'dueAt',
  });
  const labels = await labelsOf(
    store,
    question,
    page.items.map(({ customerId }) => customerId),
    page.items.map(({ reviewerId }) => reviewerId),
  );
  const items = page.items.map((row) => {
    const { stepKey, contractId, round, step, number, customerId, reviewerId } = row;
    const { since, workingDays, calendarVersion, dueAt, provisional } = row;
    return {
      ...{ stepKey, contractId, round, step, number, customerId, reviewerId },
      ...{ since, workingDays, calendarVersion, dueAt, provisional },
      customerName: labels.customer(customerId),
      reviewerName: labels.person(reviewerId),
    };
  });
  return { ...page, items, position: lowest(page.position, labels.position) };
}
