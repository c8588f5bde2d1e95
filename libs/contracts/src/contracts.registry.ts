import { contractPages } from './contract-page.projection.js';
import { contractRegister } from './contract-register.projection.js';
import {
  ContractIdsPlannedBefore,
  ContractTextFile,
  OpenContractIdsOf,
  OpenContractIdsOfDeal,
  OpenReviewStepsOf,
} from './contract.queries.js';
import { reviewSteps } from './review-steps.projection.js';

/** What this context adds to an application, besides its commands and event schema. */
export const contractQueries = [
  OpenContractIdsOf,
  OpenContractIdsOfDeal,
  OpenReviewStepsOf,
  ContractIdsPlannedBefore,
  ContractTextFile,
] as const;
export const contractProjections = [contractRegister, contractPages, reviewSteps] as const;
