import { CommandRunner, EventStore, fold, type CommandResult } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readCase } from './case-log.js';
import { caseDecider } from './case.decider.js';
import { ServicePromiseCommand, type AnyServicePromiseCommand } from './service-promise.commands.js';
import { servicePromise, servicePromiseWith, type AskingCase } from './service-promise.decider.js';

@CommandHandler(ServicePromiseCommand)
export class ServicePromiseCommandHandler implements ICommandHandler<ServicePromiseCommand, CommandResult> {
  constructor(
    private readonly runner: CommandRunner<Known>,
    private readonly log: EventStore,
  ) {}

  async execute(command: AnyServicePromiseCommand): Promise<CommandResult> {
    if (!('caseId' in command) || command.caseId === undefined) return this.runner.handle(servicePromise, command);
    return this.runner.handle(servicePromiseWith(await this.asking(command.caseId)), command);
  }

  private async asking(caseId: string): Promise<AskingCase> {
    const state = fold(caseDecider, await readCase(this.log, caseId));
    return state.status === 'none' ? { exists: false } : { exists: true, customerId: state.customerId };
  }
}
