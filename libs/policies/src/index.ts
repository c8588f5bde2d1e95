export * from './first-commands.js';
export * from './kinds/index.js';
export * from './policy-book.js';
export * from './policy.commands.js';
export * from './policy.decider.js';
export * from './policy.events.js';
export * from './policy.fold.js';
