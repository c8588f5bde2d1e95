import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ContractDecisionsController } from './contract-decisions.controller.js';
import { ContractTextFileHandler } from './contract-text.handlers.js';
import { ContractTextsController } from './contract-texts.controller.js';
import { ContractController } from './contract.controller.js';
import { ContractCommandHandler, OpenContractIdsOfDealHandler, OpenContractIdsOfHandler } from './contract.handlers.js';
import { ContractIdsPlannedBeforeHandler, OpenReviewStepsOfHandler } from './review-steps.handlers.js';

/** Contracts, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [ContractController, ContractDecisionsController, ContractTextsController],
  providers: [
    ContractCommandHandler,
    OpenContractIdsOfHandler,
    OpenContractIdsOfDealHandler,
    OpenReviewStepsOfHandler,
    ContractIdsPlannedBeforeHandler,
    ContractTextFileHandler,
  ],
})
export class ContractsModule {}
