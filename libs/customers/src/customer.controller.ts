import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  AssessCustomerTier,
  ChangeCustomerOwner,
  EditCustomer,
  GradeCustomer,
  NameCustomerContact,
  RegisterCustomer,
} from './customer.commands.js';
import { CustomerPage, CustomerRegister } from './customer.queries.js';

@Controller('customers')
export class CustomerController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post() register(@FromRequest() command: RegisterCustomer) {
    return this.commands.execute(command);
  }
  @Post(':customerId/edit') edit(@FromRequest() command: EditCustomer) {
    return this.commands.execute(command);
  }
  @Post(':customerId/contact') nameContact(@FromRequest() command: NameCustomerContact) {
    return this.commands.execute(command);
  }
  @Post(':customerId/tier') assessTier(@FromRequest() command: AssessCustomerTier) {
    return this.commands.execute(command);
  }
  @Post(':customerId/grade') grade(@FromRequest() command: GradeCustomer) {
    return this.commands.execute(command);
  }
  @Post(':customerId/owner') changeOwner(@FromRequest() command: ChangeCustomerOwner) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() question: CustomerRegister) {
    return this.queries.execute(question);
  }
  @Get(':customerId') page(@FromRequest() question: CustomerPage) {
    return this.queries.execute(question);
  }
}
