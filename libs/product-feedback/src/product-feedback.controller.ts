import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AnswerProductFeedback,
  CloseProductFeedback,
  InformCustomerOfAnswer,
  ReassignProductFeedback,
  SubmitProductFeedback,
} from './product-feedback.commands.js';

/** What is done with product feedback; what is asked of it spans contexts and has its routes in the views. */
@Controller('product-feedback')
export class ProductFeedbackController {
  constructor(private readonly commands: CommandBus) {}

  @Post() submit(@FromRequest() command: SubmitProductFeedback) {
    return this.commands.execute(command);
  }
  @Post(':feedbackId/reassign') reassign(@FromRequest() command: ReassignProductFeedback) {
    return this.commands.execute(command);
  }
  @Post(':feedbackId/answer') answer(@FromRequest() command: AnswerProductFeedback) {
    return this.commands.execute(command);
  }
  @Post(':feedbackId/inform-customer') inform(@FromRequest() command: InformCustomerOfAnswer) {
    return this.commands.execute(command);
  }
  @Post(':feedbackId/close') close(@FromRequest() command: CloseProductFeedback) {
    return this.commands.execute(command);
  }
}
