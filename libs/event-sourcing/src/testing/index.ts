export * from './decider-specification.js';
export * from './projection-specification.js';
export * from './reaction-specification.js';
export * from './event-store.contract.js';
export * from './event-store-facts.js';
export * from './recorded.js';
export * from './stored-events.js';
