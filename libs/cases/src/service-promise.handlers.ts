import { CommandRunner, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ServicePromiseCommand, type AnyServicePromiseCommand } from './service-promise.commands.js';
import { servicePromise } from './service-promise.decider.js';

@CommandHandler(ServicePromiseCommand)
export class ServicePromiseCommandHandler implements ICommandHandler<ServicePromiseCommand, CommandResult> {
  constructor(private readonly runner: CommandRunner<Known>) {}

  execute(command: AnyServicePromiseCommand): Promise<CommandResult> {
    return this.runner.handle(servicePromise, command);
  }
}
