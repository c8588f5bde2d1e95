import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { OperationCommandHandler } from './operation.handlers.js';

/** What operators do and must answer for, over the bus; the routes are the api's. */
@Module({ imports: [CqrsModule], providers: [OperationCommandHandler] })
export class OperationsModule {}
