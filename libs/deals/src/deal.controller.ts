import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AddDealEvidence,
  AdvanceDeal,
  GradeDeal,
  LoseDeal,
  MoveDealBack,
  ReopenDeal,
  WinDeal,
} from './deal-progress.commands.js';
import { ChangeDealOwner, EditDeal, RegisterDeal } from './deal-record.commands.js';

/** What is done to deals; what is asked of them spans contexts and has its routes in the views. */
@Controller('deals')
export class DealController {
  constructor(private readonly commands: CommandBus) {}

  @Post() register(@FromRequest() command: RegisterDeal) {
    return this.commands.execute(command);
  }
  @Post(':dealId/edit') edit(@FromRequest() command: EditDeal) {
    return this.commands.execute(command);
  }
  @Post(':dealId/owner') changeOwner(@FromRequest() command: ChangeDealOwner) {
    return this.commands.execute(command);
  }
  @Post(':dealId/evidence') addEvidence(@FromRequest() command: AddDealEvidence) {
    return this.commands.execute(command);
  }
  @Post(':dealId/advance') advance(@FromRequest() command: AdvanceDeal) {
    return this.commands.execute(command);
  }
  @Post(':dealId/move-back') moveBack(@FromRequest() command: MoveDealBack) {
    return this.commands.execute(command);
  }
  @Post(':dealId/grade') grade(@FromRequest() command: GradeDeal) {
    return this.commands.execute(command);
  }
  @Post(':dealId/win') win(@FromRequest() command: WinDeal) {
    return this.commands.execute(command);
  }
  @Post(':dealId/lose') lose(@FromRequest() command: LoseDeal) {
    return this.commands.execute(command);
  }
  @Post(':dealId/reopen') reopen(@FromRequest() command: ReopenDeal) {
    return this.commands.execute(command);
  }
}
