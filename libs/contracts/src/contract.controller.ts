import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  DraftContract,
  RecallContract,
  ReviseContract,
  SignContract,
  SubmitContract,
  WithdrawContract,
} from './contract-draft.commands.js';
import {
  AddContractReviewer,
  ApproveContract,
  CommentContract,
  DelegateContractReview,
  RejectContract,
  ReturnContract,
} from './contract-review.commands.js';

/** What is done to contracts; what is asked of them spans contexts and has its routes in the views. */
@Controller('contracts')
export class ContractController {
  constructor(private readonly commands: CommandBus) {}

  @Post() draft(@FromRequest() command: DraftContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/revise') revise(@FromRequest() command: ReviseContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/submit') submit(@FromRequest() command: SubmitContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/recall') recall(@FromRequest() command: RecallContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/sign') sign(@FromRequest() command: SignContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/withdraw') withdraw(@FromRequest() command: WithdrawContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/approve') approve(@FromRequest() command: ApproveContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/return') return(@FromRequest() command: ReturnContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/reject') reject(@FromRequest() command: RejectContract) {
    return this.commands.execute(command);
  }
  @Post(':contractId/delegate') delegate(@FromRequest() command: DelegateContractReview) {
    return this.commands.execute(command);
  }
  @Post(':contractId/reviewers') addReviewer(@FromRequest() command: AddContractReviewer) {
    return this.commands.execute(command);
  }
  @Post(':contractId/comments') comment(@FromRequest() command: CommentContract) {
    return this.commands.execute(command);
  }
}
