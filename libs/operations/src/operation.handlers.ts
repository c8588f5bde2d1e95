import { CommandRunner, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OperationCommand, type AnyOperationCommand } from './operation.commands.js';
import { operation } from './operation.decider.js';

@CommandHandler(OperationCommand)
export class OperationCommandHandler implements ICommandHandler<OperationCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyOperationCommand): Promise<CommandResult> {
    return this.runner.handle(operation, command);
  }
}
