import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IssueCustomerLink, RevokeCustomerLink } from './customer-link.commands.js';
import { CustomerLinkRegister } from './customer-link.queries.js';

/** For those who send links; what their holders open is `/link` (`apps/api`). */
@Controller('customer-links')
export class CustomerLinkController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post() issue(@FromRequest() command: IssueCustomerLink) {
    return this.commands.execute(command);
  }
  @Post(':linkId/revoke') revoke(@FromRequest() command: RevokeCustomerLink) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() question: CustomerLinkRegister) {
    return this.queries.execute(question);
  }
}
