import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ContractPageHandler } from './contract-page.handlers.js';
import { ContractViewsController } from './contract-views.controller.js';
import { ContractRegisterHandler } from './contract-views.handlers.js';
import { DealTrailHandler } from './deal-trail.handlers.js';
import { DealViewsController } from './deal-views.controller.js';
import { DealPageHandler, DealRegisterHandler } from './deal-views.handlers.js';
import { RegradeTasksHandler } from './regrade-tasks.handlers.js';
import { ReportsController } from './reports.controller.js';
import { OpenDealsByAgeHandler, PipelineReportHandler } from './reports.handlers.js';
import { TasksController } from './tasks.controller.js';

/** Questions over several contexts, over HTTP and the bus. */
@Module({
  imports: [CqrsModule],
  controllers: [DealViewsController, ContractViewsController, ReportsController, TasksController],
  providers: [
    DealRegisterHandler,
    DealPageHandler,
    RegradeTasksHandler,
    PipelineReportHandler,
    OpenDealsByAgeHandler,
    DealTrailHandler,
    ContractRegisterHandler,
    ContractPageHandler,
  ],
})
export class ViewsModule {}
