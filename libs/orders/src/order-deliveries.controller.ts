import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AttachDeliveryDocument,
  CancelDelivery,
  ConfirmDelivery,
  DispatchDelivery,
  RecordDelivery,
  RefuseDelivery,
  RescheduleDelivery,
  ScheduleDelivery,
  SignOffDelivery,
} from './order-delivery.commands.js';

/** What becomes of the deliveries of an order. */
@Controller('orders/:orderId/deliveries')
export class OrderDeliveriesController {
  constructor(private readonly commands: CommandBus) {}

  @Post() schedule(@FromRequest() command: ScheduleDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/reschedule') reschedule(@FromRequest() command: RescheduleDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/cancel') cancel(@FromRequest() command: CancelDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/confirm') confirm(@FromRequest() command: ConfirmDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/documents') attach(@FromRequest() command: AttachDeliveryDocument) {
    return this.commands.execute(command);
  }
  @Post(':delivery/dispatch') dispatch(@FromRequest() command: DispatchDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/deliver') deliver(@FromRequest() command: RecordDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/sign-off') signOff(@FromRequest() command: SignOffDelivery) {
    return this.commands.execute(command);
  }
  @Post(':delivery/refuse') refuse(@FromRequest() command: RefuseDelivery) {
    return this.commands.execute(command);
  }
}
