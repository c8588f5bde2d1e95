import { KnownKeeper, permissionOf, reachOf, type Instant } from '@dealtrail/event-sourcing';
import { dayAfter, startOfDay, workingTimeBetween } from '@dealtrail/calendar';
import { reviewSteps, type ReviewStepRow } from '@dealtrail/contracts';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page, type RowQuery } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { askedAt } from './deal-views.handlers.js';
import { hours } from './hours.js';
import { labelsOf, lowest, type Labels } from './labels.js';
import { OverdueReviews } from './review-views.queries.js';

type Told =
  | 'stepKey'
  | 'contractId'
  | 'round'
  | 'step'
  | 'department'
  | 'number'
  | 'customerId'
  | 'dealId'
  | 'ownerId'
  | 'reviewerId'
  | 'since'
  | 'dueAt'
  | 'escalatedTo'
  | 'state'
  | 'closedAt'
  | 'verdict'
  | 'decidedBy';

/** A breach of a review's limit, as people see it. */
export interface LateReview extends Pick<ReviewStepRow, Told> {
  readonly customerName?: string;
  readonly ownerName: string;
  readonly reviewerName: string;
  readonly escalatedToName?: string;
  /** Whether the breach is in the log already; it is late without. */
  readonly recorded: boolean;
  /** Working hours past the due instant, until it ended or until now: decimal text. */
  readonly lateHours: string;
}

@QueryHandler(OverdueReviews)
export class OverdueReviewsHandler implements IQueryHandler<OverdueReviews, Page<LateReview>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OverdueReviews): Promise<Page<LateReview>> {
    const { actor } = question.metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const now = askedAt(question);
    const page = await this.store.list(reviewSteps, question, {
      where: (query) => {
        const late = asked(query, question).where((is) =>
          is.or([is('overdueAt', 'is not', null), is.and([is('state', '=', 'open'), is('dueAt', '<', now)])]),
        );
        if (reach === 'all') return late;
        const people = [...reach];
        return late.where(sql<boolean>`("reviewerId" = any(${people}) or "escalatedTo" = ${actor.id})`);
      },
      sortable: ['dueAt', 'since'],
      defaultSort: '-dueAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map(({ customerId }) => customerId),
      page.items.flatMap(({ ownerId, reviewerId, escalatedTo }) => [ownerId, reviewerId, escalatedTo ?? ownerId]),
    );
    return {
      ...page,
      items: page.items.map((row) => this.shown(row, labels, now)),
      position: lowest(page.position, labels.position),
    };
  }

  private shown(row: ReviewStepRow, labels: Labels, now: Instant): LateReview {
    const { stepKey, contractId, round, step, department, number, customerId, dealId, ownerId, reviewerId } = row;
    const { since, dueAt, escalatedTo, state, closedAt, verdict, decidedBy, overdueAt } = row;
    const until = closedAt ?? now;
    const calendar = this.known.now().policies.inForce('calendar', until).value;
    return {
      ...{ stepKey, contractId, round, step, department, number, customerId, dealId, ownerId, reviewerId },
      ...{ since, dueAt, escalatedTo, state, closedAt, verdict, decidedBy },
      customerName: labels.customer(customerId),
      ownerName: labels.person(ownerId),
      reviewerName: labels.person(reviewerId),
      escalatedToName: escalatedTo && labels.person(escalatedTo),
      recorded: overdueAt !== undefined,
      lateHours: hours(workingTimeBetween(calendar, dueAt, until)),
    };
  }
}

function asked(
  query: RowQuery<ReviewStepRow>,
  { open, department, reviewerId, from, to }: OverdueReviews,
): RowQuery<ReviewStepRow> {
  if (open !== undefined) query = query.where('state', open ? '=' : '!=', 'open');
  if (department !== undefined) query = query.where('department', '=', department);
  if (reviewerId !== undefined) query = query.where('reviewerId', '=', reviewerId);
  if (from !== undefined) query = query.where('dueAt', '>=', startOfDay(from));
  if (to !== undefined) query = query.where('dueAt', '<', startOfDay(dayAfter(to)));
  return query;
}
