import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomerLinkController } from './customer-link.controller.js';
import { CustomerLinkCommandHandler, CustomerLinkRegisterHandler } from './customer-link.handlers.js';

/** Customers' links, over HTTP and the buses; needs `LinkSubjects` from a global module. */
@Module({
  imports: [CqrsModule],
  controllers: [CustomerLinkController],
  providers: [CustomerLinkCommandHandler, CustomerLinkRegisterHandler],
})
export class CustomerLinksModule {}
