import { KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { daysBetween } from '@dealtrail/calendar';
import { dealRegister, regradeTasks, type RegradeTask } from '@dealtrail/deals';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { askedAt } from './deal-views.handlers.js';
import { RegradeTasks } from './deal-views.queries.js';
import { labelsOf, lowest } from './labels.js';

/** A task as people see it. */
export interface ShownTask extends RegradeTask {
  readonly title?: string;
  readonly customerName?: string;
  readonly ownerName: string;
  readonly overdueDays: number;
}

@QueryHandler(RegradeTasks)
export class RegradeTasksHandler implements IQueryHandler<RegradeTasks, Page<ShownTask>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: RegradeTasks): Promise<Page<ShownTask>> {
    const { actor } = question.metadata;
    reachOf(permissionOf(question), actor, this.known.now().staff); // refuses who may not ask; tasks are one's own
    const page = await this.store.list(regradeTasks, question, {
      where: (query) => query.where((is) => is.or([is('ownerId', '=', actor.id), is('superiorId', '=', actor.id)])),
      sortable: ['dueAt'],
      defaultSort: 'dueAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map((task) => task.customerId),
      page.items.map((task) => task.ownerId),
    );
    const titles = await this.titles(question, page.items);
    const now = askedAt(question);
    return {
      ...page,
      items: page.items.map((task) => ({
        ...task,
        title: titles.of.get(task.dealId),
        customerName: labels.customer(task.customerId),
        ownerName: labels.person(task.ownerId),
        overdueDays: daysBetween(task.dueAt, now),
      })),
      position: [labels.position, titles.position].reduce(lowest, page.position),
    };
  }

  private async titles(question: RegradeTasks, tasks: readonly RegradeTask[]) {
    const ids = tasks.map(({ dealId }) => dealId);
    const { answer, position } = await this.store.ask([dealRegister], question, async (tables) =>
      ids.length === 0
        ? []
        : tables.from(dealRegister).select(['dealId', 'title']).where('dealId', 'in', ids).execute(),
    );
    return { of: new Map(answer.map(({ dealId, title }) => [dealId, title])), position };
  }
}
