import { FromRequest } from '@dealtrail/http';
import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AssignCase,
  AwaitCase,
  CloseCase,
  ConfirmCaseResolution,
  GivePreliminarySolution,
  HandOverCase,
  RefuseCaseResolution,
  ReopenCase,
  ResolveCase,
  RespondToCase,
  ResumeCase,
} from './case-handling.commands.js';
import { ChangeCasePriority, EditCase, MergeCase, ReportCase, UnmergeCase } from './case-reporting.commands.js';

/** What is done to cases from their report to the closed loop; what is asked of them spans contexts and has its routes in the views. */
@Controller('cases')
export class CaseController {
  constructor(private readonly commands: CommandBus) {}

  @Post() report(@FromRequest() command: ReportCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/edit') edit(@FromRequest() command: EditCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/change-priority') changePriority(@FromRequest() command: ChangeCasePriority) {
    return this.commands.execute(command);
  }
  @Post(':caseId/merge') merge(@FromRequest() command: MergeCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/unmerge') unmerge(@FromRequest() command: UnmergeCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/respond') respond(@FromRequest() command: RespondToCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/assign') assign(@FromRequest() command: AssignCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/hand-over') handOver(@FromRequest() command: HandOverCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/give-preliminary-solution') giveSolution(@FromRequest() command: GivePreliminarySolution) {
    return this.commands.execute(command);
  }
  @Post(':caseId/await') wait(@FromRequest() command: AwaitCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/resume') resume(@FromRequest() command: ResumeCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/resolve') resolve(@FromRequest() command: ResolveCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/confirm-resolution') confirm(@FromRequest() command: ConfirmCaseResolution) {
    return this.commands.execute(command);
  }
  @Post(':caseId/refuse-resolution') refuse(@FromRequest() command: RefuseCaseResolution) {
    return this.commands.execute(command);
  }
  @Post(':caseId/close') close(@FromRequest() command: CloseCase) {
    return this.commands.execute(command);
  }
  @Post(':caseId/reopen') reopen(@FromRequest() command: ReopenCase) {
    return this.commands.execute(command);
  }
}
