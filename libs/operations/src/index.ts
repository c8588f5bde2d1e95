export * from './operation.commands.js';
export * from './operation.decider.js';
export * from './operation.events.js';
export * from './operations.module.js';
