import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AcknowledgeCaseEscalation, AssignComplaintStage, RecordCaseCause } from './case-handling.commands.js';
import { ChangeTaskForce, FormTaskForce, SyncProgress } from './case-task-force.commands.js';

/** What surrounds the handling of a case: its cause, the stages of a complaint, the task force, the answer to a breach. */
@Controller('cases/:caseId')
export class CaseFollowUpController {
  constructor(private readonly commands: CommandBus) {}

  @Post('record-cause') recordCause(@FromRequest() command: RecordCaseCause) {
    return this.commands.execute(command);
  }
  @Post('assign-stage') assignStage(@FromRequest() command: AssignComplaintStage) {
    return this.commands.execute(command);
  }
  @Post('acknowledge-escalation') acknowledge(@FromRequest() command: AcknowledgeCaseEscalation) {
    return this.commands.execute(command);
  }
  @Post('form-task-force') form(@FromRequest() command: FormTaskForce) {
    return this.commands.execute(command);
  }
  @Post('change-task-force') change(@FromRequest() command: ChangeTaskForce) {
    return this.commands.execute(command);
  }
  @Post('sync-progress') sync(@FromRequest() command: SyncProgress) {
    return this.commands.execute(command);
  }
}
