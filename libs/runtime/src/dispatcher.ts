import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Command, CommandResult } from '@dealtrail/event-sourcing';

/** Sends commands and questions of processes the way everybody's go: over the buses, to the one handler each has. */
export class Dispatcher {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  readonly dispatch = (command: Command): Promise<CommandResult> => this.commands.execute(command);

  readonly ask = (question: object): Promise<unknown> => this.queries.execute(question);
}
