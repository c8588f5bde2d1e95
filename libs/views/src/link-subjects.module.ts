import { EventStore } from '@dealtrail/event-sourcing';
import { LinkSubjects, type LinkPurpose } from '@dealtrail/customer-links';
import type { KnownOrder } from '@dealtrail/orders';
import { Global, Injectable, Module } from '@nestjs/common';
import { alternativeOf, deliveryOf, linkedOrder } from './linked-order.js';

/** Where each purpose finds its part. */
const partOf: Readonly<Record<LinkPurpose, (order: KnownOrder, part: string) => object | undefined>> = {
  confirmDelivery: deliveryOf,
  signOffDelivery: deliveryOf,
  answerAlternative: alternativeOf,
};

/** Whose orders customers' links are about. */
@Injectable()
export class OrderLinkSubjects extends LinkSubjects {
  constructor(private readonly store: EventStore) {
    super();
  }

  async ownerOf(purpose: LinkPurpose, id: string, part: string): Promise<string | undefined> {
    const order = await linkedOrder(this.store, id);
    return order && partOf[purpose](order, part) && order.ownerId;
  }
}

/** Tells the context of the links whose records they are about. */
@Global()
@Module({
  providers: [{ provide: LinkSubjects, useClass: OrderLinkSubjects }],
  exports: [LinkSubjects],
})
export class LinkSubjectsModule {}
