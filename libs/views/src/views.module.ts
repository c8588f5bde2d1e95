import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApprovalTimesHandler } from './approval-times.handlers.js';
import { CalendarImpactHandler, ProvisionalReviewsHandler } from './calendar-impact.handlers.js';
import { CaseClockHandler, CaseClocksHandler } from './case-clocks.handlers.js';
import { CaseEscalationsHandler } from './case-escalations.handlers.js';
import { CasePageHandler } from './case-page.handlers.js';
import { CaseCausePageHandler, CaseRecurrencesHandler } from './case-recurrences.handlers.js';
import { CaseViewsController, ServicePromiseViewsController } from './case-views.controller.js';
import { CaseRegisterHandler } from './case-views.handlers.js';
import { CaseReportsController } from './case-reports.controller.js';
import { CaseCausesHandler, OpenCaseAgesHandler } from './case-reports.handlers.js';
import { CountedEscalationsHandler, EscalationReportHandler } from './escalation-report.handlers.js';
import { CountedHoldingsHandler, HandOverCountsHandler } from './hand-over-counts.handlers.js';
import { CountedPromisesHandler, PromisesKeptHandler } from './promises-kept.handlers.js';
import { ComplaintRateHandler } from './complaint-rate.handlers.js';
import { CountedCasesHandler } from './counted-cases.handlers.js';
import { ServiceStandardsHandler } from './service-standards.handlers.js';
import { ContractTextChangesHandler } from './contract-changes.handlers.js';
import { ContractPageHandler } from './contract-page.handlers.js';
import { ContractViewsController } from './contract-views.controller.js';
import { ContractRegisterHandler } from './contract-views.handlers.js';
import { DailyCheckComplianceHandler } from './daily-check-compliance.handlers.js';
import { DailyCheckController } from './daily-check.controller.js';
import { CheckersToRemindHandler, DailyCheckListHandler, MyDailyChecksHandler } from './daily-check.handlers.js';
import { DealTrailHandler } from './deal-trail.handlers.js';
import { DealViewsController } from './deal-views.controller.js';
import { DealPageHandler, DealRegisterHandler } from './deal-views.handlers.js';
import { ExceptionCostsHandler } from './exception-costs.handlers.js';
import { OrderExceptionsHandler } from './order-exceptions.handlers.js';
import { DeliveryPerformanceHandler } from './delivery-performance.handlers.js';
import { DeliveryViewsController } from './delivery-views.controller.js';
import { DeliveryCalendarHandler, NextThreeDaysHandler } from './delivery-views.handlers.js';
import { OrderPageHandler } from './order-page.handlers.js';
import { OrderViewsController } from './order-views.controller.js';
import { OrderRegisterHandler } from './order-views.handlers.js';
import { OverdueReviewsHandler } from './overdue-reviews.handlers.js';
import { ProductFeedbackViewsController } from './product-feedback-views.controller.js';
import { ProductFeedbackPageHandler, ProductFeedbackRegisterHandler } from './product-feedback-views.handlers.js';
import { AgeingHandler, CollectionRateHandler } from './receivable-reports.handlers.js';
import { ReceiptsController, ReceivableViewsController, WriteOffsController } from './receivable-views.controller.js';
import {
  ReceiptRegisterHandler,
  ReceivablePageHandler,
  ReceivableRegisterHandler,
  WriteOffRegisterHandler,
} from './receivable-views.handlers.js';
import { RegradeTasksHandler } from './regrade-tasks.handlers.js';
import { ReportsController } from './reports.controller.js';
import { OpenDealsByAgeHandler, PipelineReportHandler } from './reports.handlers.js';
import { ReviewViewsController } from './review-views.controller.js';
import { ServicePromisesHandler } from './service-promise-views.handlers.js';
import { TasksController } from './tasks.controller.js';
import { WorkController } from './work.controller.js';
import { WorkFeed } from './work-feed.provider.js';
import { WorkStreamHandler } from './work-stream.handlers.js';
import { MyWorkHandler, TeamWorkHandler } from './work.handlers.js';

/** Questions over several contexts, over HTTP and the bus. */
@Module({
  imports: [CqrsModule],
  controllers: [
    DealViewsController,
    ContractViewsController,
    OrderViewsController,
    DeliveryViewsController,
    ReportsController,
    TasksController,
    WorkController,
    ReviewViewsController,
    ReceivableViewsController,
    ReceiptsController,
    WriteOffsController,
    ProductFeedbackViewsController,
    DailyCheckController,
    CaseViewsController,
    ServicePromiseViewsController,
    CaseReportsController,
  ],
  providers: [
    DealRegisterHandler,
    DealPageHandler,
    RegradeTasksHandler,
    PipelineReportHandler,
    OpenDealsByAgeHandler,
    DeliveryPerformanceHandler,
    DeliveryCalendarHandler,
    NextThreeDaysHandler,
    DealTrailHandler,
    ContractRegisterHandler,
    ContractPageHandler,
    ContractTextChangesHandler,
    OrderRegisterHandler,
    OrderPageHandler,
    OrderExceptionsHandler,
    ExceptionCostsHandler,
    MyWorkHandler,
    TeamWorkHandler,
    WorkFeed,
    WorkStreamHandler,
    OverdueReviewsHandler,
    ApprovalTimesHandler,
    CalendarImpactHandler,
    ProvisionalReviewsHandler,
    ReceivableRegisterHandler,
    ReceivablePageHandler,
    ReceiptRegisterHandler,
    WriteOffRegisterHandler,
    AgeingHandler,
    CollectionRateHandler,
    ProductFeedbackRegisterHandler,
    ProductFeedbackPageHandler,
    DailyCheckListHandler,
    MyDailyChecksHandler,
    DailyCheckComplianceHandler,
    CheckersToRemindHandler,
    CaseRegisterHandler,
    CasePageHandler,
    CaseClockHandler,
    CaseClocksHandler,
    CaseCausePageHandler,
    CaseEscalationsHandler,
    CaseRecurrencesHandler,
    ServicePromisesHandler,
    ServiceStandardsHandler,
    ComplaintRateHandler,
    CaseCausesHandler,
    OpenCaseAgesHandler,
    CountedCasesHandler,
    EscalationReportHandler,
    CountedEscalationsHandler,
    HandOverCountsHandler,
    CountedHoldingsHandler,
    PromisesKeptHandler,
    CountedPromisesHandler,
  ],
})
export class ViewsModule {}
