import type { AnyProjection } from '@dealtrail/event-sourcing';
import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';
import { workItems } from './work-items.projection.js';

/** What the views add to an application. */
export const viewQueries = [DealRegister, DealPage, DealTrail, RegradeTasks, PipelineReport, OpenDealsByAge] as const;
/** Read models over several contexts; whatever folds one alone is that context's. */
export const viewProjections: readonly AnyProjection[] = [workItems];
