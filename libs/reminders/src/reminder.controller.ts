import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AcknowledgeReminder, SnoozeReminder } from './reminder.commands.js';
import { MyReminders } from './reminder.queries.js';

@Controller('reminders')
export class ReminderController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get() mine(@FromRequest() question: MyReminders) {
    return this.queries.execute(question);
  }
  @Post(':reminderId/acknowledge') acknowledge(@FromRequest() command: AcknowledgeReminder) {
    return this.commands.execute(command);
  }
  @Post(':reminderId/snooze') snooze(@FromRequest() command: SnoozeReminder) {
    return this.commands.execute(command);
  }
}
