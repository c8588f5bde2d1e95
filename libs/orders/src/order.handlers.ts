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
} from '@dealtrail/event-sourcing';
import { FileStore, wasBroughtBy } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import type { AttachDeliveryDocument } from './order-delivery.commands.js';
import { documentsIn, readOrder } from './order-log.js';
import { OrderCommand } from './order-placing.commands.js';
import { orderRegister } from './order-register.projection.js';
import type { AnyOrderCommand } from './order.commands.js';
import { order } from './order.decider.js';
import { OpenOrderIdsOf } from './order.queries.js';

@CommandHandler(OrderCommand)
export class OrderCommandHandler implements ICommandHandler<OrderCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly known: KnownKeeper<Known>,
    private readonly files: FileStore,
    private readonly log: EventStore,
  ) {}

  /** What follows from a fact of the staff log is decided at or after it; of documents of the past the source's word is enough. */
  async execute(command: AnyOrderCommand): Promise<CommandResult> {
    if ('position' in command) await this.known.reached(command.position);
    if (command.type === 'AttachDeliveryDocument' && !command.metadata.history) await this.ensureBrought(command);
    return this.runner.handle(order, command);
  }

  /**
   * An order refers only to what anybody can read again later, and to what its sender brought or it has already: knowing a hash
   * opens nobody else's file. Refusals are for who may send the command; others hear that they may not.
   */
  private async ensureBrought(command: AttachDeliveryDocument): Promise<void> {
    const { orderId, file, metadata } = command;
    const { sha256, size } = file;
    const stored = await this.files.find(sha256);
    const brought = stored !== undefined && (await wasBroughtBy(this.files, sha256, metadata.actor));
    if (brought && stored.size === size) return;
    const events = await readOrder(this.log, orderId);
    const subject = order.subject(fold(order, events), command);
    authorise(permissionOf(command), metadata.actor, subject, this.known.now().staff);
    const isOfOrder = documentsIn(events).some((one) => one.file.sha256 === sha256);
    ensure(stored && (brought || isOfOrder), 'file-not-uploaded', { sha256 });
    ensure(stored.size === size, 'file-size-differs', { size: stored.size });
  }
}

@QueryHandler(OpenOrderIdsOf)
export class OpenOrderIdsOfHandler implements IQueryHandler<OpenOrderIdsOf, Page<string>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: OpenOrderIdsOf): Promise<Page<string>> {
    reachOf(permissionOf(question), question.metadata.actor, this.known.now().staff); // refuses who may not ask
    const page = await this.store.list(orderRegister, question, {
      where: (query) =>
        query
          .where('status', 'in', ['open', 'held'])
          .where(sql<boolean>`("ownerId" = ${question.ownerId} or "waitingFor" && ${[question.ownerId]})`),
      sortable: ['orderId'],
      defaultSort: 'orderId',
    });
    return { ...page, items: page.items.map(({ orderId }) => orderId) };
  }
}
