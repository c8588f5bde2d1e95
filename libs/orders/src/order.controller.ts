import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AcknowledgeOrder,
  AmendOrder,
  ApplyOrderAmendment,
  CancelOrder,
  CheckOrderStatus,
  EndOrderImport,
  HoldOrder,
  PlaceOrder,
  RefuseOrderAmendment,
  ReleaseOrder,
} from './order-placing.commands.js';

/** What is done to orders; what is asked of them spans contexts and has its routes in the views. */
@Controller('orders')
export class OrderController {
  constructor(private readonly commands: CommandBus) {}

  @Post() place(@FromRequest() command: PlaceOrder) {
    return this.commands.execute(command);
  }
  @Post(':orderId/acknowledge') acknowledge(@FromRequest() command: AcknowledgeOrder) {
    return this.commands.execute(command);
  }
  @Post(':orderId/check') check(@FromRequest() command: CheckOrderStatus) {
    return this.commands.execute(command);
  }
  @Post(':orderId/amend') amend(@FromRequest() command: AmendOrder) {
    return this.commands.execute(command);
  }
  @Post(':orderId/amendments/:amendment/apply') apply(@FromRequest() command: ApplyOrderAmendment) {
    return this.commands.execute(command);
  }
  @Post(':orderId/amendments/:amendment/refuse') refuse(@FromRequest() command: RefuseOrderAmendment) {
    return this.commands.execute(command);
  }
  @Post(':orderId/hold') hold(@FromRequest() command: HoldOrder) {
    return this.commands.execute(command);
  }
  @Post(':orderId/release') release(@FromRequest() command: ReleaseOrder) {
    return this.commands.execute(command);
  }
  @Post(':orderId/end-import') endImport(@FromRequest() command: EndOrderImport) {
    return this.commands.execute(command);
  }
  @Post(':orderId/cancel') cancel(@FromRequest() command: CancelOrder) {
    return this.commands.execute(command);
  }
}
