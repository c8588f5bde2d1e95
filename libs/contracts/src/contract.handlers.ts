import {
  CommandRunner,
  ensure,
  KnownKeeper,
  permissionOf,
  reachOf,
  type CommandResult,
} from '@dealtrail/event-sourcing';
import { FileStore } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import { ReadStore, type ListQuestion, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ContractCommand } from './contract-draft.commands.js';
import { contractRegister } from './contract-register.projection.js';
import type { AnyContractCommand } from './contract.commands.js';
import { contract } from './contract.decider.js';
import type { ContractText } from './contract.events.js';
import { OpenContractIdsOf, OpenContractIdsOfDeal } from './contract.queries.js';

@CommandHandler(ContractCommand)
export class ContractCommandHandler implements ICommandHandler<ContractCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
    private readonly files: FileStore,
  ) {}

  /** What follows from a fact of the staff or policy log is decided at or after that fact, never on an older directory. */
  async execute(command: AnyContractCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    const text = textOf(command);
    if (text && !command.metadata.history) await ensureUploaded(this.files, text);
    return this.runner.handle(contract, command);
  }
}

const textOf = (command: AnyContractCommand): ContractText | undefined =>
  command.type === 'DraftContract' || command.type === 'ReviseContract' || command.type === 'SignContract'
    ? command.text
    : undefined;

/** A contract refers only to what anybody can read again later. Of the past, the source's word is enough. */
async function ensureUploaded(files: FileStore, { sha256, size }: ContractText): Promise<void> {
  const stored = await files.find(sha256);
  ensure(stored, 'text-not-uploaded', { sha256 });
  ensure(stored.size === size, 'text-size-differs', { size: stored.size });
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
