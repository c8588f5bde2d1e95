import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CustomerController } from './customer.controller.js';
import { CustomerCommandHandler, CustomerPageHandler, CustomerRegisterHandler } from './customer.handlers.js';

/** Customers, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [CustomerController],
  providers: [CustomerCommandHandler, CustomerRegisterHandler, CustomerPageHandler],
})
export class CustomersModule {}
