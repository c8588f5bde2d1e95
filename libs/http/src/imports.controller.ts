import { CommandRegistry, EventStore, type CommandResult } from '@dealtrail/event-sourcing';
import { Controller, Logger, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { FromRequest } from './from-request.js';
import { ImportRows } from './import-rows.js';
import { importRows, type ImportAnswer } from './imports.js';

/** Brings the past: commands in bulk, each validated and decided like any other, marked as history. */
@Controller('imports')
export class ImportsController {
  private readonly log = new Logger('imports');

  constructor(
    private readonly commands: CommandBus,
    private readonly registry: CommandRegistry,
    private readonly store: EventStore,
  ) {}

  @Post()
  import(@FromRequest() batch: ImportRows): Promise<ImportAnswer> {
    return importRows(batch, {
      find: (name) => this.registry.find(name),
      execute: (command) => this.commands.execute<typeof command, CommandResult>(command),
      head: () => this.store.head(),
      unforeseen: (error) => this.log.error(error),
    });
  }
}
