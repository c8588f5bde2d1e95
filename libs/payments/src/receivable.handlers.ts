import { CommandRunner, KnownKeeper, permissionOf, reachOf, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReceivableCommand } from './payment-plan.commands.js';
import type { AnyReceivableCommand } from './receivable.commands.js';
import { receivable } from './receivable.decider.js';
import { OpenReceivableIdsOf } from './receivable.queries.js';
import { receivables } from './receivables.projection.js';

@CommandHandler(ReceivableCommand)
export class ReceivableCommandHandler implements ICommandHandler<ReceivableCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
  ) {}

  /** What follows from a fact of the staff log is decided at or after that fact, never on an older directory. */
  async execute(command: AnyReceivableCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    return this.runner.handle(receivable, command);
  }
}

@QueryHandler(OpenReceivableIdsOf)
export class OpenReceivableIdsOfHandler implements IQueryHandler<OpenReceivableIdsOf, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OpenReceivableIdsOf): Promise<Page<string>> {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff); // refuses who may not ask
    const page = await this.store.list(receivables, question, {
      where: (query) => query.where('ownerId', '=', question.ownerId).where('open', '>', 0),
      sortable: ['receivableKey'],
      defaultSort: 'receivableKey',
    });
    return { ...page, items: page.items.map(({ contractId }) => contractId) };
  }
}
