export * from './customer-register.projection.js';
export * from './customer.commands.js';
export * from './customer.decider.js';
export * from './customer.events.js';
export * from './customer.queries.js';
export * from './customers.module.js';
export * from './customers.registry.js';
