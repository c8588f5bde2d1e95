import type { AnyProjection } from '@dealtrail/event-sourcing';
import { ContractPage, ContractRegister } from './contract-views.queries.js';
import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';
import { workItems } from './work-items.projection.js';

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
] as const;
/** Read models over several contexts; whatever folds one alone is that context's. */
export const viewProjections: readonly AnyProjection[] = [workItems];
