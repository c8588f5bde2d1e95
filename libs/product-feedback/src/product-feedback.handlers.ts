import { CommandRunner, KnownKeeper, permissionOf, reachOf, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ProductFeedbackCommand, type AnyProductFeedbackCommand } from './product-feedback.commands.js';
import { productFeedback } from './product-feedback.decider.js';
import { productFeedbackRegister } from './product-feedback.projection.js';
import { OpenProductFeedbackIdsOf } from './product-feedback.queries.js';

@CommandHandler(ProductFeedbackCommand)
export class ProductFeedbackCommandHandler implements ICommandHandler<ProductFeedbackCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
  ) {}

  /** What follows from a fact of the staff log is decided at or after that fact, never on an older directory. */
  async execute(command: AnyProductFeedbackCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    return this.runner.handle(productFeedback, command);
  }
}

@QueryHandler(OpenProductFeedbackIdsOf)
export class OpenProductFeedbackIdsOfHandler implements IQueryHandler<OpenProductFeedbackIdsOf, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OpenProductFeedbackIdsOf): Promise<Page<string>> {
    const { staffId, metadata } = question;
    reachOf(permissionOf(question), metadata.actor, this.known.now().staff); // refuses who may not ask
    const page = await this.store.list(productFeedbackRegister, question, {
      where: (query) =>
        query
          .where('state', '!=', 'closed')
          .where((is) =>
            is.or([
              is('ownerId', '=', staffId),
              is.and([is('productOwnerId', '=', staffId), is('state', '=', 'submitted')]),
            ]),
          ),
      sortable: ['feedbackId'],
      defaultSort: 'feedbackId',
    });
    return { ...page, items: page.items.map(({ feedbackId }) => feedbackId) };
  }
}
