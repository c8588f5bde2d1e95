import {
  authorise,
  CommandRunner,
  ensure,
  EventStore,
  fold,
  KnownKeeper,
  permissionOf,
  reachOf,
  type CommandResult,
  type Recorded,
} from '@dealtrail/event-sourcing';
import { FileStore, wasBroughtBy } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import { ReadStore, type ListQuestion, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ContractCommand } from './contract-draft.commands.js';
import { contractRegister } from './contract-register.projection.js';
import type { AnyContractCommand } from './contract.commands.js';
import { contract } from './contract.decider.js';
import type { ContractEvent, ContractText } from './contract.events.js';
import { textIn } from './contract-log.js';
import { OpenContractIdsOf, OpenContractIdsOfDeal } from './contract.queries.js';

@CommandHandler(ContractCommand)
export class ContractCommandHandler implements ICommandHandler<ContractCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
    private readonly files: FileStore,
    private readonly log: EventStore,
  ) {}

  /**
   * What follows from a fact of the staff or policy log is decided at or after that fact, never on an older directory. For texts
   * of the past the source's word is enough.
   */
  async execute(command: AnyContractCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    const text = textOf(command);
    if (text && !command.metadata.history) await this.ensureBrought(command, text);
    return this.runner.handle(contract, command);
  }

  /**
   * A contract refers only to what anybody can read again later, and to what its writer brought or it has referred to before:
   * knowing a hash opens nobody else's file. Refusals are for who may send the command; others hear that they may not.
   */
  private async ensureBrought(command: AnyContractCommand, { sha256, size }: ContractText): Promise<void> {
    const { contractId, metadata } = command;
    const stored = await this.files.find(sha256);
    const brought = stored !== undefined && (await wasBroughtBy(this.files, sha256, metadata.actor));
    if (brought && stored.size === size) return;
    const [events = []] = (await this.log.read([`contract-${contractId}`])) as Recorded<ContractEvent>[][];
    const subject = contract.subject(fold(contract, events), command);
    authorise(permissionOf(command), metadata.actor, subject, this.known.now().staff);
    ensure(stored && (brought || textIn(events, sha256)), 'text-not-uploaded', { sha256 });
    ensure(stored.size === size, 'text-size-differs', { size: stored.size });
  }
}

const textOf = (command: AnyContractCommand): ContractText | undefined =>
  command.type === 'DraftContract' || command.type === 'ReviseContract' || command.type === 'SignContract'
    ? command.text
    : undefined;

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
