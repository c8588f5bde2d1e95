import type { AnyProjection } from '@dealtrail/event-sourcing';
import { ApprovalTimes } from './approval-times.queries.js';
import { CaseEscalations, CaseRecurrences, ServicePromises } from './case-lists.queries.js';
import { CaseCausePage, CaseClock, CaseClocks, CasePage, CaseRegister } from './case-views.queries.js';
import { CountedEscalations, EscalationReport } from './escalation-report.queries.js';
import { CountedHoldings, HandOverCounts } from './hand-over-counts.queries.js';
import { CountedPromises, PromisesKept } from './promises-kept.queries.js';
import { CaseCauses, ComplaintRate, OpenCaseAges, ServiceStandards } from './case-reports.queries.js';
import { CountedCases } from './counted-cases.queries.js';
import { ContractPage, ContractRegister, ContractTextChanges } from './contract-views.queries.js';
import { CheckersToRemind, DailyCheckCompliance, DailyCheckList, MyDailyChecks } from './daily-check.queries.js';
import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { ExceptionCosts, OrderExceptions } from './exception-costs.queries.js';
import { deliveries } from './deliveries.projection.js';
import { DeliveryCalendar, DeliveryPerformance, NextThreeDays } from './delivery-views.queries.js';
import { orderContents } from './order-contents.projection.js';
import { OrderPage, OrderRegister } from './order-views.queries.js';
import { ProductFeedbackPage, ProductFeedbackRegister } from './product-feedback-views.queries.js';
import { Ageing, CollectionRate } from './receivable-reports.queries.js';
import { ReceiptRegister, ReceivablePage, ReceivableRegister, WriteOffRegister } from './receivable-views.queries.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';
import { CalendarImpact, OverdueReviews, ProvisionalReviews } from './review-views.queries.js';
import { workItems } from './work-items.projection.js';
import { WorkStream } from './work-stream.queries.js';
import { MyWork, TeamWork } from './work.queries.js';

/** What the views add to an application. */
export const viewQueries = [
  DealRegister,
  DealPage,
  DealTrail,
  RegradeTasks,
  PipelineReport,
  OpenDealsByAge,
  ContractRegister,
  ContractPage,
  ContractTextChanges,
  OrderRegister,
  OrderPage,
  OrderExceptions,
  ExceptionCosts,
  MyWork,
  TeamWork,
  WorkStream,
  OverdueReviews,
  ApprovalTimes,
  CalendarImpact,
  ProvisionalReviews,
  ReceivableRegister,
  ReceivablePage,
  ReceiptRegister,
  WriteOffRegister,
  Ageing,
  CollectionRate,
  ProductFeedbackRegister,
  ProductFeedbackPage,
  DailyCheckList,
  MyDailyChecks,
  DailyCheckCompliance,
  CheckersToRemind,
  DeliveryPerformance,
  DeliveryCalendar,
  NextThreeDays,
  CaseRegister,
  CasePage,
  CaseClock,
  CaseClocks,
  CaseCausePage,
  CaseEscalations,
  CaseRecurrences,
  ServicePromises,
  ServiceStandards,
  ComplaintRate,
  CaseCauses,
  OpenCaseAges,
  CountedCases,
  EscalationReport,
  CountedEscalations,
  HandOverCounts,
  CountedHoldings,
  PromisesKept,
  CountedPromises,
] as const;
/** Read models over several contexts; whatever folds one alone is that context's. */
export const viewProjections: readonly AnyProjection[] = [workItems, deliveries, orderContents];
