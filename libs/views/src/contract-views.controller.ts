import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ContractPage, ContractRegister, ContractTextChanges } from './contract-views.queries.js';

/** What is asked of contracts, with the names of other contexts. */
@Controller('contracts')
export class ContractViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: ContractRegister) {
    return this.queries.execute(question);
  }
  @Get(':contractId') page(@FromRequest() question: ContractPage) {
    return this.queries.execute(question);
  }
  @Get(':contractId/changes') changes(@FromRequest() question: ContractTextChanges) {
    return this.queries.execute(question);
  }
}
