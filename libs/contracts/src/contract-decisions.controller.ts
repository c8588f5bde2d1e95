import { EventStore, type CommandResult } from '@dealtrail/event-sourcing';
import { FromRequest } from '@dealtrail/http';
import { Controller, Logger, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DecideContracts } from './contract-decisions.commands.js';
import { decideContracts, type DecisionsAnswer } from './contract-decisions.js';

/** Decides in bulk what waits for one person. */
@Controller('contracts/decisions')
export class ContractDecisionsController {
  private readonly log = new Logger('contracts');

  constructor(
    private readonly commands: CommandBus,
    private readonly store: EventStore,
  ) {}

  @Post() decide(@FromRequest() batch: DecideContracts): Promise<DecisionsAnswer> {
    return decideContracts(batch, {
      execute: (command) => this.commands.execute<typeof command, CommandResult>(command),
      head: () => this.store.head(),
      unforeseen: (error) => this.log.error(error),
    });
  }
}
