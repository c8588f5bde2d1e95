import { EventStore, fold } from '@dealtrail/event-sourcing';
import { CaseSubjects, type WhoseSubject } from '@dealtrail/cases';
import { customer } from '@dealtrail/customers';
import { Global, Injectable, Module } from '@nestjs/common';
import { linkedOrder } from './linked-order.js';

/** Whose orders and customers cases are about, as the log has it now: a complaint waits for no read model to be somebody's. */
@Injectable()
export class CaseSubjectsInLog extends CaseSubjects {
  constructor(private readonly log: EventStore) {
    super();
  }

  async whose({ orderId, customerId }: { readonly orderId?: string; readonly customerId?: string }) {
    const order = orderId === undefined ? undefined : await linkedOrder(this.log, orderId);
    if (order) return { customerId: order.customerId, sellerId: order.ownerId } satisfies WhoseSubject;
    if (customerId === undefined) return {};
    const [events = []] = await this.log.read([`customer-${customerId}`]);
    return { sellerId: fold(customer, events)?.ownerId } satisfies WhoseSubject;
  }
}

/** Tells the context of the cases whose their orders and customers are. */
@Global()
@Module({
  providers: [{ provide: CaseSubjects, useClass: CaseSubjectsInLog }],
  exports: [CaseSubjects],
})
export class CaseSubjectsModule {}
