import { CommandRunner, KnownKeeper, permissionOf, reachOf, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type ListQuestion, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DealCommand } from './deal-record.commands.js';
import { dealRegister } from './deal-register.projection.js';
import type { AnyDealCommand } from './deal.commands.js';
import { deal } from './deal.decider.js';
import { OpenDealIdsOf, OpenDealIdsOfCustomer } from './deal.queries.js';

@CommandHandler(DealCommand)
export class DealCommandHandler implements ICommandHandler<DealCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyDealCommand): Promise<CommandResult> {
    return this.runner.handle(deal, command);
  }
}

async function openDealIds(
  store: ReadStore,
  known: Known,
  question: ListQuestion,
  column: 'ownerId' | 'customerId',
  id: string,
): Promise<Page<string>> {
  const page = await store.list(dealRegister, question, {
    reach: { column: 'ownerId', reach: reachOf(permissionOf(question), question.metadata.actor, known.staff) },
    where: (query) => query.where('status', '=', 'open').where(column, '=', id),
    sortable: ['dealId'],
    defaultSort: 'dealId',
  });
  return { ...page, items: page.items.map(({ dealId }) => dealId) };
}

@QueryHandler(OpenDealIdsOf)
export class OpenDealIdsOfHandler implements IQueryHandler<OpenDealIdsOf, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: OpenDealIdsOf): Promise<Page<string>> {
    return openDealIds(this.store, this.known.now(), question, 'ownerId', question.ownerId);
  }
}

@QueryHandler(OpenDealIdsOfCustomer)
export class OpenDealIdsOfCustomerHandler implements IQueryHandler<OpenDealIdsOfCustomer, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: OpenDealIdsOfCustomer): Promise<Page<string>> {
    return openDealIds(this.store, this.known.now(), question, 'customerId', question.customerId);
  }
}
