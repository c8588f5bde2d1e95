import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseFollowUpController } from './case-follow-up.controller.js';
import { CaseRecurrenceCommandHandler } from './case-recurrence.handlers.js';
import { CaseController } from './case.controller.js';
import {
  CaseCommandHandler,
  CaseIdsPlannedBeforeHandler,
  OpenCaseIdsOfCustomerHandler,
  OpenCaseIdsOfHandler,
} from './case.handlers.js';
import { ServicePromiseController } from './service-promise.controller.js';
import { ServicePromiseCommandHandler } from './service-promise.handlers.js';

/** After-sales issues and complaints, over HTTP and the buses; needs `CaseSubjects` from a global module. */
@Module({
  imports: [CqrsModule],
  controllers: [CaseController, CaseFollowUpController, ServicePromiseController],
  providers: [
    CaseCommandHandler,
    ServicePromiseCommandHandler,
    CaseRecurrenceCommandHandler,
    OpenCaseIdsOfHandler,
    OpenCaseIdsOfCustomerHandler,
    CaseIdsPlannedBeforeHandler,
  ],
})
export class CasesModule {}
