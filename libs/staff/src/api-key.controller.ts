import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IssueApiKey, RevokeApiKey } from './api-key.commands.js';
import { ApiKeyRegister } from './staff.queries.js';

@Controller('api-keys')
export class ApiKeyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post() issue(@FromRequest() command: IssueApiKey) {
    return this.commands.execute(command);
  }
  @Post(':keyId/revoke') revoke(@FromRequest() command: RevokeApiKey) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() question: ApiKeyRegister) {
    return this.queries.execute(question);
  }
}
