import { Module } from '@nestjs/common';
import { HttpModule } from '@dealtrail/http';
import { ProcessesModule } from '@dealtrail/runtime';
import { FirstStart } from './first-start.js';
import { HealthController } from './health.controller.js';
import { OperationsController } from './operations.controller.js';

/** The HTTP side: the contexts' routes come with the runtime's context modules; here is what belongs to no context. */
@Module({
  imports: [HttpModule, ProcessesModule],
  controllers: [HealthController, OperationsController],
  providers: [FirstStart],
})
export class ApiModule {}
