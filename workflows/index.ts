export * from './bundle.js';
export * from './daily-check/daily-check.schedule.js';
export * from './customer-answer/customer-answer.js';
export * from './processes.js';
export * from './reactions.js';
export * from './shown-time.js';
export * from './task-queue.js';
