import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApiKeyController } from './api-key.controller.js';
import { ApiKeyCommandHandler, ApiKeyRegisterHandler } from './api-key.handlers.js';
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

/** People, units and programs' keys, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [StaffController, LeaveController, UnitController, ApiKeyController],
  providers: [
    PersonCommandHandler,
    UnitCommandHandler,
    ApiKeyCommandHandler,
    StaffRegisterHandler,
    LeaveRegisterHandler,
    PersonPageHandler,
    UnitRegisterHandler,
    ApiKeyRegisterHandler,
  ],
})
export class StaffModule {}
