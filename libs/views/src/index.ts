export * from './contract-views.queries.js';
export * from './deal-views.queries.js';
export * from './reports.queries.js';
export * from './views.module.js';
export * from './views.registry.js';
