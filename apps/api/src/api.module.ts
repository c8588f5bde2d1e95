import { Module } from '@nestjs/common';
import { HttpModule } from '@dealtrail/http';
import { ProcessesModule } from '@dealtrail/runtime';
import { LinkAnswering } from './customer-link/link-answering.js';
import { CustomerLinkPageController } from './customer-link/link.controller.js';
import { FirstStart } from './first-start.js';
import { HealthController } from './health.controller.js';
import { OperationsController } from './operations.controller.js';
import { InstallationMetrics } from './ops/installation-metrics.js';
import { OperatorView } from './ops/operator-view.js';
import { OpsController } from './ops/ops.controller.js';

/** The HTTP side: the contexts' routes come with the runtime's context modules; here is what belongs to no context. */
@Module({
  imports: [HttpModule, ProcessesModule],
  controllers: [HealthController, OperationsController, OpsController, CustomerLinkPageController],
  providers: [OperatorView, InstallationMetrics, FirstStart, LinkAnswering],
})
export class ApiModule {}
