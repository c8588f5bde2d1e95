import { CommandRunner, KnownKeeper, permissionOf, reachOf, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { ReadStore, type ListQuestion, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ContractCommand } from './contract-draft.commands.js';
import { contractRegister } from './contract-register.projection.js';
import type { AnyContractCommand } from './contract.commands.js';
import { contract } from './contract.decider.js';
import { OpenContractIdsOf, OpenContractIdsOfDeal } from './contract.queries.js';

@CommandHandler(ContractCommand)
export class ContractCommandHandler implements ICommandHandler<ContractCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
  ) {}

  /** What follows from a fact of the staff or policy log is decided at or after that fact, never on an older directory. */
  async execute(command: AnyContractCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    return this.runner.handle(contract, command);
  }
}

async function openContractIds(
  store: ReadStore,
  known: Known,
  question: ListQuestion,
  column: 'ownerId' | 'dealId',
  id: string,
): Promise<Page<string>> {
  reachOf(permissionOf(question), question.metadata.actor, known.staff); // refuses who may not ask
  const page = await store.list(contractRegister, question, {
    where: (query) => query.where('status', 'not in', ['signed', 'withdrawn']).where(column, '=', id),
    sortable: ['contractId'],
    defaultSort: 'contractId',
  });
  return { ...page, items: page.items.map(({ contractId }) => contractId) };
}

@QueryHandler(OpenContractIdsOf)
export class OpenContractIdsOfHandler implements IQueryHandler<OpenContractIdsOf, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: OpenContractIdsOf): Promise<Page<string>> {
    return openContractIds(this.store, this.known.now(), question, 'ownerId', question.ownerId);
  }
}

@QueryHandler(OpenContractIdsOfDeal)
export class OpenContractIdsOfDealHandler implements IQueryHandler<OpenContractIdsOfDeal, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  execute(question: OpenContractIdsOfDeal): Promise<Page<string>> {
    return openContractIds(this.store, this.known.now(), question, 'dealId', question.dealId);
  }
}
