import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  AppointDeputy,
  ChangePersonRoles,
  DeactivatePerson,
  DismissDeputy,
  MovePerson,
  ReactivatePerson,
  RegisterPerson,
  RenamePerson,
} from './person-record.commands.js';
import { PersonPage, StaffRegister } from './staff.queries.js';

@Controller('staff')
export class StaffController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post() register(@FromRequest() command: RegisterPerson) {
    return this.commands.execute(command);
  }
  @Post(':staffId/rename') rename(@FromRequest() command: RenamePerson) {
    return this.commands.execute(command);
  }
  @Post(':staffId/roles') changeRoles(@FromRequest() command: ChangePersonRoles) {
    return this.commands.execute(command);
  }
  @Post(':staffId/move') move(@FromRequest() command: MovePerson) {
    return this.commands.execute(command);
  }
  @Post(':staffId/deputy') appointDeputy(@FromRequest() command: AppointDeputy) {
    return this.commands.execute(command);
  }
  @Post(':staffId/deputy/dismiss') dismissDeputy(@FromRequest() command: DismissDeputy) {
    return this.commands.execute(command);
  }
  @Post(':staffId/deactivate') deactivate(@FromRequest() command: DeactivatePerson) {
    return this.commands.execute(command);
  }
  @Post(':staffId/reactivate') reactivate(@FromRequest() command: ReactivatePerson) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() question: StaffRegister) {
    return this.queries.execute(question);
  }
  @Get(':staffId') page(@FromRequest() question: PersonPage) {
    return this.queries.execute(question);
  }
}
