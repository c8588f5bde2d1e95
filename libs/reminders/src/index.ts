export * from './reminder.commands.js';
export * from './reminder.decider.js';
export * from './reminder.events.js';
export * from './reminder.handlers.js';
export * from './reminder.queries.js';
export * from './reminders.module.js';
export * from './reminders.projection.js';
export * from './reminders.registry.js';
