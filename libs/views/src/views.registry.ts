import type { AnyProjection } from '@dealtrail/event-sourcing';
import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';

/** What the views add to an application. */
export const viewQueries = [DealRegister, DealPage, DealTrail, RegradeTasks, PipelineReport, OpenDealsByAge] as const;
/** None so far: what the views ask folds one context each, and meets others when it is asked. */
export const viewProjections: readonly AnyProjection[] = [];
