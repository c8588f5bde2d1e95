import { dealRegister } from './deal-register.projection.js';
import { regradeTasks } from './regrade-tasks.projection.js';
import { OpenDealIdsOf, OpenDealIdsOfCustomer } from './deal.queries.js';

/** What this context adds to an application, besides its commands and event schema. */
export const dealQueries = [OpenDealIdsOf, OpenDealIdsOfCustomer] as const;
export const dealProjections = [dealRegister, regradeTasks] as const;
