import { CommandRunner, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DailyCheckCommand, type AnyDailyCheckCommand } from './daily-check.commands.js';
import { dailyCheck } from './daily-check.decider.js';

@CommandHandler(DailyCheckCommand)
export class DailyCheckCommandHandler implements ICommandHandler<DailyCheckCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyDailyCheckCommand): Promise<CommandResult> {
    return this.runner.handle(dailyCheck, command);
  }
}
