import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LeaveController } from './leave.controller.js';
import { StaffController } from './staff.controller.js';
import {
  LeaveRegisterHandler,
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
  controllers: [StaffController, LeaveController, UnitController],
  providers: [
    PersonCommandHandler,
    UnitCommandHandler,
    StaffRegisterHandler,
    LeaveRegisterHandler,
    PersonPageHandler,
    UnitRegisterHandler,
  ],
})
export class StaffModule {}
