import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DraftPolicy, PublishPolicy, WithdrawPolicyDraft } from './policy.commands.js';
import { PolicyChanges, PolicyDraft, PolicyInForce, PolicyRegister } from './policy.queries.js';

@Controller('policies')
export class PolicyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post(':kind/draft') draft(@FromRequest() command: DraftPolicy) {
    return this.commands.execute(command);
  }
  @Post(':kind/draft/withdraw') withdraw(@FromRequest() command: WithdrawPolicyDraft) {
    return this.commands.execute(command);
  }
  @Post(':kind/publish') publish(@FromRequest() command: PublishPolicy) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() question: PolicyRegister) {
    return this.queries.execute(question);
  }
  @Get(':kind/draft') openDraft(@FromRequest() question: PolicyDraft) {
    return this.queries.execute(question);
  }
  @Get(':kind/in-force') inForce(@FromRequest() question: PolicyInForce) {
    return this.queries.execute(question);
  }
  @Get(':kind/versions/:version/changes') changes(@FromRequest() question: PolicyChanges) {
    return this.queries.execute(question);
  }
}
