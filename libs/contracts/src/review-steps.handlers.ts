import { KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ContractIdsPlannedBefore, OpenReviewStepsOf } from './contract.queries.js';
import { reviewSteps } from './review-steps.projection.js';

@QueryHandler(OpenReviewStepsOf)
export class OpenReviewStepsOfHandler implements IQueryHandler<OpenReviewStepsOf, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OpenReviewStepsOf): Promise<Page<string>> {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff); // refuses who may not ask
    const page = await this.store.list(reviewSteps, question, {
      where: (query) => query.where('state', '=', 'open').where('reviewerId', '=', question.staffId),
      sortable: ['stepKey'],
      defaultSort: 'stepKey',
    });
    return { ...page, items: page.items.map(({ stepKey }) => stepKey) };
  }
}

@QueryHandler(ContractIdsPlannedBefore)
export class ContractIdsPlannedBeforeHandler implements IQueryHandler<ContractIdsPlannedBefore, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  /** By step, so that a contract's steps lie together: one is named twice only where a page ends between them. */
  async execute(question: ContractIdsPlannedBefore): Promise<Page<string>> {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff); // refuses who may not ask
    const { calendarVersion } = question;
    const page = await this.store.list(reviewSteps, question, {
      where: (query) => query.where('state', '=', 'open').where('calendarVersion', '<', calendarVersion),
      sortable: ['stepKey'],
      defaultSort: 'stepKey',
    });
    return { ...page, items: [...new Set(page.items.map(({ contractId }) => contractId))] };
  }
}
