import { ensureFound, EventStore, fold, KnownKeeper, permissionOf } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { documentsIn, readOrder } from './order-log.js';
import { ensureMayReadOrder } from './order-reach.js';
import { assignedTo, existing } from './order-rules.js';
import { order } from './order.decider.js';
import type { AttachedFile } from './order.events.js';
import { DeliveryDocumentFile } from './order.queries.js';

/** Which file a document is, for who may read the order; knowing a hash alone opens nothing. */
@QueryHandler(DeliveryDocumentFile)
export class DeliveryDocumentFileHandler implements IQueryHandler<DeliveryDocumentFile, AttachedFile> {
  constructor(
    private readonly log: EventStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: DeliveryDocumentFile): Promise<AttachedFile> {
    const { orderId, delivery, sha256, metadata } = question;
    const events = await readOrder(this.log, orderId);
    const state = existing(fold(order, events));
    const read = { ownerId: state.ownerId, assigned: assignedTo(state) };
    ensureMayReadOrder(permissionOf(question), metadata.actor, read, this.known.now().staff);
    const document = documentsIn(events).findLast((one) => one.delivery === delivery && one.file.sha256 === sha256);
    ensureFound(document, 'document-not-found');
    return document.file;
  }
}
