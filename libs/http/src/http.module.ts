import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ImportsController } from './imports.controller.js';

/** The edge's own routes; needs `CommandRegistry` and `EventStore` from a global module. */
@Module({ imports: [CqrsModule], controllers: [ImportsController] })
export class HttpModule {}
