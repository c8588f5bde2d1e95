import { DealPage, DealRegister, DealTrail, RegradeTasks } from './deal-views.queries.js';
import { regradeTasks } from './regrade-tasks.projection.js';
import { OpenDealsByAge, PipelineReport } from './reports.queries.js';

/** What the views add to an application. */
export const viewQueries = [DealRegister, DealPage, DealTrail, RegradeTasks, PipelineReport, OpenDealsByAge] as const;
export const viewProjections = [regradeTasks] as const;
