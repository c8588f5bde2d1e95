import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ChangePaymentPlan, PlanPayments } from './payment-plan.commands.js';
import { AllocateReceipt, RecordReceipt, RefundReceipt, ReverseReceipt } from './receipt.commands.js';
import { ApproveWriteOff, RefuseWriteOff, RequestWriteOff } from './write-off.commands.js';

/** What is done to accounts; what is asked of them spans contexts and has its routes in the views. */
@Controller('receivables/:contractId')
export class ReceivableController {
  constructor(private readonly commands: CommandBus) {}

  @Post('plan') plan(@FromRequest() command: PlanPayments) {
    return this.commands.execute(command);
  }
  @Post('change-plan') changePlan(@FromRequest() command: ChangePaymentPlan) {
    return this.commands.execute(command);
  }
  @Post('receipts') record(@FromRequest() command: RecordReceipt) {
    return this.commands.execute(command);
  }
  @Post('receipts/:receiptId/allocate') allocate(@FromRequest() command: AllocateReceipt) {
    return this.commands.execute(command);
  }
  @Post('receipts/:receiptId/reverse') reverse(@FromRequest() command: ReverseReceipt) {
    return this.commands.execute(command);
  }
  @Post('receipts/:receiptId/refund') refund(@FromRequest() command: RefundReceipt) {
    return this.commands.execute(command);
  }
  @Post('write-offs') requestWriteOff(@FromRequest() command: RequestWriteOff) {
    return this.commands.execute(command);
  }
  @Post('write-offs/:writeOffId/approve') approveWriteOff(@FromRequest() command: ApproveWriteOff) {
    return this.commands.execute(command);
  }
  @Post('write-offs/:writeOffId/refuse') refuseWriteOff(@FromRequest() command: RefuseWriteOff) {
    return this.commands.execute(command);
  }
}
