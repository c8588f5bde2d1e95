export * from './deal-progress.commands.js';
export * from './deal-record.commands.js';
export * from './deal.commands.js';
export * from './deal.decider.js';
export * from './deal.events.js';
export * from './deal.fold.js';
