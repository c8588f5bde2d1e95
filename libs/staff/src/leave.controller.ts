import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CancelLeave, PlanLeave } from './leave.commands.js';
import { LeaveRegister } from './staff.queries.js';

@Controller()
export class LeaveController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('staff/:staffId/leaves') plan(@FromRequest() command: PlanLeave) {
    return this.commands.execute(command);
  }
  @Post('staff/:staffId/leaves/:leaveId/cancel') cancel(@FromRequest() command: CancelLeave) {
    return this.commands.execute(command);
  }
  @Get('leaves') list(@FromRequest() question: LeaveRegister) {
    return this.queries.execute(question);
  }
}
