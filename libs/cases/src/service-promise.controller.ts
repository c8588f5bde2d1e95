import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  BreakServicePromise,
  KeepServicePromise,
  LinkServicePromise,
  RegisterServicePromise,
} from './service-promise.commands.js';

/** What is done with promises made in the sale; what is asked of them spans contexts and has its route in the views. */
@Controller('service-promises')
export class ServicePromiseController {
  constructor(private readonly commands: CommandBus) {}

  @Post() register(@FromRequest() command: RegisterServicePromise) {
    return this.commands.execute(command);
  }
  @Post(':promiseId/link') link(@FromRequest() command: LinkServicePromise) {
    return this.commands.execute(command);
  }
  @Post(':promiseId/keep') keep(@FromRequest() command: KeepServicePromise) {
    return this.commands.execute(command);
  }
  @Post(':promiseId/break') breach(@FromRequest() command: BreakServicePromise) {
    return this.commands.execute(command);
  }
}
