import { EventStore } from '@dealtrail/event-sourcing';
import { LinkSubjects, type LinkPurpose } from '@dealtrail/customer-links';
import type { KnownOrder } from '@dealtrail/orders';
import { Global, Injectable, Module } from '@nestjs/common';
import { linkedCase, resolutionPart } from './linked-case.js';
import { alternativeOf, deliveryOf, linkedOrder, orderPart } from './linked-order.js';

/** Where each purpose about an order finds its part. */
const partOf: Readonly<
  Record<Exclude<LinkPurpose, 'confirmResolution'>, (order: KnownOrder, part: string) => object | undefined>
> = {
  confirmDelivery: deliveryOf,
  signOffDelivery: deliveryOf,
  answerAlternative: alternativeOf,
  reportIssue: (order, part) => (part === orderPart ? order : undefined),
};

/** Whose orders and cases customers' links are about. */
@Injectable()
export class LinkedRecords extends LinkSubjects {
  constructor(private readonly store: EventStore) {
    super();
  }

  async ownerOf(purpose: LinkPurpose, id: string, part: string): Promise<string | undefined> {
    if (purpose === 'confirmResolution') {
      const one = await linkedCase(this.store, id);
      return part === resolutionPart && one?.resolution ? one.ownerId : undefined;
    }
    const order = await linkedOrder(this.store, id);
    return order && partOf[purpose](order, part) && order.ownerId;
  }
}

/** Tells the context of the links whose records they are about. */
@Global()
@Module({
  providers: [{ provide: LinkSubjects, useClass: LinkedRecords }],
  exports: [LinkSubjects],
})
export class LinkSubjectsModule {}
