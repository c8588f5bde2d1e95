import { FromRequest } from '@dealtrail/http';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ReceiptRegister, ReceivablePage, ReceivableRegister, WriteOffRegister } from './receivable-views.queries.js';

/** What is asked of accounts, with the names of other contexts. */
@Controller('receivables')
export class ReceivableViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: ReceivableRegister) {
    return this.queries.execute(question);
  }
  @Get(':contractId') page(@FromRequest() question: ReceivablePage) {
    return this.queries.execute(question);
  }
}

@Controller('receipts')
export class ReceiptsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: ReceiptRegister) {
    return this.queries.execute(question);
  }
}

@Controller('write-offs')
export class WriteOffsController {
  constructor(private readonly queries: QueryBus) {}

  @Get() list(@FromRequest() question: WriteOffRegister) {
    return this.queries.execute(question);
  }
}
