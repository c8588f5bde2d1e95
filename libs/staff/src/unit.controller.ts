import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { UnitRegister } from './staff.queries.js';
import { AppointUnitHead, MoveUnit, RegisterUnit, RenameUnit } from './unit.commands.js';

@Controller('units')
export class UnitController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post() register(@FromRequest() command: RegisterUnit) {
    return this.commands.execute(command);
  }
  @Post(':unitId/rename') rename(@FromRequest() command: RenameUnit) {
    return this.commands.execute(command);
  }
  @Post(':unitId/move') move(@FromRequest() command: MoveUnit) {
    return this.commands.execute(command);
  }
  @Post(':unitId/head') appointHead(@FromRequest() command: AppointUnitHead) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() question: UnitRegister) {
    return this.queries.execute(question);
  }
}
