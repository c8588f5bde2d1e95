import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PolicyController } from './policy.controller.js';
import {
  PolicyChangesHandler,
  PolicyCommandHandler,
  PolicyDraftHandler,
  PolicyInForceHandler,
  PolicyRegisterHandler,
} from './policy.handlers.js';

/** Policies, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [PolicyController],
  providers: [
    PolicyCommandHandler,
    PolicyRegisterHandler,
    PolicyInForceHandler,
    PolicyChangesHandler,
    PolicyDraftHandler,
  ],
})
export class PoliciesModule {}
