import { CommandRunner, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CaseRecurrenceCommand, type AnyCaseRecurrenceCommand } from './case-recurrence.commands.js';
import { caseRecurrence } from './case-recurrence.decider.js';

@CommandHandler(CaseRecurrenceCommand)
export class CaseRecurrenceCommandHandler implements ICommandHandler<CaseRecurrenceCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyCaseRecurrenceCommand): Promise<CommandResult> {
    return this.runner.handle(caseRecurrence, command);
  }
}
