import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ReminderController } from './reminder.controller.js';
import { MyRemindersHandler, ReminderCommandHandler } from './reminder.handlers.js';

/** Reminders, over HTTP and the buses. */
@Module({
  imports: [CqrsModule],
  controllers: [ReminderController],
  providers: [ReminderCommandHandler, MyRemindersHandler],
})
export class RemindersModule {}
