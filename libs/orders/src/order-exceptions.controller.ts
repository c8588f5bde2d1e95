import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AnswerAlternative,
  ApologiseToCustomer,
  AssignExceptionTask,
  CloseOrderException,
  CompleteExceptionTask,
  DeclareOrderException,
  OfferAlternative,
} from './order-exceptions.commands.js';

/** What goes wrong with an order, and what is done about it. */
@Controller('orders/:orderId/exceptions')
export class OrderExceptionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post() declare(@FromRequest() command: DeclareOrderException) {
    return this.commands.execute(command);
  }
  @Post(':exceptionId/apologise') apologise(@FromRequest() command: ApologiseToCustomer) {
    return this.commands.execute(command);
  }
  @Post(':exceptionId/alternatives') offer(@FromRequest() command: OfferAlternative) {
    return this.commands.execute(command);
  }
  @Post(':exceptionId/alternatives/:alternative/answer') answer(@FromRequest() command: AnswerAlternative) {
    return this.commands.execute(command);
  }
  @Post(':exceptionId/tasks') assign(@FromRequest() command: AssignExceptionTask) {
    return this.commands.execute(command);
  }
  @Post(':exceptionId/tasks/:task/complete') complete(@FromRequest() command: CompleteExceptionTask) {
    return this.commands.execute(command);
  }
  @Post(':exceptionId/close') close(@FromRequest() command: CloseOrderException) {
    return this.commands.execute(command);
  }
}
