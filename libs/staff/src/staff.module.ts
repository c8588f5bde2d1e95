import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { StaffController } from './staff.controller.js';
import {
  PersonCommandHandler,
  PersonPageHandler,
  StaffRegisterHandler,
  UnitCommandHandler,
  UnitRegisterHandler,
} from './staff.handlers.js';
import { UnitController } from './unit.controller.js';

/** People and units, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [StaffController, UnitController],
  providers: [PersonCommandHandler, UnitCommandHandler, StaffRegisterHandler, PersonPageHandler, UnitRegisterHandler],
})
export class StaffModule {}
